"""Invariant 11: compares pairs of answer sets that differ in one answer."""

from collections.abc import Iterator

from screening.assessment import judge
from screening.proof.answer_space.answers import NO_ANSWER, answers_to
from screening.proof.answer_space.exploration import explore_with
from screening.proof.answer_space.groups import LEAVE_OUT, LeaveOut, Property, Questions, TrackAnswers
from screening.proof.invariants.facts import worst_level
from screening.proof.invariants.verdicts import IN_PAIRS, Verdict, Violation, answer_sets_in, smallest
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire

MONOTONE = (
    "an answer of the same or a higher level, that opens the same questions or more, never lowers the disposition of a "
    "complete answer set; one of the same or a lower level, that opens the same or fewer, never raises it"
)


def _one_at_most(differs: bool, other_differs: bool) -> bool | LeaveOut:
    return LEAVE_OUT if differs and other_differs else differs or other_differs


DIFFERS_IN_ONE_ANSWER = Property(False, lambda part: part.answers[0] != part.answers[1], _one_at_most)
ORDER = list(Disposition)


def check_monotone(questionnaire: Questionnaire) -> Verdict:
    """The second answer set has one answer that is as bad or worse and opens no fewer questions."""
    opening: dict[str, set[str]] = {}
    for question in questionnaire.questions:
        for part in question.ask_when.parts:
            opening.setdefault(part.question, set()).update(part.choices)

    def answers_for(questions: Questions) -> Iterator[TrackAnswers]:
        return _better_and_worse(questions, opening)

    outcomes = explore_with(DIFFERS_IN_ONE_ANSWER, [questionnaire, questionnaire], answers_for)
    pairs = {(differs, dispositions): group for (differs, dispositions), group in outcomes.items() if differs}
    broken = smallest(pairs, lambda differs, dispositions: ORDER.index(dispositions[0]) > ORDER.index(dispositions[1]))
    violation = None
    if broken:
        (better, worse), group = broken
        because = f"leads to {worse}; with the better answer to one question it led to {better}"
        violation = Violation(because, group.example(1))
    return Verdict("11", MONOTONE, IN_PAIRS, answer_sets_in(pairs), violation)


def _better_and_worse(questions: Questions, opening: dict[str, set[str]]) -> Iterator[TrackAnswers]:
    """Each answer with itself, and one of each kind with one of each that is as bad or worse and opens no fewer."""
    question = questions[0]
    if question is None:
        return
    opening_choices = opening.get(question.id, set())
    kinds: dict[tuple[Level, frozenset[str], tuple[Level, ...]], object] = {}
    for answer in answers_to(question):
        if answer is NO_ANSWER and not question.asked_within:
            continue
        yield answer, answer
        level = worst_level(question, answer)
        opens = frozenset(opening_choices.intersection(answer if isinstance(answer, list) else [answer]))
        judged = tuple(finding.level for finding in judge(question, answer, True).findings)
        kinds.setdefault((level, opens, judged and (max(judged),)), answer)
    for (level, opens, _), better in kinds.items():
        for (other_level, opens_too, _), worse in kinds.items():
            if level <= other_level and opens <= opens_too:
                yield better, worse
