"""The YAML files of the content folder, which pages refer to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TypeVar

from pages.catalogue.kept import Kept, digest_of
from pages.catalogue.redirects import NO_REDIRECTS, REDIRECTS_FILE, Redirects, read_redirects
from pages.cost import course_facts
from pages.media import Shelf, shelf_of
from pages.media.shelf import EMPTY
from pages.schema.changes import Change, read_changes
from pages.schema.clinic import Clinic, facts_of
from pages.schema.errors import ContentError, Report
from pages.schema.page_files import PEOPLE, SOURCES
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

    # each page asks for both
    @cached_property
    def facts(self) -> Mapping[str, str] | None:
        return facts_of(self.clinic) | course_facts(self.clinic) if self.clinic else None

    @cached_property
    def digest(self) -> bytes:
        """Of what any page may use, besides pictures and PDFs."""
        return digest_of((self.facts, self.glossary, self.risks))


def read_library(
    folder: Path, errors: list[ContentError], shelf: Shelf | None = None, kept: Kept | None = None
) -> Library:
    """Reads all YAML files below `folder` and adds their errors to `errors`.

    A copy of a content folder needs the `shelf` of the original, because it has no pictures and PDFs itself.
    """
    results = kept or Kept()

    def contents(name: str, reader: Callable[[str, Report], T | None]) -> T | None:
        text, report = read_file(folder, folder / name, errors)
        if text is None:
            return None
        value, found = results.result((name, report.file, text), partial(_with_errors, reader, report.file, text))
        report.errors.extend(found)
        return value

    return Library(
        clinic=contents("clinic.yaml", _read_clinic),
        sources=contents(SOURCES, read_sources),
        people=contents(PEOPLE, read_people),
        glossary=contents("glossary.yaml", read_glossary),
        sections=contents("en/sections.yaml", _read_sections),
        changes=contents("changes.yaml", read_changes),
        risks=contents(RISKS_FILE, _read_risks) if (folder / RISKS_FILE).exists() else None,
        redirects=_redirects(folder, errors),
        shelf=shelf or shelf_of(folder),
    )


def _with_errors(
    reader: Callable[[str, Report], T | None], file: str, text: str
) -> tuple[T | None, list[ContentError]]:
    report = Report(file)
    return reader(text, report), report.errors


def _redirects(folder: Path, errors: list[ContentError]) -> Redirects:
    if not (folder / REDIRECTS_FILE).exists():
        return NO_REDIRECTS
    text, report = read_file(folder, folder / REDIRECTS_FILE, errors)
    return (text is not None and read_redirects(text, report)) or NO_REDIRECTS


def _read_clinic(text: str, report: Report) -> Clinic | None:
    record = read(Clinic, text, report)
    return record.value if record else None


def _read_risks(text: str, report: Report) -> RiskPanel | None:
    record = read(RiskPanel, text, report)
    return record.value if record else None


def read_sources(text: str, report: Report) -> Mapping[str, Source] | None:
    return read_by_id(Source, text, report)


def read_people(text: str, report: Report) -> Mapping[str, Profile] | None:
    return read_by_id(Profile, text, report)


def _read_sections(text: str, report: Report) -> Mapping[str, str] | None:
    return read_by_id(str, text, report)


# By file: what reads it, as an editor's text is read too.
READERS: Mapping[str, Callable[[str, Report], object | None]] = {
    "clinic.yaml": _read_clinic,
    SOURCES: read_sources,
    PEOPLE: read_people,
    "glossary.yaml": read_glossary,
    "en/sections.yaml": _read_sections,
    "changes.yaml": read_changes,
    RISKS_FILE: _read_risks,
    REDIRECTS_FILE: read_redirects,
}
