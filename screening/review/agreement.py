"""The agreement report: the screening's dispositions compared with the clinicians' decisions, overall and by question.

A count under five is shown as "<5". Shares, order and bars use the same blurred number for each small count, so that
nobody can work back from a share to the count.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.utils import timezone

from screening.earlier_rules import question_with
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import FEWEST_SHOWN, DailyTotal, blurred, small_number_text, sums
from screening.submissions.states import Kind, kind_of
from screening.vocabulary.dispositions import MILDEST_FIRST, Disposition

# With fewer decisions a share means nothing.
FEWEST_TO_COMPARE = 20
DISPUTE_PERIOD = timedelta(days=365)


@dataclass(frozen=True)
class BarPiece:
    """A piece of a bar that is 100 long."""

    kind: Kind
    start: float
    length: float


@dataclass(frozen=True)
class DecisionCounts:
    """How often clinicians agreed, tightened and loosened. Every small count is already blurred."""

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
        return self.total >= FEWEST_TO_COMPARE

    @property
    def numbers(self) -> tuple[tuple[Kind, str], ...]:
        return tuple((kind, small_number_text(count)) for kind, count in self._by_kind())

    @property
    def bar(self) -> tuple[BarPiece, ...]:
        pieces, start = [], 0.0
        for kind, count in self._by_kind():
            if count:
                length = 100 * count / self.total
                pieces.append(BarPiece(kind, round(start, 2), round(length, 2)))
                start += length
        return tuple(pieces)

    @property
    def as_text(self) -> str:
        """The share of agreement, for the end of a sentence."""
        if not self.is_enough:
            return "too few decisions to tell"
        return share_text(self.share_agreed)

    def _by_kind(self) -> tuple[tuple[Kind, int], ...]:
        return (Kind.AGREE, self.agreed), (Kind.TIGHTEN, self.tightened), (Kind.LOOSEN, self.loosened)

    @classmethod
    def of(cls, exact_counts: Iterable[tuple[Kind, int]]) -> Self:
        totals = dict.fromkeys(Kind, 0)
        for kind, count in exact_counts:
            totals[kind] += blurred(count)
        return cls(totals[Kind.AGREE], totals[Kind.TIGHTEN], totals[Kind.LOOSEN])


@dataclass(frozen=True)
class QuestionAgreement:
    """The decisions on submissions whose disposition rests on one question."""

    question_id: str
    counts: DecisionCounts

    @property
    def topic(self) -> str:
        question = question_with(self.question_id)
        return question.topic if question else self.question_id

    @property
    def is_still_asked(self) -> bool:
        return self.question_id in QUESTIONNAIRE.by_id

    @property
    def as_text(self) -> str:
        """A sentence for the dashboard."""
        direction = "mostly more careful" if self.counts.tightened > self.counts.loosened else "mostly milder"
        if self.counts.tightened == self.counts.loosened:
            direction = "to both sides alike"
        return f"clinicians decide otherwise in {share_text(1 - self.counts.share_agreed)} of the cases, {direction}"


@dataclass(frozen=True)
class Cell:
    """How often clinicians gave one disposition where the screening gave another."""

    kind: Kind
    number: str


@dataclass(frozen=True)
class Agreement:
    """The report.

    `table` has the screening's dispositions as rows and the clinicians' as columns, the mildest first. `questions` has
    those with enough decisions first, and the most disputed first among them.
    """

    table: tuple[tuple[Disposition, tuple[Cell, ...]], ...]
    overall: DecisionCounts
    questions: tuple[QuestionAgreement, ...]

    @classmethod
    def since(cls, day: date | None) -> Self:
        return cls.of(
            sums(DailyTotal.What.JUDGED, since=day),
            sums(DailyTotal.What.JUDGED_QUESTION, since=day),
        )

    @classmethod
    def of(cls, decisions: Mapping[str, int], by_question: Mapping[str, int]) -> Self:
        """`decisions` are counts by "screening clinician", `by_question` counts by "question kind"."""
        table = tuple((screening, tuple(_cells(screening, decisions))) for screening in MILDEST_FIRST)
        overall = DecisionCounts.of((kind_of(*key.split(" ")), count) for key, count in decisions.items())
        return cls(table, overall, tuple(sorted(agreement_by_question(by_question), key=_most_disputed_first)))


def agreement_by_question(by_question: Mapping[str, int]) -> list[QuestionAgreement]:
    """`by_question` are counts by "question kind"."""
    counts: dict[str, list[tuple[Kind, int]]] = {}
    for key, count in by_question.items():
        question_id, _, kind = key.rpartition(" ")
        counts.setdefault(question_id, []).append((Kind(kind), count))
    return [QuestionAgreement(question_id, DecisionCounts.of(pairs)) for question_id, pairs in counts.items()]


def most_disputed_question() -> QuestionAgreement | None:
    """The question of the last year on which clinicians differ most often, among those with enough decisions."""
    by_question = sums(DailyTotal.What.JUDGED_QUESTION, since=timezone.localdate() - DISPUTE_PERIOD)
    disputed = [
        question
        for question in agreement_by_question(by_question)
        if question.counts.is_enough and question.counts.differed >= FEWEST_SHOWN
    ]
    return min(disputed, key=_most_disputed_first, default=None)


def share_text(share: float) -> str:
    """A share in steps of five percent."""
    if share in (0, 1):
        return "all" if share else "none"
    percent = 5 * round(20 * share)
    if percent == 0:
        return "less than 5%"
    return "nearly all" if percent == 100 else f"about {percent}%"


def _cells(screening: Disposition, decisions: Mapping[str, int]) -> Iterable[Cell]:
    for decision in MILDEST_FIRST:
        count = decisions.get(f"{screening} {decision}", 0)
        yield Cell(kind_of(screening, decision), small_number_text(count))


def _most_disputed_first(question: QuestionAgreement) -> tuple[bool, float, int, str]:
    counts = question.counts
    return not counts.is_enough, counts.share_agreed, -counts.differed, question.question_id
