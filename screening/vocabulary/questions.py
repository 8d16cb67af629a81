"""The parts of a questionnaire as frozen values: finding, choice, question, section.

They only declare. `screening.proof.faults` checks whether they fit together, and `manage.py check` reports what it
finds. Texts are plain English strings on purpose: they are part of what a clinician signs, and of the fingerprint
(docs/decisions/0003).
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from screening.vocabulary.conditions import ALWAYS, Condition
from screening.vocabulary.dispositions import Level, UrgentCause


@dataclass(frozen=True, slots=True)
class Finding:
    """What a choice leads to: its level, the words the person reads, and the clinic's decisions behind it (D1 ...).

    Every urgent finding has an `urgent_cause`, and no other has one.
    """

    level: Level
    words: str
    decisions: tuple[str, ...] = ()
    urgent_cause: UrgentCause | None = None


def note(words: str, *decisions: str) -> Finding:
    """Never blocks a booking; the words are shown with a result that leads to the clinic."""
    return Finding(Level.NOTE, words, decisions)


def talk_first(words: str, *decisions: str) -> Finding:
    """A clinician talks with the person before anything is booked."""
    return Finding(Level.TALK_FIRST, words, decisions)


def not_now(words: str, *decisions: str) -> Finding:
    """A contraindication at present: no booking."""
    return Finding(Level.NOT_NOW, words, decisions)


def urgent(words: str, *decisions: str, cause: UrgentCause) -> Finding:
    """The person needs help now, and the questionnaire ends."""
    return Finding(Level.URGENT, words, decisions, cause)


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
    def is_clear(self) -> bool:
        """Whether it leads to nothing, not even to the end of the questionnaire."""
        return self.finding is None and not self.is_last_asked

    @cached_property
    def is_last_asked(self) -> bool:
        return self.ends_questionnaire or self.level is Level.URGENT

    def as_json(self) -> dict[str, Any]:
        """With the keys of the current format."""
        cause = self.finding.urgent_cause if self.finding else None
        return {
            "id": self.id,
            "text": self.text,
            "level": str(self.level),
            "urgent_cause": str(cause or ""),
            "words": self.finding.words if self.finding else "",
            "decisions": list(self.finding.decisions) if self.finding else [],
            "excludes_others": self.excludes_others,
            "ends_questionnaire": self.ends_questionnaire,
        }


NOT_SURE, PREFER_NOT, NONE = "not_sure", "prefer_not", "none"


def not_sure(topic: str, to_do: str) -> Choice:
    """`to_do` is a sentence that says how the person could find out."""
    words = f"You were not sure about {topic}. That is okay. A clinician can help you find out before you book. {to_do}"
    return Choice(NOT_SURE, "Not sure", talk_first(words))


def prefer_not(topic: str) -> Choice:
    words = (
        f"You chose not to answer about {topic}. That is your choice. "
        "A clinician will need to ask in private before any treatment. "
        "You can think ahead about what you feel safe to share."
    )
    return Choice(PREFER_NOT, "Prefer not to say", talk_first(words))


@dataclass(frozen=True)
class Question:
    """One question as a person reads it, with everything each answer leads to.

    `id` is stored with every answer (FHIR linkId): never renamed, never reused. `topic` completes "about ...".
    `criterion` and `sources` (ids of content/sources.yaml) show a clinician the basis of the levels; where there is no
    source, `no_source_because` says why.
    `listed`: the signs or events the text asks about, shown below it, one a line.
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
    listed: tuple[str, ...] = ()
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

    @cached_property
    def can_be_urgent(self) -> bool:
        return any(choice.level is Level.URGENT for choice in self.choices)

    @cached_property
    def can_be_last(self) -> bool:
        """Whether an answer to it can end the questionnaire."""
        return any(choice.is_last_asked for choice in self.choices)

    @property
    def is_follow_up(self) -> bool:
        """Whether it is asked only of people whose earlier answers call for it."""
        return bool(self.ask_when.parts)

    def as_json(self) -> dict[str, Any]:
        """With the keys of the current format."""
        return {
            "id": self.id,
            "topic": self.topic,
            "text": self.text,
            "listed": list(self.listed),
            "hint": self.hint,
            "why": self.why,
            "criterion": self.criterion,
            "sources": list(self.sources),
            "no_source_because": self.no_source_because,
            "ask_when": self.ask_when.as_json(),
            "asked_within": self.asked_within,
            "select_all": self.select_all,
            "shows_crisis_lines": self.shows_crisis_lines,
            "choices": [choice.as_json() for choice in self.choices],
        }


@dataclass(frozen=True)
class Section:
    """The questions of one clinical domain, asked together.

    `screens` groups the ids of questions that stand on one page, in the order of `questions`. A question that no group
    names has a page of its own, and so has every follow-up.
    """

    id: str
    title: str
    questions: tuple[Question, ...]
    screens: tuple[tuple[str, ...], ...] = ()
