"""The YAML files of the content folder, which pages refer to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pages.cost import course_facts
from pages.schema.changes import Change, read_changes
from pages.schema.clinic import Clinic, facts_of
from pages.schema.errors import ContentError, Report
from pages.schema.references import Profile, Source, Term, read_by_id, read_glossary
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import read

T = TypeVar("T")


@dataclass(frozen=True)
class Library:
    """The content of each file, None if the file is missing or has errors."""

    clinic: Clinic | None
    sources: Mapping[str, Source] | None
    people: Mapping[str, Profile] | None
    glossary: tuple[Term, ...] | None
    sections: Mapping[str, str] | None
    changes: Mapping[str, Change] | None

    @property
    def facts(self) -> Mapping[str, str] | None:
        return facts_of(self.clinic) | course_facts(self.clinic) if self.clinic else None


def read_library(folder: Path, errors: list[ContentError]) -> Library:
    """Reads all YAML files below `folder` and adds their errors to `errors`."""

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
    )


def read_file(folder: Path, path: Path, errors: list[ContentError]) -> tuple[str | None, Report]:
    """The text of a content file, None if it cannot be read, and the report for its errors."""
    report = Report(path.relative_to(folder.parent).as_posix(), errors)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"This file cannot be read: {error.strerror}."
        report.add(1, message, "The site needs it.", Rule.MISSING_FILE)
        return None, report
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it as UTF-8, or type this line again."
        report.add(line, "This file is not in UTF-8.", hint, Rule.UNREADABLE_FILE)
        text = data.decode(errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), report
