"""Counts every possible answer set exactly, without listing them. Pure.

`assess` combines what `judge` returns for each question, and `judge` sees one question, its answer, and whether it is
asked. So four things are enough to know of an answer set: its worst level so far, whether an answer is missing, whether
the questionnaire has ended, and the answers that later conditions read. Answer sets that are equal in these form one
group. The questions are added one after the other; each group keeps its number of answer sets and its simplest example.
That covers nearly 10 to the 38th answer sets with a few thousand groups.

Several rule sets can be explored at the same time, each called a track. Their answers are equal, or differ on purpose.
So the same search finds the effect of a change, and proves that a worse answer never leads to a better disposition.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import pairwise
from typing import TypeVar

from screening.assessment import judge
from screening.proof.answers import plain_answer
from screening.proof.groups import (
    LEAVE_OUT,
    AnswerKind,
    Effect,
    Example,
    Group,
    Groups,
    Outcomes,
    Property,
    State,
    Tag,
    TrackAnswers,
    Value,
)
from screening.vocabulary.conditions import is_missing
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

# Stands for an answer that no later condition reads.
IRRELEVANT = ("another answer",)

# Question id -> the choices of it that later conditions read.
ChoicesRead = Mapping[str, frozenset[str]]


def explore(
    tracks: Sequence[Questionnaire], answers_for: Callable[[str], Iterable[TrackAnswers]]
) -> dict[tuple[Disposition, ...], Group]:
    """Disposition in each track -> the answer sets that lead to it.

    `answers_for(question_id)` gives the answers to explore. Raises graphlib.CycleError for conditions in a circle.
    """
    nothing: Property[None, None] = Property(None, lambda question_id, answers: None, lambda value, tag, asked: None)
    outcomes = explore_with(nothing, tracks, answers_for)
    return {dispositions: group for (_, dispositions), group in outcomes.items()}


def explore_with(
    prop: Property[Value, Tag], tracks: Sequence[Questionnaire], answers_for: Callable[[str], Iterable[TrackAnswers]]
) -> Outcomes[Value]:
    """(value of the property, disposition in each track) -> the answer sets that lead to it, like `explore`."""
    groups: Groups[Value] = {(prop.start, tuple(State() for _ in tracks)): Group(1, 0, None)}
    order = _question_order(tracks)
    for number, question_id in enumerate(order):
        questions = [track.by_id.get(question_id) for track in tracks]
        read_later = [_choices_read(track, order[number + 1 :]) for track in tracks]
        kinds = _answer_kinds(prop, question_id, questions, answers_for(question_id), read_later)
        groups = _add_question(prop, groups, question_id, questions, kinds, read_later)
    outcomes: Outcomes[Value] = {}
    for (value, states), group in groups.items():
        _merge(outcomes, (value, tuple(state.disposition for state in states)), group)
    return outcomes


def _add_question(
    prop: Property[Value, Tag],
    groups: Groups[Value],
    question_id: str,
    questions: Sequence[Question | None],
    kinds: Sequence[AnswerKind[Tag]],
    read_later: Sequence[ChoicesRead],
) -> Groups[Value]:
    after: Groups[Value] = {}
    effects: dict[tuple[int, int, bool | None], Effect] = {}
    for (value, states), group in groups.items():
        asked = tuple(
            question.ask_when.holds(dict(state.answers_read_later)) if question else False
            for question, state in zip(questions, states, strict=True)
        )
        for number, kind in enumerate(kinds):
            value_after = prop.add(value, kind.tag, asked)
            if value_after is LEAVE_OUT:
                continue
            states_after = []
            for track, (question, state) in enumerate(zip(questions, states, strict=True)):
                # The same effect is needed for thousands of groups.
                key = (track, number, asked[track])
                if key not in effects:
                    effects[key] = _effect(question, kind.answers[track], asked[track])
                answers_read_later = _answers_read_later(state, question_id, kind.answers[track], read_later[track])
                states_after.append(_state_after(state, effects[key], answers_read_later))
            example = Example(group.last_answer, question_id, kind.answers) if kind.cost else group.last_answer
            larger = Group(group.count * kind.size, group.cost + kind.cost, example)
            _merge(after, (value_after, tuple(states_after)), larger)
    return after


Key = TypeVar("Key", bound=Hashable)


def _merge(groups: dict[Key, Group], key: Key, group: Group) -> None:
    known = groups.get(key)
    if known is None:
        groups[key] = Group(group.count, group.cost, group.last_answer)
        return
    known.count += group.count
    if group.cost < known.cost:
        known.cost, known.last_answer = group.cost, group.last_answer


def _effect(question: Question | None, answer: object, asked: bool | None) -> Effect:
    if question is None:
        return Effect()
    judgment = judge(question, answer, asked)
    worst = max((finding.level for finding in judgment.findings), default=Level.CLEAR)
    return Effect(worst, judgment.is_unanswered, judgment.is_last_asked)


def _state_after(
    state: State, effect: Effect, answers_read_later: tuple[tuple[str, tuple[str, ...] | None], ...]
) -> State:
    return State(
        max(state.worst, effect.worst),
        state.is_unfinished or effect.is_unanswered,
        state.has_ended or effect.is_last_asked,
        answers_read_later,
    )


def _answer_kinds(
    prop: Property[Value, Tag],
    question_id: str,
    questions: Sequence[Question | None],
    every_answer: Iterable[TrackAnswers],
    read_later: Sequence[ChoicesRead],
) -> list[AnswerKind[Tag]]:
    plain = plain_answer(next(question for question in questions if question))
    choices_read = [read.get(question_id, frozenset()) for read in read_later]
    kinds: dict[Hashable, AnswerKind[Tag]] = {}
    for answers in every_answer:
        tag = prop.tag(question_id, answers)
        effects = tuple(
            (*(_effect(question, answer, asked) for asked in (True, None, False)), _part_read(answer, read))
            for question, answer, read in zip(questions, answers, choices_read, strict=True)
        )
        kind = AnswerKind(answers, tag, 1, sum(_cost(answer, plain) for answer in answers))
        known = kinds.get((tag, effects))
        if known:
            simpler = kind if kind.cost < known.cost else known
            kind = simpler._replace(size=known.size + 1)
        kinds[tag, effects] = kind
    return list(kinds.values())


def _cost(answer: object, plain: object) -> int:
    if answer == plain:
        return 0
    return len(answer) if isinstance(answer, list) else 1


def _part_read(answer: object, choices_read: frozenset[str]) -> tuple[str, ...] | None:
    """The part of an answer that makes a difference to later conditions."""
    if is_missing(answer):
        return None
    values = answer if isinstance(answer, list | tuple) else (answer,)
    return tuple(sorted(choices_read.intersection(values))) or IRRELEVANT


def _answers_read_later(
    state: State, question_id: str, answer: object, read_later: ChoicesRead
) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
    if not read_later:
        return ()
    earlier = [(id_, _part_read(part, read_later[id_])) for id_, part in state.answers_read_later if id_ in read_later]
    if question_id in read_later:
        earlier.append((question_id, _part_read(answer, read_later[question_id])))
    return tuple(earlier)


def _choices_read(track: Questionnaire, question_ids: Sequence[str]) -> ChoicesRead:
    read: dict[str, frozenset[str]] = {}
    for question_id in question_ids:
        if question_id in track.by_id:
            for part in track.by_id[question_id].ask_when.parts:
                read[part.question] = read.get(part.question, frozenset()).union(part.choices)
    return read


def _question_order(tracks: Sequence[Questionnaire]) -> list[str]:
    """All question ids in an order in which each comes after those its condition reads: as declared where possible."""
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
    if all(read in order[:number] for number, question_id in enumerate(order) for read in reads[question_id]):
        return order
    return list(TopologicalSorter(reads).static_order())
