"""The vocabulary of the questionnaire: finding, choice, question, section, decision, questionnaire.

Frozen values that only say what is asked. Whether they fit together is told by `screening.faults`, which stops
`manage.py check`. Words are plain English strings on purpose: they are part of what a clinician signs, and of the
fingerprint (docs/decisions/0003).
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
    """What a choice leads to: its level, the words the person reads, the clinic's decisions it rests on (D1 ...)."""

    level: Level
    words: str
    decisions: tuple[str, ...] = ()


def note(words: str, *decisions: str) -> Finding:
    """Never blocks; a line shown with a result that leads to the clinic."""
    return Finding(Level.NOTE, words, decisions)


def talk_first(words: str, *decisions: str) -> Finding:
    """A clinician talks with the person before anything is booked."""
    return Finding(Level.TALK_FIRST, words, decisions)


def not_now(words: str, *decisions: str) -> Finding:
    """A contraindication as things stand: no booking."""
    return Finding(Level.NOT_NOW, words, decisions)


def urgent(words: str, *decisions: str) -> Finding:
    """Help now; the questionnaire ends."""
    return Finding(Level.URGENT, words, decisions)


@dataclass(frozen=True)
class Choice:
    """One answer that can be given. Without a finding it is clear.

    `excludes_others`: cannot stand with another tick. `ends_questionnaire`: nothing more is asked after it.
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

    def written(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "text": self.text,
            "level": str(self.level),
            "words": self.finding.words if self.finding else "",
            "decisions": list(self.finding.decisions) if self.finding else [],
            "excludes_others": self.excludes_others,
            "ends_questionnaire": self.ends_questionnaire,
        }


FORMAT = 1  # of a rule set written as JSON
NOT_SURE, PREFER_NOT, NONE = "not_sure", "prefer_not", "none"


def not_sure(topic: str) -> Choice:
    """Not sure about `topic`: a clinician helps to find out before booking."""
    words = f"You were not sure about {topic}. That is okay. A clinician can help you find out before you book."
    return Choice(NOT_SURE, "Not sure", talk_first(words))


def prefer_not(topic: str) -> Choice:
    """No answer about `topic`, said openly: a clinician asks in private before any treatment."""
    words = (
        f"You chose not to answer about {topic}. That is your choice. "
        "A clinician will need to ask in private before any treatment."
    )
    return Choice(PREFER_NOT, "Prefer not to say", talk_first(words))


@dataclass(frozen=True)
class Question:
    """One question as a person reads it, with everything each answer leads to.

    `id` is stored with every answer (FHIR linkId): never renamed, never reused. `topic` fills "about ...".
    `criterion` and `sources` (ids of content/sources.yaml) tell a clinician what the levels rest on; where there is no
    source, `no_source_because` says why.
    `tick_all`: any number of choices. `shows_crisis_lines`: any answer but a clear one puts them on top of the result.
    `asked_within`: this question has no page, a tick of that other question asks it; an answer given to it counts.
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
    tick_all: bool = False
    shows_crisis_lines: bool = False
    asked_within: str = ""
    by_id: dict[str, Choice] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_id", {choice.id: choice for choice in self.choices})

    def read(self, answer: object) -> tuple[tuple[object, Choice | None], ...]:
        """Each value of `answer` once, with the choice it names, or None for a value that is not on offer.

        In the order of the choices, whatever order they came in; values that are not on offer come last. A list given
        to a single-choice question is one value that is not on offer, whatever it holds.
        """
        if isinstance(answer, str):  # by far the most common
            return ((answer, self.by_id.get(answer)),)
        if not self.tick_all or not isinstance(answer, list | tuple):
            return ((answer, None),)
        known = [(choice.id, choice) for choice in self.choices if choice.id in answer]
        unknown = {repr(tick): tick for tick in answer if not isinstance(tick, str) or tick not in self.by_id}
        return (*known, *((unknown[key], None) for key in sorted(unknown)))

    @property
    def is_follow_up(self) -> bool:
        """Asked only of those whose earlier answers call for it."""
        return bool(self.ask_when.parts)

    def written(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "topic": self.topic,
            "text": self.text,
            "hint": self.hint,
            "why": self.why,
            "criterion": self.criterion,
            "sources": list(self.sources),
            "no_source_because": self.no_source_because,
            "ask_when": self.ask_when.written(),
            "asked_within": self.asked_within,
            "tick_all": self.tick_all,
            "shows_crisis_lines": self.shows_crisis_lines,
            "choices": [choice.written() for choice in self.choices],
        }


@dataclass(frozen=True)
class Section:
    """Questions of one clinical domain, asked together."""

    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A choice of the clinic's own between readings of the sources that can each be defended (D1 ...)."""

    id: str
    choice: str
    why: str
    alternative: str


@dataclass(frozen=True)
class Questionnaire:
    """All sections in the order they are asked, and the decisions their findings rest on."""

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
        """SHA-256, in hexadecimal digits, of everything the rule set says but its version, in one canonical form of
        JSON (keys sorted, no spaces, ASCII): equal on every machine and run, different when any word or level is."""
        canonical = json.dumps(self._content(), ensure_ascii=True, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def written(self) -> dict[str, Any]:
        """The whole rule set as JSON values; `screening.ruleset` reads it back."""
        return {"format": FORMAT, "version": self.version, "fingerprint": self.fingerprint, **self._content()}

    def _content(self) -> dict[str, Any]:
        sections = [
            {"id": section.id, "title": section.title, "questions": [q.written() for q in section.questions]}
            for section in self.sections
        ]
        return {"decisions": [asdict(decision) for decision in self.decisions], "sections": sections}
