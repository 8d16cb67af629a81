"""A whole questionnaire: its sections, the screens they are shown on, its decisions, its JSON and its fingerprint."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from screening.vocabulary.questions import Question, Section

# The version of the JSON format of rule sets. Format 1 knows no screens, no listed signs and no causes.
FORMAT = 2


@dataclass(frozen=True)
class Screen:
    """The questions that stand on one page with one Continue button. Each is still judged by itself."""

    section: Section
    questions: tuple[Question, ...]

    @property
    def first(self) -> Question:
        return self.questions[0]


@dataclass(frozen=True, slots=True)
class Decision:
    """The clinic's own choice between defensible readings of the sources (D1 ...)."""

    id: str
    choice: str
    why: str
    alternative: str


@dataclass(frozen=True)
class Questionnaire:
    """All sections in the order they are asked, and the decisions behind their findings.

    `format` is that of the JSON it is read from or written to; the fingerprint depends on it.
    """

    version: str
    sections: tuple[Section, ...]
    decisions: tuple[Decision, ...] = ()
    format: int = FORMAT

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def that_can_be_urgent(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.can_be_urgent)

    @cached_property
    def with_own_page(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if not question.asked_within)

    @cached_property
    def screens(self) -> tuple[Screen, ...]:
        """All screens in the order they are shown; a question without a page of its own stands on none."""
        return tuple(screen for section in self.sections for screen in _screens_of(section))

    def screen_of(self, question: Question) -> Screen:
        return self._screen_by_question[question.id]

    def section_of(self, question: Question) -> Section:
        return self._section_by_question[question.id]

    @cached_property
    def _screen_by_question(self) -> dict[str, Screen]:
        return {question.id: screen for screen in self.screens for question in screen.questions}

    @cached_property
    def _section_by_question(self) -> dict[str, Section]:
        return {question.id: section for section in self.sections for question in section.questions}

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256, in hexadecimal digits, of the whole rule set without its version.

        It covers canonical JSON (sorted keys, no spaces, ASCII): equal on every machine and run, different as soon as
        any word or level differs.
        """
        canonical = json.dumps(self._content(), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def as_json(self) -> dict[str, Any]:
        """The whole rule set as JSON values; `screening.vocabulary.rule_set_json` reads it back."""
        return {"format": self.format, "version": self.version, "fingerprint": self.fingerprint, **self._content()}

    def _content(self) -> dict[str, Any]:
        sections = [
            {
                "id": section.id,
                "title": section.title,
                "screens": [list(ids) for ids in section.screens],
                "questions": [question.as_json() for question in section.questions],
            }
            for section in self.sections
        ]
        if self.format == 1:
            sections = [_in_format_1(section) for section in sections]
        return {"decisions": [asdict(decision) for decision in self.decisions], "sections": sections}


def _screens_of(section: Section) -> Iterator[Screen]:
    group_of = {question_id: ids for ids in section.screens for question_id in ids}
    by_id = {question.id: question for question in section.questions}
    for question in section.questions:
        ids = group_of.get(question.id, (question.id,))
        if not question.asked_within and question.id == ids[0]:
            yield Screen(section, tuple(by_id[question_id] for question_id in ids))


def _in_format_1(section: dict[str, Any]) -> dict[str, Any]:
    questions = [
        _without(question, "listed", "select_all")
        | {
            "tick_all": question["select_all"],
            "choices": [_without(choice, "urgent_cause") for choice in question["choices"]],
        }
        for question in section["questions"]
    ]
    return _without(section, "screens") | {"questions": questions}


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
