"""Compares a stored screening with what today's rules say about the same answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.assessment import assess
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questionnaires import Questionnaire


@dataclass(frozen=True)
class FindingChange:
    """An answer whose level changed. A level is empty where there is no finding."""

    topic: str
    before: str
    now: str


@dataclass(frozen=True)
class RuleChanges:
    """Today's disposition and the differences.

    `reworded` and `unanswered` are topics: of questions with other words today, and of questions that are new.
    """

    version: str
    disposition: Disposition
    findings: tuple[FindingChange, ...]
    reworded: tuple[str, ...]
    unanswered: tuple[str, ...]

    @classmethod
    def of(
        cls, record: Mapping[str, Any], answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE
    ) -> "RuleChanges":
        assessment = assess(answers, questionnaire)
        before = {(row["question"], str(row["answer"])): row for row in record["findings"]}
        after = {(finding.question.id, str(finding.answer)): finding for finding in assessment.findings}
        changes = []
        for key in [*before, *(key for key in after if key not in before)]:
            old, new = before.get(key), after.get(key)
            old_level, new_level = old["level"] if old else "", str(new.level) if new else ""
            if old_level != new_level:
                topic = old["topic"] if old else after[key].question.topic
                changes.append(FindingChange(topic, old_level, new_level))
        texts = {row["question"]: row["text"] for row in record["answers"]}
        reworded = [
            question.topic
            for question in questionnaire.questions
            if question.id in texts and texts[question.id] != question.text
        ]
        unanswered = [questionnaire.by_id[question_id].topic for question_id in assessment.unanswered]
        return cls(questionnaire.version, assessment.disposition, tuple(changes), tuple(reworded), tuple(unanswered))
