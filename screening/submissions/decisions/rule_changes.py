"""Compares a stored screening with what today's rules make of the same answers.

Today's rules never make a stored screening look milder than it was recorded: what they would ask and nobody asked is
not known, so nothing is concluded from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from screening.assessment import Assessment, assess
from screening.earlier_rules import question_with
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record, RecordedQuestion
from screening.vocabulary.dispositions import DISPOSITION_OF_WORST, SEVERITY, Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire


@dataclass(frozen=True)
class FindingChange:
    """An answer whose level changed. A level is empty where there is no finding."""

    topic: str
    before: str
    now: str


@dataclass(frozen=True)
class RuleChanges:
    """The differences. All lists are of topics; `no_longer_offered` names the answers too.

    `worst_today` is what the answers that can be compared lead to by themselves.
    """

    version: str
    recorded: Disposition
    worst_today: Disposition
    findings: tuple[FindingChange, ...] = ()
    reworded: tuple[str, ...] = ()
    no_longer_asked: tuple[str, ...] = ()
    no_longer_offered: tuple[str, ...] = ()
    asked_since: tuple[str, ...] = ()

    @property
    def is_too_little_known(self) -> bool:
        """Whether nobody can say what the same answers lead to today."""
        return bool(self.no_longer_asked or self.no_longer_offered or self.asked_since)

    @property
    def is_stricter(self) -> bool:
        """Whether today's rules are stricter about what was answered, whatever the rest would be."""
        return SEVERITY[self.worst_today] > SEVERITY[self.recorded]

    @property
    def is_milder(self) -> bool:
        return SEVERITY[self.worst_today] < SEVERITY[self.recorded]

    @classmethod
    def of(cls, record: Record, recorded: Disposition, questionnaire: Questionnaire = QUESTIONNAIRE) -> "RuleChanges":
        """`recorded` is the disposition that was stored with `record`."""
        asked = [row for row in record.answers if row.question in questionnaire.by_id]
        offered = (_without_retired_choices(row, questionnaire) for row in asked)
        kept = Record(tuple(row for row in offered if row.answers), ()).answers_for(questionnaire)
        assessment = assess(kept, questionnaire)
        not_asked = [question for question in assessment.unanswered if question not in record.by_question]
        worst = assessment.findings[0].level if assessment.findings else Level.CLEAR
        return cls(
            version=questionnaire.version,
            recorded=recorded,
            worst_today=DISPOSITION_OF_WORST[worst],
            findings=tuple(_changes(record, kept, assessment)),
            reworded=tuple(
                questionnaire.by_id[row.question].topic for row in asked if _is_reworded(row, questionnaire)
            ),
            no_longer_asked=tuple(_topic(row) for row in record.answers if row not in asked),
            no_longer_offered=tuple(
                f"{_topic(row)} (“{text}”)" for row in asked for text in _retired_choices(row, questionnaire)
            ),
            asked_since=tuple(questionnaire.by_id[question].topic for question in not_asked),
        )


def _changes(record: Record, kept: dict[str, object], assessment: Assessment) -> Iterator[FindingChange]:
    still_offered = {(question, value) for question, answer in kept.items() for value in _values(answer)}
    recorded = [finding for finding in record.findings if (finding.question, finding.answer) in still_offered]
    before = {(finding.question, str(finding.answer)): (finding.topic, str(finding.level)) for finding in recorded}
    now = {
        (finding.question.id, str(finding.answer)): (finding.question.topic, str(finding.level))
        for finding in assessment.findings
    }
    for key in before | now:
        (topic, old), (new_topic, new) = before.get(key, ("", "")), now.get(key, ("", ""))
        if old != new:
            yield FindingChange(topic or new_topic, old.replace("_", " "), new.replace("_", " "))


def _values(answer: object) -> list[object]:
    return answer if isinstance(answer, list) else [answer]


def _is_reworded(row: RecordedQuestion, questionnaire: Questionnaire) -> bool:
    """Whether the question, or an answer that was given to it, has other words today."""
    question = questionnaire.by_id[row.question]
    hint_then = question.hint if row.hint is None else row.hint
    return (row.text, row.listed, hint_then) != (question.text, question.listed, question.hint) or any(
        answer.text != question.by_id[str(answer.answer)].text
        for answer in _without_retired_choices(row, questionnaire).answers
    )


def _without_retired_choices(row: RecordedQuestion, questionnaire: Questionnaire) -> RecordedQuestion:
    choices = questionnaire.by_id[row.question].by_id
    return replace(row, answers=tuple(answer for answer in row.answers if answer.answer in choices))


def _retired_choices(row: RecordedQuestion, questionnaire: Questionnaire) -> list[str]:
    """The texts of the answers that the question no longer offers."""
    kept = _without_retired_choices(row, questionnaire).answers
    return [answer.text for answer in row.answers if answer not in kept]


def _topic(row: RecordedQuestion) -> str:
    question = question_with(row.question)
    return question.topic if question else row.text
