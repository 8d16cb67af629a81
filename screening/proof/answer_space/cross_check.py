"""Counts complete answer sets by disposition, and checks the counting against answer sets assessed one by one. Pure."""

import random
from collections import Counter
from itertools import combinations, product

from screening.assessment import assess
from screening.early_result import early
from screening.proof.answer_space.answers import (
    NO_ANSWER,
    UNKNOWN_VALUE,
    answers_to,
    has_unknown_value,
    plain_answer,
)
from screening.proof.answer_space.early_results import SO_FAR
from screening.proof.answer_space.exploration import explore_with
from screening.proof.answer_space.groups import LEAVE_OUT, LeaveOut, Part, Property, Questions, TrackAnswers
from screening.vocabulary.conditions import Answers
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

# The random boxes: their seed, their number, how many questions of each have several answers, and how many.
SEED, BOXES, SIDES, VALUES = 20_261_122, 24, 6, 3

# Question id -> some answers to it. The answer sets of a box are all their combinations.
Box = dict[str, list[object]]


class Disagreement(AssertionError):
    """Counting gives other dispositions than `assess`, so the proof cannot be trusted."""


def _is_complete(part: Part) -> LeaveOut | None:
    [question], [answer], [is_asked] = part.questions, part.answers, part.asked
    if question and question.asked_within:
        return None if answer is NO_ANSWER else LEAVE_OUT
    if has_unknown_value(answer) or is_asked is None:
        return LEAVE_OUT
    return None if is_asked is not (answer is NO_ANSWER) else LEAVE_OUT


COMPLETE: Property[None] = Property(None, _is_complete, lambda value, other: None)


def complete_answer_sets(questionnaire: Questionnaire) -> dict[Disposition, int]:
    """How many complete answer sets, made of choices on offer, lead to each disposition."""
    outcomes = explore_with(COMPLETE, [questionnaire])
    return {disposition: group.count for (_, (disposition,)), group in outcomes.items()}


def cross_check(questionnaire: Questionnaire) -> int:
    """Assess answer sets one by one and compare with the counting; returns how many. Raises Disagreement.

    Every pair of answers to two questions (of a select-all question: single choices) with plain answers to all others,
    and random boxes from a fixed seed.
    """
    return sum(_compare(questionnaire, box) for box in [*_pairs(questionnaire), *_random_boxes(questionnaire)])


def _plain(questionnaire: Questionnaire) -> Box:
    return {question.id: [_plain_answer(question)] for question in questionnaire.questions}


def _plain_answer(question: Question) -> object:
    return NO_ANSWER if question.is_follow_up else plain_answer(question)


def _plain_answers(questions: Questions) -> list[TrackAnswers]:
    return [tuple(_plain_answer(question) for question in questions if question)]


def _pairs(questionnaire: Questionnaire) -> list[Box]:
    plain = _plain(questionnaire)
    others = {
        question.id: [answer for answer in _single_answers(question) if answer not in plain[question.id]]
        for question in questionnaire.questions
    }
    pairs = [plain | {first: others[first], second: others[second]} for first, second in combinations(others, 2)]
    return [plain, *(plain | {question_id: answers} for question_id, answers in others.items()), *pairs]


def _random_boxes(questionnaire: Questionnaire) -> list[Box]:
    """Every second box has plain answers to most questions: random ones nearly always contain an urgent one."""
    generator = random.Random(SEED)  # noqa: S311 (not a secret)
    every = {question.id: answers_to(question) for question in questionnaire.questions}
    boxes = []
    for number in range(BOXES):
        box = {question_id: [generator.choice(answers)] for question_id, answers in every.items()}
        if number % 2:
            box = _plain(questionnaire)
        for question_id in generator.sample(sorted(every), min(SIDES, len(every))):
            box[question_id] = generator.sample(every[question_id], min(VALUES, len(every[question_id])))
        boxes.append(box)
    return boxes


def _compare(questionnaire: Questionnaire, box: Box) -> int:
    answer_sets = (dict(zip(box, answers, strict=True)) for answers in product(*box.values()))
    one_by_one = Counter(_result(answers, questionnaire) for answers in answer_sets)
    plain = _plain(questionnaire)
    given = {id_: [(answer,) for answer in answers] for id_, answers in box.items() if answers != plain[id_]}
    counted: Counter[tuple[Disposition, bool]] = Counter()
    for (so_far, (disposition,)), group in explore_with(SO_FAR, [questionnaire], _plain_answers, given).items():
        counted[disposition, so_far.leads_to_early_result(disposition)] += group.count
    if counted != one_by_one:
        raise Disagreement(f"{dict(counted)} is not {dict(one_by_one)} for {box}")
    return one_by_one.total()


def _result(answers: Answers, questionnaire: Questionnaire) -> tuple[Disposition, bool]:
    """The disposition, and whether there is an early result."""
    disposition = assess(answers, questionnaire).disposition
    # Only an incomplete answer set can have one (invariant E2).
    is_early = disposition is Disposition.INCOMPLETE and early(answers, questionnaire) is not None
    return disposition, is_early


def _single_answers(question: Question) -> list[object]:
    choices = [[choice] for choice in question.by_id] if question.select_all else question.by_id
    return [NO_ANSWER, *choices, UNKNOWN_VALUE]
