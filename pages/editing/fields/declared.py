"""The data files that have a form: what each contains, and what a change of it affects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pages.editing.fields.leaves import Leaf, Path, leaves_of
from pages.schema.changes import Change
from pages.schema.clinic import Clinic
from pages.schema.page_files import PEOPLE, REDIRECTS, SOURCES
from pages.schema.references import KINDS, Profile, Redirect, RiskPanel, Source


@dataclass(frozen=True)
class Entries:
    """The entries of a file that has one under each key. `name` is that of one entry in a sentence."""

    name: str
    key: str
    key_help: str
    is_ordered: bool = False


@dataclass(frozen=True)
class DataFile:
    """`schema` is that of the file, or of each of its entries. `about` says what a change affects."""

    schema: Any
    about: str
    entries: Entries | None = None

    @property
    def leaves(self) -> list[Leaf]:
        return list(leaves_of(self.schema))

    def order(self, prefix: Path = ()) -> Sequence[Path]:
        """The paths of all keys, as the schema orders them."""
        parts = [leaf.path[:end] for leaf in self.leaves for end in range(1, len(leaf.path) + 1)]
        return [(*prefix, *path) for path in dict.fromkeys(parts)]


ID = "Small letters, digits and single hyphens. "
DATA_FORMS: Mapping[str, DataFile] = {
    "clinic.yaml": DataFile(
        Clinic,
        "Every page can show these facts, and a change shows on all of them at once. A fact that pages use cannot be "
        "left empty: the findings name the pages. What people agreed to before is stored with its words, and stays.",
    ),
    "glossary.yaml": DataFile(
        str,
        "Pages explain a term where it first occurs, and the glossary page lists all of them in alphabetical order.",
        Entries(
            "term", "Term", "As pages write it. With another form in parentheses: ECT (electroconvulsive therapy)."
        ),
    ),
    SOURCES: DataFile(
        Source,
        "Pages and questions cite a source by its id. A source that one of them cites cannot be removed.",
        Entries("source", "Id", f"{ID}Pages cite the source by it, like [@fda23]."),
    ),
    PEOPLE: DataFile(
        Profile,
        "Pages name the clinician who reviewed them. Add only real people who have agreed to it. Only a reviewer can "
        "publish a change of this file.",
        Entries("person", "Id", f"{ID}Pages name the reviewer by it."),
    ),
    "en/sections.yaml": DataFile(
        str,
        "The menu shows the parts in this order. Each page names its part by the id, so a part with pages cannot be "
        "removed.",
        Entries("part", "Id", f"{ID}Each page names its part by it.", is_ordered=True),
    ),
    "risks.yaml": DataFile(RiskPanel, "Pages show this panel beside a benefit, all of them with the same words."),
    REDIRECTS: DataFile(
        Redirect,
        "Who opens one of these addresses gets to the new one. Renaming a page adds an entry by itself.",
        Entries("old address", "Old address", "From the slash after the name of the site on, like /about.html."),
    ),
    "changes.yaml": DataFile(
        Change,
        "Readers who follow the site by its feed see the entries, and a page shows the day of its newest entry. "
        "Nothing is changed here later; a corrected comma needs no entry.",
        Entries("entry", "Id", f"{ID}Nobody sees it."),
    ),
}
# By file and path of the leaf: the values that it may have.
CHOICES: Mapping[tuple[str, str], Sequence[str]] = {(SOURCES, "kind"): KINDS}
