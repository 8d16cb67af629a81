"""The vocabulary of the questionnaire: finding, choice, question, section, questionnaire.

A declaration is a frozen value that is checked where it is written: an id used twice, a condition on a question that
comes later, a choice without words stop the import with a sentence. Words are plain English strings on purpose: they
are part of what a clinician signs, and of the fingerprint (docs/decisions/0003).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from screening.conditions import ALWAYS, Condition
from screening.dispositions import Level


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
    `criterion` and `sources` (ids of content/sources.yaml) tell a clinician what the levels rest on.
    `tick_all`: any number of choices. `shows_crisis_lines`: any answer but a clear one puts them on top of the result.
    `asked_within`: this question has no page, a tick of that other question asks it; an answer given to it counts.
    """

    id: str
    topic: str
    text: str
    choices: tuple[Choice, ...]
    criterion: str
    sources: tuple[str, ...] = ()
    why: str = ""
    hint: str = ""
    ask_when: Condition = ALWAYS
    tick_all: bool = False
    shows_crisis_lines: bool = False
    asked_within: str = ""
    by_id: dict[str, Choice] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_id = {choice.id: choice for choice in self.choices}
        if len(by_id) != len(self.choices):
            raise ValueError(f"{self.id}: a choice id stands twice")
        if not all((self.text, self.topic, self.criterion)) or not all(choice.text for choice in self.choices):
            raise ValueError(f"{self.id}: text, topic, criterion and the text of every choice are needed")
        object.__setattr__(self, "by_id", by_id)

    def read(self, answer: object) -> tuple[tuple[object, Choice | None], ...]:
        """Each value of `answer` with the choice it names, or None for a value that is not on offer.

        A list given to a single-choice question is one value that is not on offer, whatever it holds.
        """
        if isinstance(answer, str):  # by far the most common
            return ((answer, self.by_id.get(answer)),)
        ticks = answer if self.tick_all and isinstance(answer, list | tuple) else (answer,)
        unique = [tick for number, tick in enumerate(ticks) if tick not in ticks[:number]]
        return tuple((tick, self.by_id.get(tick) if isinstance(tick, str) else None) for tick in unique)

    @property
    def slug(self) -> str:
        """The id as it stands in an address."""
        return self.id.replace("_", "-")


@dataclass(frozen=True)
class Section:
    """Questions of one clinical domain, asked together."""

    id: str
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """All sections in the order they are asked. Raises ValueError for an id used twice or a condition that cannot be
    decided when its question comes up."""

    version: str
    sections: tuple[Section, ...]

    def __post_init__(self) -> None:
        seen: dict[str, Question] = {}
        for question in self.questions:
            if question.id in seen:
                raise ValueError(f"{question.id}: a question id stands twice")
            if late := question.ask_when.questions - seen.keys():
                raise ValueError(f"{question.id}: ask_when reads {sorted(late)}, asked later or never")
            if question.asked_within and question.id not in seen[question.asked_within].by_id:
                raise ValueError(f"{question.id}: no tick of {question.asked_within} asks it")
            seen[question.id] = question

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_id(self) -> dict[str, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def by_slug(self) -> dict[str, Question]:
        return {question.slug: question for question in self.questions if not question.asked_within}

    @cached_property
    def position(self) -> dict[str, int]:
        return {question.id: number for number, question in enumerate(self.questions)}

    def section_of(self, question: Question) -> Section:
        return next(section for section in self.sections if question in section.questions)

    @cached_property
    def decisions(self) -> frozenset[str]:
        """The clinic's own decisions (D1 ...) that any finding rests on."""
        return frozenset(
            decision
            for question in self.questions
            for choice in question.choices
            if choice.finding
            for decision in choice.finding.decisions
        )

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical form: equal on every machine and run, different when any word or level is."""
        canonical = json.dumps(list(self._canonical()), ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    def _canonical(self) -> Iterator[object]:
        for section in self.sections:
            yield [section.id, section.title]
            for q in section.questions:
                yield [q.id, q.topic, q.text, q.why, q.hint, str(q.ask_when), q.tick_all, q.asked_within]
                yield [q.shows_crisis_lines, q.criterion, q.sources]
                for c in q.choices:
                    words, decisions = (c.finding.words, c.finding.decisions) if c.finding else ("", ())
                    yield [c.id, c.text, str(c.level), words, decisions, c.excludes_others, c.is_last_asked]
