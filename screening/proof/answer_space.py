"""Every answer set at once, counted exactly without listing them. Pure.

`assess` puts together what `judge` says of each question, and `judge` sees one question, its answer and whether it is
asked. So answer sets that agree on the worst level so far, on whether something is unanswered, on whether the
questionnaire has ended, and on the answers that a later condition still reads, cannot differ any more. Going through
the questions once and keeping such groups, each with its size and its plainest example, covers the whole space: nearly
10 to the 38th answer sets, as a few thousand groups.

Several rule sets can walk side by side ("tracks"), with the same answers or with answers that differ on purpose: so the
effect of a change, and that nothing worse ever leads to something better, are found in the same way.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from screening.assessment import disposition_of, judge
from screening.vocabulary.conditions import is_missing
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questions import Question, Questionnaire

SILENCE = None
UNKNOWN = "a value that is not on offer"
OTHER = ("another answer",)  # given, but of no meaning to any condition that is still to come

Values = tuple[Any, ...]  # the answer to one question, one for each track
Asked = tuple[bool | None, ...]  # whether each track asks it
Label = Callable[[str, Values], Hashable]
Fold = Callable[[Any, Any, Asked], Any]  # (mark so far, label, asked) -> mark, or DROP to leave this answer set out
DROP = object()


class Group(NamedTuple):
    """Where one track stands: the worst level so far, and what is still open."""

    worst: Level = Level.CLEAR
    is_unfinished: bool = False
    has_ended: bool = False
    remembered: tuple[tuple[str, tuple[str, ...] | None], ...] = ()

    @property
    def disposition(self) -> Disposition:
        return disposition_of(self.worst, is_unfinished=self.is_unfinished, has_ended=self.has_ended)


@dataclass(slots=True)
class Reached:
    """How many answer sets lead here, and the plainest of them: its cost, and its answers that are not plain as a chain
    of (chain before, question id, values)."""

    count: int
    cost: int
    chain: Any

    def example(self, track: int = 0) -> dict[str, object]:
        """The answers of the plainest example that are not plain."""
        answers: dict[str, object] = {}
        chain = self.chain
        while chain:
            chain, question_id, values = chain
            answers[question_id] = values[track]
        return dict(reversed(answers.items()))


class Kind(NamedTuple):
    """Answers to one question that no rule set, condition or label tells apart; `values` is the plainest of them."""

    values: Values
    label: Hashable
    size: int
    cost: int


def answers_to(question: Question) -> list[object]:
    """Every answer: silence, each choice, a value that is not on offer; for a tick-all question every set of these."""
    values = [choice.id for choice in question.choices] + [UNKNOWN]
    if not question.select_all:
        return [SILENCE, *values]
    return [SILENCE, *(list(ticks) for size in range(1, len(values) + 1) for ticks in combinations(values, size))]


def plain_answer(question: Question) -> object:
    """The answer with nothing to report: the first that is clear."""
    clear = [choice for choice in question.choices if choice.level is Level.CLEAR] or question.choices
    alone = [choice for choice in clear if choice.excludes_others] or clear
    return [alone[0].id] if question.select_all else alone[0].id


def explore(
    tracks: Sequence[Questionnaire],
    values_of: Callable[[str], Iterable[Values]],
    label: Label = lambda question_id, values: None,
    fold: Fold = lambda mark, label, asked: mark,
    mark: Any = None,
) -> dict[tuple[Any, tuple[Disposition, ...]], Reached]:
    """(mark, disposition on each track) -> how many answer sets lead there, with an example.

    `values_of(question_id)` gives the answers to go through. `label` says of each what `fold` has to know; `fold` adds
    it to the mark. Raises graphlib.CycleError when conditions go in a circle.
    """
    groups = {(mark, tuple(Group() for _ in tracks)): Reached(1, 0, None)}
    order = _order(tracks)
    for number, question_id in enumerate(order):
        questions = [track.by_id.get(question_id) for track in tracks]
        later = [_read_later(track, order[number + 1 :]) for track in tracks]
        needed = [read.get(question_id, frozenset()) for read in later]
        kinds = _kinds(question_id, questions, values_of(question_id), label, needed)
        groups = _step(groups, question_id, questions, kinds, fold, later)
    reached: dict[tuple[Any, tuple[Disposition, ...]], Reached] = {}
    for (mark_reached, states), found in groups.items():
        _add(reached, (mark_reached, tuple(state.disposition for state in states)), found)
    return reached


def _step(
    groups: dict[Any, Reached],
    question_id: str,
    questions: Sequence[Question | None],
    kinds: Sequence[Kind],
    fold: Fold,
    later: Sequence[dict[str, frozenset[str]]],
) -> dict[Any, Reached]:
    after: dict[Any, Reached] = {}
    judged: dict[tuple[int, int, bool | None], tuple[Level, bool, bool]] = {}
    for (mark, states), found in groups.items():
        asked = tuple(
            question.ask_when.holds(dict(state.remembered)) if question else False
            for question, state in zip(questions, states, strict=True)
        )
        for number, kind in enumerate(kinds):
            marked = fold(mark, kind.label, asked)
            if marked is DROP:
                continue
            nexts = []
            for track, (question, state) in enumerate(zip(questions, states, strict=True)):
                key = (track, number, asked[track])
                if key not in judged:
                    judged[key] = _judged(question, kind.values[track], asked[track])
                level, is_unanswered, is_last_asked = judged[key]
                nexts.append(
                    Group(
                        max(state.worst, level),
                        state.is_unfinished or is_unanswered,
                        state.has_ended or is_last_asked,
                        _remembered(state, question_id, kind.values[track], later[track]),
                    )
                )
            chain = (found.chain, question_id, kind.values) if kind.cost else found.chain
            _add(after, (marked, tuple(nexts)), Reached(found.count * kind.size, found.cost + kind.cost, chain))
    return after


def _add(groups: dict[Any, Reached], key: Any, found: Reached) -> None:
    known = groups.get(key)
    if known is None:
        groups[key] = Reached(found.count, found.cost, found.chain)
        return
    known.count += found.count
    if found.cost < known.cost:
        known.cost, known.chain = found.cost, found.chain


def _judged(question: Question | None, answer: object, asked: bool | None) -> tuple[Level, bool, bool]:
    if question is None:
        return Level.CLEAR, False, False
    judgment = judge(question, answer, asked)
    worst = max((found.level for found in judgment.findings), default=Level.CLEAR)
    return worst, judgment.is_unanswered, judgment.is_last_asked


def _kinds(
    question_id: str,
    questions: Sequence[Question | None],
    values: Iterable[Values],
    label: Label,
    needed: Sequence[frozenset[str]],
) -> list[Kind]:
    declared = next(question for question in questions if question)
    plain = plain_answer(declared)
    kinds: dict[Hashable, Kind] = {}
    for one in values:
        labelled = label(question_id, one)
        effects = tuple(
            (*(_judged(question, answer, asked) for asked in (True, None, False)), _reduced(answer, read))
            for question, answer, read in zip(questions, one, needed, strict=True)
        )
        cost = sum(0 if answer == plain else len(answer) if isinstance(answer, list) else 1 for answer in one)
        known = kinds.get((labelled, effects))
        plainest = one if known is None or cost < known.cost else known.values
        least = cost if known is None else min(cost, known.cost)
        kinds[(labelled, effects)] = Kind(plainest, labelled, 1 + (known.size if known else 0), least)
    return list(kinds.values())


def _reduced(answer: Any, read: frozenset[str]) -> tuple[str, ...] | None:
    """As much of an answer as a condition can tell: `read` are the choices that conditions still to come wait for."""
    if is_missing(answer):
        return None
    given = answer if isinstance(answer, list | tuple) else (answer,)
    return tuple(sorted(read.intersection(given))) or OTHER


def _remembered(
    state: Group, question_id: str, answer: object, later: dict[str, frozenset[str]]
) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
    if not later:
        return ()
    kept = [(known, _reduced(given, later[known])) for known, given in state.remembered if known in later]
    if question_id in later:
        kept.append((question_id, _reduced(answer, later[question_id])))
    return tuple(kept)


def _read_later(track: Questionnaire, later: Sequence[str]) -> dict[str, frozenset[str]]:
    """question id -> the choices that conditions of the questions in `later` wait for."""
    read: dict[str, frozenset[str]] = {}
    for question_id in later:
        if question_id in track.by_id:
            for part in track.by_id[question_id].ask_when.parts:
                read[part.question] = read.get(part.question, frozenset()).union(part.choices)
    return read


def _order(tracks: Sequence[Questionnaire]) -> list[str]:
    """All question ids, each behind those its condition reads; as declared where that will do."""
    order = [question.id for question in tracks[-1].questions]
    for track in tracks[:-1]:
        for before, here in pairwise(["", *(question.id for question in track.questions)]):
            if here not in order:
                order.insert(order.index(before) + 1 if before else 0, here)
    reads = {
        question_id: {
            part.question
            for track in tracks
            if question_id in track.by_id
            for part in track.by_id[question_id].ask_when.parts
        }
        for question_id in order
    }
    if all(read in order[:number] for number, one in enumerate(order) for read in reads[one]):
        return order
    return list(TopologicalSorter(reads).static_order())
