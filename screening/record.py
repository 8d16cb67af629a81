"""The record of a submission: each question with its answers, and each finding, in the words that the person read.

It is stored sealed, and readable without today's rules.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from screening.assessment import AnswerFinding, Assessment
from screening.path import path
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers
from screening.vocabulary.dispositions import DISPOSITION_OF_WORST, Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question


@dataclass(frozen=True)
class RecordedAnswer:
    """One choice that was selected: its id and its text. `answer` is any JSON value when nobody could read it."""

    answer: object
    text: str


@dataclass(frozen=True)
class RecordedQuestion:
    """One question that was asked: its id, the title of its section, its words, and what was answered.

    `hint` is None in records of rules 1.0.1, which did not keep it. Their questions have nothing `listed`.
    """

    question: str
    section: str
    text: str
    answers: tuple[RecordedAnswer, ...]
    listed: tuple[str, ...] = ()
    hint: str | None = None


@dataclass(frozen=True)
class RecordedFinding:
    """One answer that was not clear, with the words of then."""

    question: str
    topic: str
    answer: object
    level: Level
    words: str


@dataclass(frozen=True)
class Record:
    """`answers` are in the order asked; `findings` are the worst first."""

    answers: tuple[RecordedQuestion, ...]
    findings: tuple[RecordedFinding, ...]

    @classmethod
    def of(cls, answers: Answers, assessment: Assessment, questionnaire: Questionnaire = QUESTIONNAIRE) -> Self:
        """What is stored of `answers`, which `questionnaire` assessed. Answers off the path are left out."""
        asked = [question for question in path(answers, questionnaire) if question.id in answers]
        return cls(
            tuple(_question(question, questionnaire, answers[question.id]) for question in asked),
            tuple(map(_finding, assessment.findings)),
        )

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Self:
        """The record that `as_json` made, also by an earlier version of this site."""
        return cls(tuple(map(_read_question, stored["answers"])), tuple(map(_read_finding, stored["findings"])))

    def as_json(self) -> dict[str, Any]:
        return {
            # much faster than `asdict`, which copies every value
            "answers": [vars(row) | {"answers": [vars(answer) for answer in row.answers]} for row in self.answers],
            "findings": [finding_as_json(finding) for finding in self.findings],
        }

    @property
    def disposition(self) -> Disposition:
        """What the findings lead to, as in `screening.assessment`: the worst level decides."""
        return DISPOSITION_OF_WORST[max((finding.level for finding in self.findings), default=Level.CLEAR)]

    @property
    def by_question(self) -> dict[str, RecordedQuestion]:
        return {row.question: row for row in self.answers}

    def answers_for(self, rules: Questionnaire | None) -> dict[str, object]:
        """The answers as `assess` takes them. `rules` are those of then, or None when this site does not have them."""
        answers: dict[str, object] = {}
        for row in self.answers:
            values = [answer.answer for answer in row.answers]
            question = rules.by_id.get(row.question) if rules else None
            is_list = question.select_all if question else len(values) != 1
            answers[row.question] = values if is_list else values[0]
        return answers


def finding_as_json(finding: RecordedFinding) -> dict[str, Any]:
    return asdict(finding) | {"level": str(finding.level)}


def _question(question: Question, questionnaire: Questionnaire, answer: object) -> RecordedQuestion:
    return RecordedQuestion(
        question=question.id,
        section=questionnaire.section_of(question).title,
        text=question.text,
        answers=tuple(
            RecordedAnswer(value, choice.text if choice else str(value)) for value, choice in question.read(answer)
        ),
        listed=question.listed,
        hint=question.hint,
    )


def _finding(finding: AnswerFinding) -> RecordedFinding:
    question = finding.question
    return RecordedFinding(question.id, question.topic, finding.answer, finding.level, finding.finding.words)


def _read_question(row: Mapping[str, Any]) -> RecordedQuestion:
    lists = {
        "answers": tuple(RecordedAnswer(**answer) for answer in row["answers"]),
        "listed": tuple(row.get("listed", ())),
    }
    return RecordedQuestion(**{**row, **lists})


def _read_finding(row: Mapping[str, Any]) -> RecordedFinding:
    return RecordedFinding(**{**row, "level": Level[row["level"].upper()]})
