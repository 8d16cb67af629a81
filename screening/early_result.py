"""When a person may see their result before the last question, and why that result is final. Pure.

Nothing lowers a level. So once every question that can be urgent has an answer, and the worst answer says "not now",
no later answer changes the disposition. `screening.proof` proves it over every answer set (E1 and E2).
"""

from screening.assessment import Assessment, assess
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers, is_missing
from screening.vocabulary.dispositions import DISPOSITION_OF_WORST, Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire


def early(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> Assessment | None:
    """The assessment "not suitable now" of answers that are not complete, or None when an early result is not due."""
    if may_still_be_urgent(answers, questionnaire):
        return None
    assessment = assess(answers, questionnaire)
    if assessment.disposition is not Disposition.INCOMPLETE or not assessment.findings:
        return None
    if assessment.findings[0].level is not Level.NOT_NOW:
        return None
    return Assessment(DISPOSITION_OF_WORST[Level.NOT_NOW], assessment.findings, assessment.unanswered)


def may_still_be_urgent(answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE) -> bool:
    """Whether a question that can be urgent, and is or may be asked, has no answer."""
    return any(
        question.can_be_urgent
        and question.ask_when.holds(answers) is not False
        and is_missing(answers.get(question.id))
        for question in questionnaire.questions
    )
