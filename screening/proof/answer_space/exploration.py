"""Counts every possible answer set exactly, without listing them. Pure.

`assess` combines what `judge` returns for each question, and `judge` sees one question, its answer, and whether it is
asked. So three things are enough to know of an answer set: its worst level, whether an answer is missing, and whether
the questionnaire has ended. Answer sets that are equal in these form one group, which keeps the number of its answer
sets and its simplest example.

Questions that conditions link are explored together, one after the other; until the last of them is added, a group also
keeps the answers that later conditions read. Questions that are not linked do not affect each other: their groups are
combined, each with each, and the numbers of answer sets are multiplied.

Several rule sets can be explored at the same time, each called a track. Their answers are equal, or differ on purpose.
So the same search finds the effect of a change, and proves that a worse answer never leads to a better disposition.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Generic, NamedTuple

from screening.proof.answer_space.answers import answers_to, plain_answer
from screening.proof.answer_space.groups import (
    LEAVE_OUT,
    NO_ANSWERS,
    Asked,
    Effect,
    Effects,
    Group,
    LeaveOut,
    Part,
    Property,
    Questions,
    TrackAnswers,
    Value,
    add_group,
    effects_of,
)
from screening.proof.answer_space.links import linked_questions
from screening.vocabulary.conditions import ALWAYS, is_missing
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

# Stands for an answer that no later condition reads.
IRRELEVANT = ("another answer",)

AnswersFor = Callable[[Questions], Iterable[TrackAnswers]]
# (value of the property, effects) -> the answer sets that have them.
Groups = dict[tuple[Value, Effects], Group]
# (value of the property, disposition in each track) -> the answer sets that have them.
Outcomes = dict[tuple[Value, tuple[Disposition, ...]], Group]
# Question id -> the choices of it that later conditions read.
ChoicesRead = Mapping[str, frozenset[str]]
# The ids of questions that later conditions read, each with the choices of its answer that they read.
AnswersRead = tuple[tuple[str, tuple[str, ...] | None], ...]


class AnswerKind(NamedTuple, Generic[Value]):
    """Answers to one question that make no difference to each other, however it is asked."""

    # How it is asked -> the value of the property, and the effects.
    outcomes: dict[Asked, tuple[Value | LeaveOut, Effects]]
    # For each track.
    read_later: tuple[AnswersRead, ...]
    group: Group


def every_answer(questions: Questions) -> Iterator[TrackAnswers]:
    """Every answer, the same in each track."""
    for answer in answers_to(next(question for question in questions if question)):
        yield (answer,) * len(questions)


ONLY_THE_DISPOSITION: Property[None] = Property(None, lambda part: None, lambda value, other: None)


def explore(
    tracks: Sequence[Questionnaire],
    answers_for: AnswersFor = every_answer,
    given: Mapping[str, Sequence[TrackAnswers]] | None = None,
) -> dict[tuple[Disposition, ...], Group]:
    """Disposition in each track -> the answer sets that lead to it.

    `answers_for(questions)` gives the answers to explore; `given` replaces them for the questions with these ids.
    Raises graphlib.CycleError for conditions in a circle.
    """
    outcomes = explore_with(ONLY_THE_DISPOSITION, tracks, answers_for, given)
    return {dispositions: group for (_, dispositions), group in outcomes.items()}


def explore_with(
    prop: Property[Value],
    tracks: Sequence[Questionnaire],
    answers_for: AnswersFor = every_answer,
    given: Mapping[str, Sequence[TrackAnswers]] | None = None,
) -> Outcomes[Value]:
    """(value of the property, disposition in each track) -> the answer sets that lead to it, like `explore`."""
    given = given or {}

    def given_or_any(questions: Questions) -> Iterable[TrackAnswers]:
        id_ = _id(questions)
        return given[id_] if id_ in given else answers_for(questions)

    groups: Groups[Value] = {(prop.start, (Effect(),) * len(tracks)): NO_ANSWERS}
    for linked in linked_questions(tracks):
        if any(_id(questions) in given for questions in linked):
            groups = _combined(prop, groups, _explored(prop, linked, given_or_any))
        else:
            groups = _combined(prop, groups, _explored_once(prop, linked, answers_for))
    outcomes: Outcomes[Value] = {}
    for (value, effects), group in groups.items():
        add_group(outcomes, (value, tuple(effect.disposition for effect in effects)), group, NO_ANSWERS)
    return outcomes


def _explored(prop: Property[Value], linked: tuple[Questions, ...], answers_for: AnswersFor) -> Groups[Value]:
    tracks = len(linked[0])
    groups: dict[tuple[Value, Effects, tuple[AnswersRead, ...]], Group] = {
        (prop.start, (Effect(),) * tracks, ((),) * tracks): NO_ANSWERS
    }
    for number, questions in enumerate(linked):
        choices_read = [_choices_read([later[track] for later in linked[number + 1 :]]) for track in range(tracks)]
        kinds = _answer_kinds(prop, questions, answers_for(questions), choices_read)
        after: dict[tuple[Value, Effects, tuple[AnswersRead, ...]], Group] = {}
        for (value, effects, answers_read), group in groups.items():
            asked = tuple(
                question.ask_when.holds(dict(answers)) if question else False
                for question, answers in zip(questions, answers_read, strict=True)
            )
            earlier = tuple(map(_still_read, answers_read, choices_read))
            for kind in kinds:
                own_value, own_effects = kind.outcomes[asked]
                value_after = LEAVE_OUT if own_value is LEAVE_OUT else prop.together(value, own_value)
                if value_after is not LEAVE_OUT:
                    effects_after = tuple(map(Effect.together, effects, own_effects))
                    read_after = tuple(read + own for read, own in zip(earlier, kind.read_later, strict=True))
                    add_group(after, (value_after, effects_after, read_after), group, kind.group)
        groups = after
    # No condition is left to read an answer.
    return {(value, effects): group for (value, effects, _), group in groups.items()}


# Most questions are the same in many explorations of the same property.
_explored_once = lru_cache(maxsize=4096)(_explored)


def forget() -> None:
    """Forget what was explored: for tests that change how answers are judged."""
    _explored_once.cache_clear()
    effects_of.cache_clear()


def _combined(prop: Property[Value], groups: Groups[Value], others: Groups[Value]) -> Groups[Value]:
    combined: Groups[Value] = {}
    for (value, effects), group in groups.items():
        for (other_value, other_effects), other in others.items():
            value_of_both = prop.together(value, other_value)
            if value_of_both is not LEAVE_OUT:
                effects_of_both = tuple(map(Effect.together, effects, other_effects))
                add_group(combined, (value_of_both, effects_of_both), group, other)
    return combined


def _answer_kinds(
    prop: Property[Value],
    questions: Questions,
    every: Iterable[TrackAnswers],
    choices_read: Sequence[ChoicesRead],
) -> list[AnswerKind[Value]]:
    id_ = _id(questions)
    plain = plain_answer(next(question for question in questions if question))
    ways_to_be_asked = list(product(*map(_ways_to_be_asked, questions)))
    effects_in_tracks = [effects_of(question) for question in questions]
    kinds: dict[Hashable, AnswerKind[Value]] = {}
    for answers in every:
        outcomes = []
        for asked in ways_to_be_asked:
            effects = tuple(
                effect(answer, is_asked)
                for effect, answer, is_asked in zip(effects_in_tracks, answers, asked, strict=True)
            )
            outcomes.append((prop.of(Part(questions, answers, asked, effects)), effects))
        read_later = tuple(
            ((id_, _part_read(answer, read[id_])),) if id_ in read else ()
            for answer, read in zip(answers, choices_read, strict=True)
        )
        key = (*outcomes, read_later)
        if key not in kinds:
            kinds[key] = AnswerKind(dict(zip(ways_to_be_asked, outcomes, strict=True)), read_later, Group())
        cost = sum(_cost(answer, plain) for answer in answers)
        kinds[key].group.add(1, cost, ((id_, answers),) if cost else ())
    return list(kinds.values())


def _id(questions: Questions) -> str:
    return next(question.id for question in questions if question)


def _ways_to_be_asked(question: Question | None) -> tuple[bool | None, ...]:
    if question is None:
        return (False,)
    return (True,) if question.ask_when == ALWAYS else (True, None, False)


def _cost(answer: object, plain: object) -> int:
    if answer == plain:
        return 0
    return len(answer) if isinstance(answer, list) else 1


def _choices_read(questions: Iterable[Question | None]) -> ChoicesRead:
    read: dict[str, frozenset[str]] = {}
    for question in questions:
        for part in question.ask_when.parts if question else ():
            read[part.question] = read.get(part.question, frozenset()).union(part.choices)
    return read


def _part_read(answer: object, choices_read: frozenset[str]) -> tuple[str, ...] | None:
    """The part of an answer that makes a difference to later conditions."""
    if is_missing(answer):
        return None
    values = answer if isinstance(answer, list | tuple) else (answer,)
    return tuple(sorted(choices_read.intersection(values))) or IRRELEVANT


def _still_read(answers: AnswersRead, choices_read: ChoicesRead) -> AnswersRead:
    return tuple((id_, _part_read(part, choices_read[id_])) for id_, part in answers if id_ in choices_read)
