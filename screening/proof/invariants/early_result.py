"""Invariants E1 and E2: an early result is final, and it never hides that a person needs help now."""

from collections.abc import Iterator

from screening.proof.answer_space.answers import NO_ANSWER, answers_to
from screening.proof.answer_space.early_results import SO_FAR, SoFar, so_far
from screening.proof.answer_space.exploration import explore_with
from screening.proof.answer_space.groups import Part, Property, Questions, TrackAnswers
from screening.proof.invariants.facts import worst_level
from screening.proof.invariants.verdicts import IN_PAIRS, Verdict, Violation, answer_sets_in, smallest, verdict_on
from screening.vocabulary.conditions import is_missing
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire

IS_FINAL = "an early result is final: whatever is answered after it, the complete answer set leads to not-suitable-now"
HIDES_NOTHING = (
    "there is no early result while a question that can be urgent has no answer, or while the worst answer is milder "
    "or worse than not now"
)
ALLOWED_AFTER = (Disposition.NOT_SUITABLE_NOW, Disposition.INCOMPLETE)


def check_final(questionnaire: Questionnaire) -> Verdict:
    """Pairs of an answer set and one that has more answers."""
    outcomes = explore_with(SO_FAR, [questionnaire, questionnaire], _now_and_later)
    early = {key: group for key, group in outcomes.items() if key[0].leads_to_early_result(key[1][0])}
    broken = smallest(early, lambda value, dispositions: dispositions[1] not in ALLOWED_AFTER)
    violation = None
    if broken:
        (_, later), group = broken
        missing = [question_id for question_id, answer in group.example(0).items() if is_missing(answer)]
        because = f"leads to {later}; without an answer to {' and '.join(missing)}, there was an early result"
        violation = Violation(because, group.example(1))
    return Verdict("E1", IS_FINAL, IN_PAIRS, answer_sets_in(early), violation)


def _now_and_later(questions: Questions) -> Iterator[TrackAnswers]:
    """Each answer with itself, and a missing answer with each that may follow."""
    question = questions[0]
    for answer in answers_to(question) if question else ():
        yield answer, answer
        if answer is not NO_ANSWER:
            yield NO_ANSWER, answer


def check_hides_nothing(questionnaire: Questionnaire) -> Verdict:
    return verdict_on("E2", HIDES_NOTHING, explore_with(AS_DECLARED, [questionnaire]), _hides_nothing)


def _as_declared(part: Part) -> tuple[SoFar, SoFar]:
    """What decides about an early result, and the same read from the declared levels."""
    [question], [answer], [is_asked] = part.questions, part.answers, part.asked
    declared = SoFar()
    if question and is_asked is not False:
        can_be_urgent = Level.URGENT in [choice.level for choice in question.choices]
        declared = SoFar(worst_level(question, answer), can_be_urgent and answer is NO_ANSWER)
    return so_far(part), declared


def _together(parts: tuple[SoFar, SoFar], others: tuple[SoFar, SoFar]) -> tuple[SoFar, SoFar]:
    return parts[0].together(others[0]), parts[1].together(others[1])


AS_DECLARED = Property((SoFar(), SoFar()), _as_declared, _together)


def _hides_nothing(parts: tuple[SoFar, SoFar], disposition: Disposition) -> bool:
    deciding, declared = parts
    return not deciding.leads_to_early_result(disposition) or declared == SoFar(Level.NOT_NOW, may_be_urgent=False)
