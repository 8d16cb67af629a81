"""What changed in the rules since a screening was sent: the same answers under today's rules, beside what was recorded.

Pure: the record as it was stored, and today's questionnaire.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from screening.assessment import assess
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questions import Questionnaire


@dataclass(frozen=True)
class FindingChange:
    """One answer that means something else today. Levels as written; empty for no finding."""

    topic: str
    before: str
    now: str


@dataclass(frozen=True)
class RulesSince:
    """Today's disposition of the same answers, and every difference.

    `reworded`: topics of questions asked otherwise today. `unanswered`: of those asked today and not then.
    """

    version: str
    disposition: Disposition
    findings: tuple[FindingChange, ...]
    reworded: tuple[str, ...]
    unanswered: tuple[str, ...]

    @classmethod
    def of(
        cls, record: Mapping[str, Any], answers: Answers, questionnaire: Questionnaire = QUESTIONNAIRE
    ) -> "RulesSince":
        now = assess(answers, questionnaire)
        before = {(row["question"], str(row["answer"])): row for row in record["findings"]}
        after = {(found.question.id, str(found.answer)): found for found in now.findings}
        changes = []
        for key in [*before, *(one for one in after if one not in before)]:
            old, new = before.get(key), after.get(key)
            old_level, new_level = old["level"] if old else "", str(new.level) if new else ""
            if old_level != new_level:
                topic = old["topic"] if old else after[key].question.topic
                changes.append(FindingChange(topic, old_level, new_level))
        asked = {row["question"]: row["text"] for row in record["answers"]}
        reworded = [
            question.topic
            for question in questionnaire.questions
            if question.id in asked and asked[question.id] != question.text
        ]
        unanswered = [questionnaire.by_id[one].topic for one in now.unanswered]
        return cls(questionnaire.version, now.disposition, tuple(changes), tuple(reworded), tuple(unanswered))
