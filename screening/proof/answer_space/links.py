"""Which questions conditions link, and an order to explore them in. Pure."""

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import pairwise

from screening.proof.answer_space.groups import Questions
from screening.vocabulary.questionnaires import Questionnaire


def linked_questions(tracks: Sequence[Questionnaire]) -> list[tuple[Questions, ...]]:
    """All questions of all tracks, those that conditions link together, directly or not, in one tuple.

    In a tuple, each question comes after those its condition reads: in the declared order where possible. Raises
    graphlib.CycleError for conditions in a circle.
    """
    order = _declared_order(tracks)
    reads = {
        question_id: {
            part.question
            for track in tracks
            if question_id in track.by_id
            for part in track.by_id[question_id].ask_when.parts
        }
        for question_id in order
    }
    if any(read not in order[:number] for number, question_id in enumerate(order) for read in reads[question_id]):
        order = [question_id for question_id in TopologicalSorter(reads).static_order() if question_id in reads]
    return [
        tuple(tuple(track.by_id.get(question_id) for track in tracks) for question_id in order if question_id in linked)
        for linked in _linked_ids(order, reads)
    ]


def _declared_order(tracks: Sequence[Questionnaire]) -> list[str]:
    """All question ids, as the last track asks them; what only another track asks comes where that track asks it."""
    order = [question.id for question in tracks[-1].questions]
    for track in tracks[:-1]:
        for before, here in pairwise(["", *(question.id for question in track.questions)]):
            if here not in order:
                order.insert(order.index(before) + 1 if before else 0, here)
    return order


def _linked_ids(order: Sequence[str], reads: Mapping[str, set[str]]) -> list[set[str]]:
    sets: list[set[str]] = []
    for question_id in order:
        linked = {question_id} | reads[question_id]
        touching = [known for known in sets if known & linked]
        sets = [known for known in sets if not known & linked] + [linked.union(*touching)]
    return sorted(sets, key=lambda linked: min(map(order.index, linked.intersection(order))))
