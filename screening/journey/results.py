"""What an attempt led to, as its result and its letter show it.

Both are read from a record: of the answers in the session, and after sending, of what was sent. So a result is the same
before and after sending, and what was sent keeps its words and its disposition when the rules change.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import attrgetter
from typing import Self

from screening.assessment import Assessment, assess
from screening.earlier_rules import rules_with
from screening.journey.navigation import early_assessment, last_screen_number
from screening.journey.session import Attempt
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record, RecordedFinding, RecordedQuestion
from screening.vocabulary.conditions import Answers
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC, Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire

# Where the topic is one that Yes or No does not answer, such as “who is answering”.
NAMES = {
    "answering_for": "answering for yourself",
    "decision_help": "someone decides for you",
    "medicine_misuse": "medicine not as prescribed",
}


class SubmissionGone(Exception):
    """What this attempt sent no longer exists: the person withdrew it, or its retention ended."""


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question as it was asked, with the texts of the answers given."""

    id: str
    section: str
    topic: str
    text: str
    listed: tuple[str, ...]
    answers: tuple[str, ...]

    @property
    def name(self) -> str:
        """What stands before the answers in a list."""
        return NAMES.get(self.id, self.topic)


@dataclass(frozen=True)
class Reason:
    """One finding as the person reads it. `answer` is the text of the answer that led to it.

    `criterion`, `sources` (ids) and `shows_crisis_lines` come from the rules of then. If this site does not have those
    rules, the first two are empty, and the crisis lines are shown.
    """

    question: str
    topic: str
    answer: str
    level: Level
    words: str
    criterion: str
    sources: tuple[str, ...]
    shows_crisis_lines: bool


@dataclass(frozen=True)
class EarlyEnd:
    """The person chose to see the result early. `not_asked` are the topics of the questions without an answer."""

    after_screen: int
    not_asked: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """What was answered, what it led to, and under which rules."""

    disposition: Disposition
    record: Record
    ruleset_version: str
    ruleset_fingerprint: str
    early_end: EarlyEnd | None = None

    @classmethod
    def of(cls, answers: Answers, assessment: Assessment, early_end: EarlyEnd | None = None) -> Self:
        """The result of answers that were not sent."""
        record = Record.of(answers, assessment)
        return cls(assessment.disposition, record, QUESTIONNAIRE.version, QUESTIONNAIRE.fingerprint, early_end)

    @classmethod
    def as_sent(cls, submission: Submission) -> Self:
        """The result with the words and the disposition that were sent, whatever the rules say today.

        Raises CannotUnseal.
        """
        record = submission.record
        return cls(record.disposition, record, submission.ruleset_version, submission.ruleset_fingerprint)

    @cached_property
    def rules(self) -> Questionnaire | None:
        """The rules of then. None when this site does not have them."""
        return rules_with(self.ruleset_fingerprint)

    @property
    def has_live_rules(self) -> bool:
        return self.ruleset_fingerprint == QUESTIONNAIRE.fingerprint

    @cached_property
    def questions(self) -> tuple[AnsweredQuestion, ...]:
        """In the order asked."""
        return tuple(self._question(row) for row in self.record.answers)

    @cached_property
    def sections(self) -> list[tuple[str, list[AnsweredQuestion]]]:
        """(title, questions), in the order asked."""
        return [(title, list(group)) for title, group in groupby(self.questions, attrgetter("section"))]

    @cached_property
    def findings(self) -> tuple[Reason, ...]:
        """Worst first, then as asked."""
        return tuple(self._reason(finding) for finding in self.record.findings)

    @property
    def reasons(self) -> tuple[Reason, ...]:
        return tuple(finding for finding in self.findings if finding.level > Level.NOTE)

    @property
    def notes(self) -> tuple[Reason, ...]:
        """For a visit, so with a result that leads to one; and with an early result, which lists all that was found."""
        if not self.early_end and self.disposition not in LEADS_TO_THE_CLINIC:
            return ()
        return tuple(finding for finding in self.findings if finding.level is Level.NOTE)

    @property
    def shows_crisis_lines(self) -> bool:
        """Whether a finding is about suicide or about harm to others."""
        return any(finding.shows_crisis_lines for finding in self.findings)

    @property
    def is_for_oneself(self) -> bool:
        return ("answering_for", "self") in self._texts

    @property
    def may_ask_for_a_call(self) -> bool:
        """Whether the answers lead to the clinic.

        Rules before 2.0.0 let one person answer for another, and only who is heard in their own words may ask.
        """
        return self.disposition in LEADS_TO_THE_CLINIC and self.is_for_oneself

    @cached_property
    def _texts(self) -> dict[tuple[str, str], str]:
        """(question id, answer) -> the text of the answer."""
        rows = self.record.answers
        return {(row.question, str(answer.answer)): answer.text for row in rows for answer in row.answers}

    def _question(self, row: RecordedQuestion) -> AnsweredQuestion:
        question = self.rules.by_id.get(row.question) if self.rules else None
        topic = question.topic if question else row.text
        answers = tuple(answer.text for answer in row.answers)
        return AnsweredQuestion(row.question, row.section, topic, row.text, row.listed, answers)

    def _reason(self, finding: RecordedFinding) -> Reason:
        question = self.rules.by_id.get(finding.question) if self.rules else None
        answer = str(finding.answer)
        return Reason(
            finding.question,
            finding.topic,
            self._texts.get((finding.question, answer), answer),
            finding.level,
            finding.words,
            question.criterion if question else "",
            question.sources if question else (),
            question is None or question.shows_crisis_lines,
        )


def result_of(attempt: Attempt) -> Result | None:
    """The result of an attempt, or None while it has none. Raises SubmissionGone, and CannotUnseal."""
    if attempt.reference:
        submission = Submission.of_attempt(attempt.key)
        if submission is None:
            raise SubmissionGone
        return Result.as_sent(submission)
    if early := early_assessment(attempt):
        topics = dict.fromkeys(QUESTIONNAIRE.by_id[question].topic for question in early.unanswered)
        return Result.of(attempt.answers, early, EarlyEnd(last_screen_number(attempt), tuple(topics)))
    assessment = assess(attempt.answers)
    return None if assessment.disposition is Disposition.INCOMPLETE else Result.of(attempt.answers, assessment)
