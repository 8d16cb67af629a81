"""The answers and reasons that the check-answers and result pages show."""

from dataclasses import dataclass

from screening import path
from screening.assessment import AnswerFinding, Assessment
from screening.journey.session import Attempt
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC, Disposition
from screening.vocabulary.questions import Question


class SubmissionGone(Exception):
    """What this attempt sent no longer exists: the person withdrew it, or its retention ended."""


def answers_of(attempt: Attempt) -> Answers:
    """The person's answers, from the session or, once they are sent, from the submission.

    Raises SubmissionGone, and CannotUnseal.
    """
    if not attempt.reference:
        return attempt.answers
    submission = Submission.of_attempt(attempt.key)
    if submission is None:
        raise SubmissionGone
    return submission.answers


@dataclass(frozen=True)
class AnswerRow:
    """One question with the texts of the answers given."""

    question: Question
    answers: tuple[str, ...]


@dataclass(frozen=True)
class AnswerSection:
    title: str
    rows: tuple[AnswerRow, ...]


def answers_by_section(answers: Answers) -> tuple[AnswerSection, ...]:
    """The answers on the path, in the order asked, without empty sections."""
    asked = [question for question in path.path(answers) if question.id in answers]
    sections = (
        AnswerSection(section.title, tuple(_row(q, answers) for q in asked if q in section.questions))
        for section in QUESTIONNAIRE.sections
    )
    return tuple(section for section in sections if section.rows)


def _row(question: Question, answers: Answers) -> AnswerRow:
    values = question.read(answers[question.id])
    return AnswerRow(question, tuple(choice.text if choice else "Not readable" for _, choice in values))


@dataclass(frozen=True)
class Result:
    """The assessment as the person sees it, and whether they may ask the clinic to call."""

    disposition: Disposition
    reasons: tuple[AnswerFinding, ...]
    notes: tuple[AnswerFinding, ...]
    shows_crisis_lines: bool
    may_ask_for_a_call: bool
    is_for_someone_else: bool

    @classmethod
    def of(cls, answers: Answers, assessment: Assessment) -> "Result":
        return cls(
            disposition=assessment.disposition,
            reasons=assessment.reasons,
            notes=assessment.notes if assessment.disposition in LEADS_TO_THE_CLINIC else (),
            shows_crisis_lines=assessment.shows_crisis_lines,
            may_ask_for_a_call=may_ask_for_a_call(answers, assessment),
            is_for_someone_else=is_for_someone_else(answers),
        )


def may_ask_for_a_call(answers: Answers, assessment: Assessment) -> bool:
    """Whether the person answers for themselves, and the answers lead to the clinic."""
    return assessment.disposition in LEADS_TO_THE_CLINIC and not is_for_someone_else(answers)


def is_for_someone_else(answers: Answers) -> bool:
    return answers.get("answering_for") == "other"
