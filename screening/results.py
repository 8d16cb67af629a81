"""What the check-answers and result pages show: answers and reasons as a person reads them."""

from dataclasses import dataclass

from screening import journey
from screening.assessment import AnswerFinding, Assessment
from screening.dispositions import Disposition
from screening.questionnaire import QUESTIONNAIRE
from screening.questions import Question
from screening.session import Attempt

LEADS_TO_THE_CLINIC = (Disposition.SUGGEST_CONSULTATION, Disposition.TALK_TO_CLINICIAN_FIRST)


@dataclass(frozen=True)
class AnswerRow:
    """One question with the answers given, as worded."""

    question: Question
    answers: tuple[str, ...]


@dataclass(frozen=True)
class AnswerSection:
    title: str
    rows: tuple[AnswerRow, ...]


def answers_by_section(attempt: Attempt) -> tuple[AnswerSection, ...]:
    """The answers on the path, grouped as they were asked; sections without a question are left out."""
    asked = [question for question in journey.path(attempt.answers) if question.id in attempt.answers]
    sections = (
        AnswerSection(section.title, tuple(_row(q, attempt) for q in asked if q in section.questions))
        for section in QUESTIONNAIRE.sections
    )
    return tuple(section for section in sections if section.rows)


def _row(question: Question, attempt: Attempt) -> AnswerRow:
    given = question.read(attempt.answers[question.id])
    return AnswerRow(question, tuple(choice.text if choice else "Not readable" for _, choice in given))


@dataclass(frozen=True)
class Result:
    """The assessment, ready to be read, and whether the person may ask the clinic to call."""

    disposition: Disposition
    reasons: tuple[AnswerFinding, ...]
    notes: tuple[AnswerFinding, ...]
    shows_crisis_lines: bool
    may_ask_for_a_call: bool
    is_for_someone_else: bool

    @classmethod
    def of(cls, attempt: Attempt, assessment: Assessment) -> "Result":
        return cls(
            disposition=assessment.disposition,
            reasons=assessment.reasons,
            notes=assessment.notes if assessment.disposition in LEADS_TO_THE_CLINIC else (),
            shows_crisis_lines=assessment.shows_crisis_lines,
            may_ask_for_a_call=may_ask_for_a_call(attempt, assessment),
            is_for_someone_else=_is_for_someone_else(attempt),
        )


def may_ask_for_a_call(attempt: Attempt, assessment: Assessment) -> bool:
    """Only for oneself, and only when the answers lead to the clinic; checked again wherever a request is taken."""
    return assessment.disposition in LEADS_TO_THE_CLINIC and not _is_for_someone_else(attempt)


def _is_for_someone_else(attempt: Attempt) -> bool:
    return attempt.answers.get("answering_for") == "other"
