"""What is known of answer sets that are counted together, and what a proof may ask about them. Pure."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from screening.assessment import disposition_of, judge
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questions import Question

# One question as each track has it; None when a track does not have it.
Questions = tuple[Question | None, ...]
# The answers to one question, one for each track.
TrackAnswers = tuple[object, ...]
# Whether each track asks the question; None when a track cannot know it yet.
Asked = tuple[bool | None, ...]


class LeaveOut(Enum):
    """The value of answer sets that are not to be counted."""

    LEAVE_OUT = "leave out"


LEAVE_OUT = LeaveOut.LEAVE_OUT

Value = TypeVar("Value", bound=Hashable)


class Effect(NamedTuple):
    """What answers add to an assessment."""

    worst: Level = Level.CLEAR
    is_unfinished: bool = False
    has_ended: bool = False

    @property
    def disposition(self) -> Disposition:
        return disposition_of(self.worst, is_unfinished=self.is_unfinished, has_ended=self.has_ended)

    def together(self, other: "Effect") -> "Effect":
        return Effect(
            self.worst if self.worst > other.worst else other.worst,
            self.is_unfinished or other.is_unfinished,
            self.has_ended or other.has_ended,
        )


# The effect in each track.
Effects = tuple[Effect, ...]


class Part(NamedTuple):
    """The answers to one question: a part of an answer set."""

    questions: Questions
    answers: TrackAnswers
    asked: Asked
    effects: Effects


@dataclass(frozen=True)
class Property(Generic[Value]):
    """Something to know about each answer set besides its disposition, such as whether one of its answers is urgent.

    `of(part)` is its value for the answers to one question; `together(value, other)` is that for two parts. Either may
    be LEAVE_OUT. `start` is the value without answers, and changes no other.
    """

    start: Value
    of: Callable[[Part], Value | LeaveOut]
    together: Callable[[Value, Value], Value | LeaveOut]


# About as many as a rule set has questions: what is remembered of a long list of choices is large.
@lru_cache(maxsize=64)
def effects_of(question: Question | None) -> Callable[[object, bool | None], Effect]:
    """A function that gives the effect of an answer. It remembers them: most invariants explore the same answers."""
    known: dict[Hashable, Effect] = {}

    def effect(answer: object, asked: bool | None) -> Effect:
        key = (tuple(answer) if isinstance(answer, list) else answer, asked)
        if key not in known:
            known[key] = _effect(question, answer, asked)
        return known[key]

    return effect


def _effect(question: Question | None, answer: object, asked: bool | None) -> Effect:
    if question is None:
        return Effect()
    judgment = judge(question, answer, asked)
    worst = max((finding.level for finding in judgment.findings), default=Level.CLEAR)
    return Effect(worst, judgment.is_unanswered, judgment.is_last_asked)


# Ids of questions, each with its answers.
Example = tuple[tuple[str, TrackAnswers], ...]


@dataclass(slots=True)
class Group:
    """Answer sets counted together.

    `cost` says how far the simplest of them is from plain answers; `not_plain` has its answers that are not plain.
    """

    count: int = 0
    cost: int = 0
    not_plain: Example = ()

    def add(self, count: int, cost: int, not_plain: Example) -> None:
        if self.count == 0 or cost < self.cost:
            self.cost, self.not_plain = cost, not_plain
        self.count += count

    def example(self, track: int = 0) -> dict[str, object]:
        """The answers of the simplest answer set that are not plain."""
        return {question_id: answers[track] for question_id, answers in self.not_plain}


# The one answer set without answers.
NO_ANSWERS = Group(1)

Key = TypeVar("Key", bound=Hashable)


def add_group(groups: dict[Key, Group], key: Key, part: Group, other: Group) -> None:
    """Add all answer sets that consist of one of `part` and one of `other`."""
    group = groups.get(key)
    if group is None:
        group = groups[key] = Group()
    group.add(part.count * other.count, part.cost + other.cost, part.not_plain + other.not_plain)
