"""Counts complete answer sets by disposition, and checks the counting against answer sets assessed one by one. Pure."""

import random
from collections import Counter
from itertools import combinations, product

from screening.assessment import assess
from screening.proof.answer_space import explore, explore_with
from screening.proof.answers import NO_ANSWER, UNKNOWN_VALUE, answers_to, has_unknown_value, plain_answer
from screening.proof.groups import LEAVE_OUT, Asked, LeaveOut, Property, TrackAnswers
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

# The random boxes: their seed, their number, how many questions of each have several answers, and how many.
SEED, BOXES, SIDES, VALUES = 20_261_122, 40, 6, 3

# Question id -> some answers to it. The answer sets of a box are all their combinations.
Box = dict[str, list[object]]


class Disagreement(AssertionError):
    """Counting gives other dispositions than `assess`, so the proof cannot be trusted."""


def complete_answer_sets(questionnaire: Questionnaire) -> dict[Disposition, int]:
    """How many complete answer sets, made of choices on offer, lead to each disposition."""

    def answers_for(question_id: str) -> list[TrackAnswers]:
        question = questionnaire.by_id[question_id]
        return [(NO_ANSWER,)] if question.asked_within else [(answer,) for answer in answers_to(question)]

    def tag(question_id: str, answers: TrackAnswers) -> str:
        if questionnaire.by_id[question_id].asked_within:
            return "has no page"
        return "missing" if answers[0] is NO_ANSWER else "unknown" if has_unknown_value(answers[0]) else "answered"

    def add(value: None, tag: str, asked: Asked) -> LeaveOut | None:
        belongs = {"has no page": True, "missing": asked[0] is False, "answered": asked[0] is True}
        return value if belongs.get(tag, False) else LEAVE_OUT

    outcomes = explore_with(Property(None, tag, add), [questionnaire], answers_for)
    return {disposition: group.count for (_, (disposition,)), group in outcomes.items()}


def cross_check(questionnaire: Questionnaire) -> int:
    """Assess answer sets one by one and compare with the counting; returns how many. Raises Disagreement.

    Every pair of answers to two questions (of a select-all question: single choices) with plain answers to all others,
    and random boxes from a fixed seed.
    """
    plain: Box = {q.id: [NO_ANSWER if q.is_follow_up else plain_answer(q)] for q in questionnaire.questions}
    single = {question.id: _single_answers(question) for question in questionnaire.questions}
    pairs = [plain | {first: single[first], second: single[second]} for first, second in combinations(single, 2)]
    return sum(_compare(questionnaire, box) for box in [*pairs, *_random_boxes(questionnaire)])


def _random_boxes(questionnaire: Questionnaire) -> list[Box]:
    generator = random.Random(SEED)  # noqa: S311 (not a secret)
    every = {question.id: answers_to(question) for question in questionnaire.questions}
    boxes = []
    for _ in range(BOXES):
        box = {question_id: [generator.choice(answers)] for question_id, answers in every.items()}
        for question_id in generator.sample(sorted(every), min(SIDES, len(every))):
            box[question_id] = generator.sample(every[question_id], min(VALUES, len(every[question_id])))
        boxes.append(box)
    return boxes


def _compare(questionnaire: Questionnaire, box: Box) -> int:
    one_by_one = Counter(
        assess(dict(zip(box, answers, strict=True)), questionnaire).disposition for answers in product(*box.values())
    )
    groups = explore([questionnaire], lambda question_id: [(answer,) for answer in box[question_id]])
    counted = {disposition: group.count for (disposition,), group in groups.items()}
    if counted != dict(one_by_one):
        raise Disagreement(f"{counted} is not {dict(one_by_one)} for {box}")
    return one_by_one.total()


def _single_answers(question: Question) -> list[object]:
    choices = [[choice] for choice in question.by_id] if question.select_all else question.by_id
    return [NO_ANSWER, *choices, UNKNOWN_VALUE]
