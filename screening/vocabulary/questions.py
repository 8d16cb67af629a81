"""The parts of a questionnaire as frozen values: finding, choice, question, section, decision, questionnaire.

They only declare. `screening.proof.faults` checks whether they fit together, and `manage.py check` reports what it
finds. Texts are plain English strings on purpose: they are part of what a clinician signs, and of the fingerprint
(docs/decisions/0003).
"""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from screening.vocabulary.conditions import ALWAYS, Condition
from screening.vocabulary.dispositions import Level


@dataclass(frozen=True, slots=True)
class Finding:
    """What a choice leads to: its level, the words the person reads, and the clinic's decisions behind it (D1 ...)."""

    level: Level
    words: str
    decisions: tuple[str, ...] = ()


def note(words: str, *decisions: str) -> Finding:
    """Never blocks a booking; the words are shown with a result that leads to the clinic."""
    return Finding(Level.NOTE, words, decisions)


def talk_first(words: str, *decisions: str) -> Finding:
    """A clinician talks with the person before anything is booked."""
    return Finding(Level.TALK_FIRST, words, decisions)


def not_now(words: str, *decisions: str) -> Finding:
    """A contraindication at present: no booking."""
    return Finding(Level.NOT_NOW, words, decisions)


def urgent(words: str, *decisions: str) -> Finding:
    """The person needs help now, and the questionnaire ends."""
    return Finding(Level.URGENT, words, decisions)


@dataclass(frozen=True)
class Choice:
    """One possible answer. Without a finding it is clear.

    `excludes_others`: it cannot be selected together with another choice.
    `ends_questionnaire`: no question comes after it.
    """

    id: str
    text: str
    finding: Finding | None = None
    excludes_others: bool = False
    ends_questionnaire: bool = False

    @cached_property
    def level(self) -> Level:
        return self.finding.level if self.finding else Level.CLEAR

    @cached_property
    def is_last_asked(self) -> bool:
        return self.ends_questionnaire or self.level is Level.URGENT

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text,
            "level": str(self.level),
            "words": self.finding.words if self.finding else "",
            "decisions": list(self.finding.decisions) if self.finding else [],
            "excludes_others": self.excludes_others,
            "ends_questionnaire": self.ends_questionnaire,
        }


# The version of the JSON format of rule sets.
FORMAT = 1
NOT_SURE, PREFER_NOT, NONE = "not_sure", "prefer_not", "none"


def not_sure(topic: str) -> Choice:
    words = f"You were not sure about {topic}. That is okay. A clinician can help you find out before you book."
    return Choice(NOT_SURE, "Not sure", talk_first(words))


def prefer_not(topic: str) -> Choice:
    words = (
        f"You chose not to answer about {topic}. That is your choice. "
        "A clinician will need to ask in private before any treatment."
    )
    return Choice(PREFER_NOT, "Prefer not to say", talk_first(words))


@dataclass(frozen=True)
class Question:
    """One question as a person reads it, with everything each answer leads to.

    `id` is stored with every answer (FHIR linkId): never renamed, never reused. `topic` completes "about ...".
    `criterion` and `sources` (ids of content/sources.yaml) show a clinician the basis of the levels; where there is no
    source, `no_source_because` says why.
    `select_all`: any number of choices may be selected.
    `shows_crisis_lines`: every answer that is not clear puts the crisis lines on top of the result.
    `asked_within`: the question has no page of its own, because a choice of that other question stands for it; an
    answer given to it directly still counts.
    """

    id: str
    topic: str
    text: str
    choices: tuple[Choice, ...]
    criterion: str
    sources: tuple[str, ...] = ()
    no_source_because: str = ""
    why: str = ""
    hint: str = ""
    ask_when: Condition = ALWAYS
    select_all: bool = False
    shows_crisis_lines: bool = False
    asked_within: str = ""
    by_id: dict[str, Choice] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {choice.id: choice for choice in self.choices})

    def read(self, answer: object) -> tuple[tuple[object, Choice | None], ...]:
        """Each value of `answer` once, with the choice it names, or None for an unknown value.

        Sorted in the order of the choices; unknown values come last. A list given to a single-choice question is one
        unknown value, whatever it contains.
        """
        # A string is by far the most common answer.
        if isinstance(answer, str):
            return ((answer, self.by_id.get(answer)),)
        if not self.select_all or not isinstance(answer, list | tuple):
            return ((answer, None),)
        known = [(choice.id, choice) for choice in self.choices if choice.id in answer]
        unknown = {repr(value): value for value in answer if not isinstance(value, str) or value not in self.by_id}
        return (*known, *((unknown[key], None) for key in sorted(unknown)))

    @property
    def is_follow_up(self) -> bool:
        """Whether it is asked only of people whose earlier answers call for it."""
        return bool(self.ask_when.parts)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "topic": self.topic,
            "text": self.text,
            "hint": self.hint,
            "why": self.why,
            "criterion": self.criterion,
            "sources": list(self.sources),
            "no_source_because": self.no_source_because,
            "ask_when": self.ask_when.as_json(),
            "asked_within": self.asked_within,
            # The key is part of the fingerprint, so it keeps its old name.
            # The key is part of the fingerprint, so it keeps its old name.
            "tick_all": self.select_all,
            "shows_crisis_lines": self.shows_crisis_lines,
            "choices": [choice.as_json() for choice in self.choices],
        }


@dataclass(frozen=True)
class Section:
    """The questions of one clinical domain, asked together."""

    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """The clinic's own choice between defensible readings of the sources (D1 ...)."""

    id: str
    choice: str
    why: str
    alternative: str


@dataclass(frozen=True)
class Questionnaire:
    """All sections in the order they are asked, and the decisions behind their findings."""

    version: str
    sections: tuple[Section, ...]
    decisions: tuple[Decision, ...] = ()

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def with_own_page(self) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if not question.asked_within)

    @cached_property
    def position(self) -> dict[str, int]:
        return {question.id: number for number, question in enumerate(self.questions)}

    def section_of(self, question: Question) -> Section:
        return next(section for section in self.sections if question in section.questions)

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
        return {"format": FORMAT, "version": self.version, "fingerprint": self.fingerprint, **self._content()}

    def _content(self) -> dict[str, Any]:
        sections = [
            {"id": section.id, "title": section.title, "questions": [q.as_json() for q in section.questions]}
            for section in self.sections
        ]
        return {"decisions": [asdict(decision) for decision in self.decisions], "sections": sections}
