"""sources.yaml, people.yaml, glossary.yaml, sections.yaml, risks.yaml and redirects.yaml: what pages refer to."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from markdown.extensions.toc import slugify

from pages.schema.errors import Report, did_you_mean
from pages.schema.strict_yaml import read_each
from pages.schema.values import check_web_address

T = TypeVar("T")

# The anchor of a term on the glossary page begins with this.
TERM = "term-"
CITED = re.compile(r"\[@([^\]\n]{1,80})\]")
KEBAB_CASE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# The kinds of sources, in the order in which a clinician trusts them.
KINDS = ("label", "guideline", "study", "clinic", "other")


@dataclass(frozen=True)
class Source:
    """An entry of sources.yaml. `checked_on` is the day on which somebody at the clinic read the source, or on
    which `check_content --external` found that its link answers.

    `kind` is one of KINDS.
    `read` says how much of it was read before that day, if not all of it, and `review_by` is the day by which a
    statement that ends by itself, such as a rule with an end date, has to be looked up again.
    """

    title: str
    publisher: str
    year: int | None
    kind: str
    link: str
    checked_on: date | None
    read: str | None = None
    review_by: date | None = None

    def __post_init__(self) -> None:
        check_web_address(self.link)
        if self.kind not in KINDS:
            hint = did_you_mean(self.kind, KINDS, f"Write one of: {', '.join(KINDS)}.")
            raise ValueError(f"`{self.kind}` is not a kind of source.", hint)


@dataclass(frozen=True)
class Profile:
    """An entry of people.yaml: a clinician who reviews pages."""

    name: str
    role: str


@dataclass(frozen=True)
class Term:
    """An entry of glossary.yaml. `id` is its anchor on the glossary page, such as `term-off-label`."""

    id: str
    term: str
    meaning: str

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms in which a page may write it: "ECT (electroconvulsive therapy)" has two."""
        return tuple(re.sub(r" \(([^()]+)\)", r"|\1", self.term).split("|"))


@dataclass(frozen=True)
class Redirect:
    """An entry of redirects.yaml, below its old address. `to` is page.md, page.md#heading or an address of this site.

    `comment` is for editors.
    """

    to: str
    comment: str | None = None


def read_by_id(kind: type[T], text: str, report: Report) -> dict[str, T] | None:
    """Id -> entry, in the order of the file. For sections.yaml, `kind` is str."""
    entries = read_each(kind, text, report)
    if entries is None:
        return None
    invalid = [id for id in entries.value if not KEBAB_CASE.fullmatch(id)]
    for id in invalid:
        report.add(entries.lines[id], f"`{id}` cannot be an id.", "Use small letters, digits and single hyphens.")
    return None if invalid else entries.value


def read_glossary(text: str, report: Report) -> tuple[Term, ...] | None:
    """The terms in alphabetical order."""
    meanings = read_each(str, text, report)
    if meanings is None:
        return None
    terms = (Term(f"{TERM}{slugify(term, '-')}", term, meaning) for term, meaning in meanings.value.items())
    return tuple(sorted(terms, key=lambda term: term.term.casefold()))


@dataclass(frozen=True)
class RiskPanel:
    """`text` is Markdown. A page that shows the panel need not list its sources."""

    title: str
    text: str

    @property
    def cited(self) -> frozenset[str]:
        return frozenset(CITED.findall(self.text))


# For a check of one page, whose findings must not be about the text of the panel.
RISKS_NAMED = RiskPanel("Risks", "These are the risks.")
