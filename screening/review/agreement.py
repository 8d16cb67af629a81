"""How the screening and the clinicians agree: what it said against what they decided, and question by question.

Counted are decisions. A number under five is told as "<5". Whatever is worked out from it (share, order, picture) takes
every such number for the same one: else somebody could work back from the share to the number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils import timezone

from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import FEWEST_SHOWN, DailyTotal, shown, sums, taken_for
from screening.submissions.states import Kind, kind_of
from screening.vocabulary.dispositions import SEVERITY, Disposition

FEWEST_TO_JUDGE = 20  # decisions; fewer say nothing about a question
LOOKED_BACK = timedelta(days=365)  # for the question that errs most


@dataclass(frozen=True)
class Piece:
    """A piece of a bar of 100."""

    kind: Kind
    start: float
    length: float


@dataclass(frozen=True)
class Judged:
    """How often clinicians agreed, tightened, loosened; every small number stands here as `taken_for` takes it."""

    agreed: int = 0
    tightened: int = 0
    loosened: int = 0

    @property
    def total(self) -> int:
        return self.agreed + self.tightened + self.loosened

    @property
    def differed(self) -> int:
        return self.tightened + self.loosened

    @property
    def share_agreed(self) -> float:
        return self.agreed / self.total if self.total else 0

    @property
    def is_enough(self) -> bool:
        return self.total >= FEWEST_TO_JUDGE

    @property
    def numbers(self) -> tuple[tuple[Kind, str], ...]:
        """As they are told."""
        return tuple((kind, shown(count)) for kind, count in self._counts())

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """A bar of 100, cut where the counts say."""
        pieces, start = [], 0.0
        for kind, count in self._counts():
            if count:
                length = 100 * count / self.total
                pieces.append(Piece(kind, round(start, 2), round(length, 2)))
                start += length
        return tuple(pieces)

    @property
    def in_words(self) -> str:
        """How often clinicians agreed, for the end of a sentence."""
        if not self.is_enough:
            return "too few decisions to tell"
        return about(self.share_agreed)

    def _counts(self) -> tuple[tuple[Kind, int], ...]:
        return (Kind.AGREE, self.agreed), (Kind.TIGHTEN, self.tightened), (Kind.LOOSEN, self.loosened)

    @classmethod
    def of(cls, counted: Iterable[tuple[Kind, int]]) -> Self:
        """From counts as they are."""
        counts = dict.fromkeys(Kind, 0)
        for kind, count in counted:
            counts[kind] += taken_for(count)
        return cls(counts[Kind.AGREE], counts[Kind.TIGHTEN], counts[Kind.LOOSEN])


@dataclass(frozen=True)
class QuestionJudged:
    """How clinicians judged what the answers to one question led to."""

    question: str
    judged: Judged

    @property
    def topic(self) -> str:
        asked = QUESTIONNAIRE.by_id.get(self.question)
        return asked.topic if asked else self.question

    @property
    def in_words(self) -> str:
        """What the first page of the desk says of it."""
        way = "mostly more careful" if self.judged.tightened > self.judged.loosened else "mostly milder"
        if self.judged.tightened == self.judged.loosened:
            way = "to both sides alike"
        return f"clinicians decide otherwise in {about(1 - self.judged.share_agreed)} of the cases, {way}"


@dataclass(frozen=True)
class Cell:
    """How often clinicians decided so where the screening said something."""

    kind: Kind
    number: str


@dataclass(frozen=True)
class Agreement:
    """The report: a table of what the screening said (rows) against what clinicians decided (columns), the mildest
    first; and the questions, first those with enough decisions to tell, where clinicians differ most on top."""

    table: tuple[tuple[Disposition, tuple[Cell, ...]], ...]
    overall: Judged
    questions: tuple[QuestionJudged, ...]

    @classmethod
    def since(cls, day: date | None) -> Self:
        """Of the decisions since `day`, or ever."""
        what = DailyTotal.What
        return cls.of(sums(what.JUDGED, since=day), sums(what.JUDGED_QUESTION, since=day))

    @classmethod
    def of(cls, decisions: Mapping[str, int], by_question: Mapping[str, int]) -> Self:
        """From counts: "screening clinician" -> decisions, "question kind" -> decisions."""
        table = tuple(
            (said, tuple(Cell(kind_of(said, done), shown(decisions.get(f"{said} {done}", 0))) for done in SEVERITY))
            for said in SEVERITY
        )
        overall = Judged.of((kind_of(*key.split(" ")), count) for key, count in decisions.items())
        return cls(table, overall, tuple(sorted(judged_questions(by_question), key=_most_differing_first)))


def judged_questions(by_question: Mapping[str, int]) -> list[QuestionJudged]:
    """One for each question there is a count of, "question kind" -> decisions."""
    found: dict[str, list[tuple[Kind, int]]] = {}
    for key, count in by_question.items():
        question, _, kind = key.rpartition(" ")
        found.setdefault(question, []).append((Kind(kind), count))
    return [QuestionJudged(question, Judged.of(counts)) for question, counts in found.items()]


def question_that_errs_most() -> QuestionJudged | None:
    """Of the last year: where clinicians differ most often, among the questions with enough decisions to tell."""
    counts = sums(DailyTotal.What.JUDGED_QUESTION, since=timezone.localdate() - LOOKED_BACK)
    enough = [one for one in judged_questions(counts) if one.judged.is_enough and one.judged.differed >= FEWEST_SHOWN]
    return min(enough, key=_most_differing_first, default=None)


def about(share: float) -> str:
    """A share in words, in steps of five percent."""
    if share in (0, 1):
        return "all" if share else "none"
    percent = 5 * round(20 * share)
    if percent == 0:
        return "less than 5%"
    return "nearly all" if percent == 100 else f"about {percent}%"


def _most_differing_first(one: QuestionJudged) -> tuple[bool, float, int, str]:
    return not one.judged.is_enough, one.judged.share_agreed, -one.judged.differed, one.question
