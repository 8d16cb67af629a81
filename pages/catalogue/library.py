"""The YAML files of the content folder, which pages refer to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pages.catalogue.redirects import NO_REDIRECTS, REDIRECTS_FILE, Redirects, read_redirects
from pages.cost import course_facts
from pages.media import Shelf, shelf_of
from pages.media.shelf import EMPTY
from pages.schema.changes import Change, read_changes
from pages.schema.clinic import Clinic, facts_of
from pages.schema.errors import ContentError, Report
from pages.schema.references import Profile, RiskPanel, Source, Term, read_by_id, read_glossary
from pages.schema.strict_yaml import read
from pages.schema.text_files import read_file

T = TypeVar("T")

RISKS_FILE = "risks.yaml"


@dataclass(frozen=True)
class Library:
    """The content of each file, None if the file is missing or has errors; and the pictures and PDFs."""

    clinic: Clinic | None
    sources: Mapping[str, Source] | None
    people: Mapping[str, Profile] | None
    glossary: tuple[Term, ...] | None
    sections: Mapping[str, str] | None
    changes: Mapping[str, Change] | None
    risks: RiskPanel | None
    redirects: Redirects = NO_REDIRECTS
    shelf: Shelf = EMPTY

    @property
    def facts(self) -> Mapping[str, str] | None:
        return facts_of(self.clinic) | course_facts(self.clinic) if self.clinic else None


def read_library(folder: Path, errors: list[ContentError], shelf: Shelf | None = None) -> Library:
    """Reads all YAML files below `folder` and adds their errors to `errors`.

    A copy of a content folder needs the `shelf` of the original, because it has no pictures and PDFs itself.
    """

    def contents(name: str, reader: Callable[[str, Report], T | None]) -> T | None:
        text, report = read_file(folder, folder / name, errors)
        return None if text is None else reader(text, report)

    clinic = contents("clinic.yaml", lambda text, report: read(Clinic, text, report))
    return Library(
        clinic=clinic.value if clinic else None,
        sources=contents("sources.yaml", lambda text, report: read_by_id(Source, text, report)),
        people=contents("people.yaml", lambda text, report: read_by_id(Profile, text, report)),
        glossary=contents("glossary.yaml", read_glossary),
        sections=contents("en/sections.yaml", lambda text, report: read_by_id(str, text, report)),
        changes=contents("changes.yaml", read_changes),
        risks=contents(RISKS_FILE, _read_risks) if (folder / RISKS_FILE).exists() else None,
        redirects=_redirects(folder, errors),
        shelf=shelf or shelf_of(folder),
    )


def _redirects(folder: Path, errors: list[ContentError]) -> Redirects:
    if not (folder / REDIRECTS_FILE).exists():
        return NO_REDIRECTS
    text, report = read_file(folder, folder / REDIRECTS_FILE, errors)
    return (text is not None and read_redirects(text, report)) or NO_REDIRECTS


def _read_risks(text: str, report: Report) -> RiskPanel | None:
    record = read(RiskPanel, text, report)
    return record.value if record else None
