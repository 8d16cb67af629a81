"""How many answer sets lead where, and a check of the decomposition against answer sets assessed one by one. Pure."""

import random
from collections import Counter
from itertools import combinations, product
from typing import Any

from screening.assessment import assess
from screening.proof.answer_space import DROP, SILENCE, UNKNOWN, answers_to, explore, plain_answer
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questions import Question, Questionnaire

SEED, BOXES, SIDES, VALUES = 20_261_122, 40, 6, 3

Box = dict[str, list[object]]  # question id -> some answers; the answer sets of a box are all their combinations


class Disagreement(AssertionError):
    """The decomposition counts other dispositions than `assess` gives: the proof cannot be trusted."""


def complete_answer_sets(questionnaire: Questionnaire) -> dict[Disposition, int]:
    """How many complete answer sets, made of choices on offer, lead to each disposition."""

    def values_of(question_id: str) -> list[tuple[Any]]:
        question = questionnaire.by_id[question_id]
        return [(SILENCE,)] if question.asked_within else [(value,) for value in answers_to(question)]

    def label(question_id: str, values: tuple[Any, ...]) -> str:
        if questionnaire.by_id[question_id].asked_within:
            return "has no page"
        return "silent" if values[0] is SILENCE else "not on offer" if _is_unknown(values[0]) else "answered"

    def fits(mark: None, labelled: str, asked: tuple[bool | None, ...]) -> Any:
        wanted = {"has no page": True, "silent": asked[0] is False, "answered": asked[0] is True}
        return mark if wanted.get(labelled, False) else DROP

    reached = explore([questionnaire], values_of, label, fits)
    return {disposition: found.count for (_, (disposition,)), found in reached.items()}


def cross_check(questionnaire: Questionnaire) -> int:
    """Assess answer sets one by one and compare with the decomposition; gives how many. Raises Disagreement.

    Every pair of answers to two questions (of a tick-all question: single ticks) with nothing to report beside them,
    and boxes chosen by chance from a fixed seed.
    """
    plain: Box = {q.id: [SILENCE if q.is_follow_up else plain_answer(q)] for q in questionnaire.questions}
    few = {question.id: _single_answers(question) for question in questionnaire.questions}
    pairs = [plain | {one: few[one], other: few[other]} for one, other in combinations(few, 2)]
    return sum(_agree(questionnaire, box) for box in [*pairs, *_boxes_by_chance(questionnaire)])


def _boxes_by_chance(questionnaire: Questionnaire) -> list[Box]:
    chance = random.Random(SEED)  # noqa: S311 (not a secret)
    every = {question.id: answers_to(question) for question in questionnaire.questions}
    boxes = []
    for _ in range(BOXES):
        box = {question_id: [chance.choice(answers)] for question_id, answers in every.items()}
        for question_id in chance.sample(sorted(every), min(SIDES, len(every))):
            box[question_id] = chance.sample(every[question_id], min(VALUES, len(every[question_id])))
        boxes.append(box)
    return boxes


def _agree(questionnaire: Questionnaire, box: Box) -> int:
    one_by_one = Counter(
        assess(dict(zip(box, answers, strict=True)), questionnaire).disposition for answers in product(*box.values())
    )
    reached = explore([questionnaire], lambda question_id: [(answer,) for answer in box[question_id]])
    counted = {disposition: found.count for (_, (disposition,)), found in reached.items()}
    if counted != dict(one_by_one):
        raise Disagreement(f"{counted} is not {dict(one_by_one)} for {box}")
    return one_by_one.total()


def _single_answers(question: Question) -> list[object]:
    return [SILENCE, *([[one] for one in question.by_id] if question.select_all else question.by_id), UNKNOWN]


def _is_unknown(value: object) -> bool:
    return value == UNKNOWN or (isinstance(value, list) and UNKNOWN in value)
