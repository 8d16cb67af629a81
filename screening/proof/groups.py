"""What is known of answer sets that are counted together, and what a proof may ask about them. Pure."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from enum import Enum
from typing import Generic, NamedTuple, TypeVar

from screening.assessment import disposition_of
from screening.vocabulary.dispositions import Disposition, Level

# The answers to one question, one for each track.
TrackAnswers = tuple[object, ...]
# Whether each track asks the question; None when a track cannot know it yet.
Asked = tuple[bool | None, ...]


class LeaveOut(Enum):
    """Returned by `Property.add` for answer sets that are not to be counted."""

    LEAVE_OUT = "leave out"


LEAVE_OUT = LeaveOut.LEAVE_OUT

Value = TypeVar("Value", bound=Hashable)
Tag = TypeVar("Tag", bound=Hashable)


@dataclass(frozen=True)
class Property(Generic[Value, Tag]):
    """Something to know about each answer set, besides its disposition, such as whether one of its answers is urgent.

    `start` is its value for the empty answer set. `tag(question_id, answers)` reduces the answers to one question to
    what matters. `add(value, tag, asked)` returns the value with that question added, or LEAVE_OUT.
    """

    start: Value
    tag: Callable[[str, TrackAnswers], Tag]
    add: Callable[[Value, Tag, Asked], Value | LeaveOut]


class State(NamedTuple):
    """All that still matters of an answer set in one track."""

    worst: Level = Level.CLEAR
    is_unfinished: bool = False
    has_ended: bool = False
    # The answers that later conditions read, each reduced to the choices they read.
    answers_read_later: tuple[tuple[str, tuple[str, ...] | None], ...] = ()

    @property
    def disposition(self) -> Disposition:
        return disposition_of(self.worst, is_unfinished=self.is_unfinished, has_ended=self.has_ended)


class Example(NamedTuple):
    """The answers of an example that are not plain, linked from the last to the first."""

    before: "Example | None"
    question_id: str
    answers: TrackAnswers


@dataclass(slots=True)
class Group:
    """Answer sets counted together. `cost` says how far its simplest example is from plain answers."""

    count: int
    cost: int
    last_answer: Example | None

    def example(self, track: int = 0) -> dict[str, object]:
        """The answers of the simplest example that are not plain."""
        answers: dict[str, object] = {}
        link = self.last_answer
        while link:
            answers[link.question_id] = link.answers[track]
            link = link.before
        return dict(reversed(answers.items()))


class Effect(NamedTuple):
    """What one answer changes in the state of a track."""

    worst: Level = Level.CLEAR
    is_unanswered: bool = False
    is_last_asked: bool = False


class AnswerKind(NamedTuple, Generic[Tag]):
    """Answers to one question that have equal effects and tags. `answers` is the simplest of them."""

    answers: TrackAnswers
    tag: Tag
    size: int
    cost: int


Groups = dict[tuple[Value, tuple[State, ...]], Group]
Outcomes = dict[tuple[Value, tuple[Disposition, ...]], Group]
