"""When a person may see their result before the last question, and why that result is final. Pure.

Nothing lowers a level. So once every question that can be urgent has an answer, and the worst answer says "not now",
no later answer changes the disposition. `screening.proof` proves it over every answer set (E1 and E2).
"""

from screening.assessment import Assessment, assess
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers, is_missing
from screening.vocabulary.dispositions import DISPOSITION_OF_WORST, Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question


def early(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> Assessment | None:
    """The assessment "not suitable now" of answers that are not complete, or None when an early result is not due."""
    # the cheaper one first, because every page of a question asks
    if may_still_be_urgent(answers, questionnaire):
        return None
    assessment = assess(answers, questionnaire)
    # Whether a question is asked may not be known yet. Its answer can still fall away, so it decides nothing here.
    certain = [finding.level for finding in assessment.findings if finding.question.ask_when.holds(answers)]
    worst = max(certain, default=Level.CLEAR)
    if not is_early(assessment.disposition, worst, may_be_urgent=False):
        return None
    return Assessment(DISPOSITION_OF_WORST[Level.NOT_NOW], assessment.findings, assessment.unanswered)


def is_early(disposition: Disposition, worst: Level, *, may_be_urgent: bool) -> bool:
    return disposition is Disposition.INCOMPLETE and worst is Level.NOT_NOW and not may_be_urgent


def may_still_be_urgent(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> bool:
    """Whether a question that can be urgent, and is or may be asked, has no answer."""
    return any(
        leaves_urgency_open(question, answers.get(question.id), question.ask_when.holds(answers))
        for question in questionnaire.that_can_be_urgent
    )


def leaves_urgency_open(question: Question, answer: object, asked: bool | None) -> bool:
    return question.can_be_urgent and asked is not False and is_missing(answer)
