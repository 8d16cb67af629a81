"""The letter a person can take to their doctor: what was asked and answered, and what the rules made of it.

Made from the answers each time it is asked for; nothing of it is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pages import catalogue
from pages.schema.references import Source
from screening.assessment import AnswerFinding, Assessment
from screening.journey.results import AnswerSection, answers_by_section, is_for_someone_else
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import Answers
from screening.vocabulary.dispositions import Disposition, Level

CLINICAL_WORDS = {
    Level.URGENT: "Emergency",
    Level.NOT_NOW: "Contraindication as things stand",
    Level.TALK_FIRST: "To be assessed by a clinician before booking",
    Level.NOTE: "Note for the visit",
}


@dataclass(frozen=True)
class LetterFinding:
    """One finding for both readers: `words` as the person reads it, the rest as a clinician does. `sources` are numbers
    in the letter's list."""

    level: str
    topic: str
    answer: str
    words: str
    criterion: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Letter:
    """Everything on the page. `findings` come worst first, then as asked."""

    written_on: date
    disposition: Disposition
    is_for_someone_else: bool
    findings: tuple[LetterFinding, ...]
    sources: tuple[Source, ...]
    sections: tuple[AnswerSection, ...]
    ruleset_version: str
    ruleset_fingerprint: str

    @classmethod
    def of(cls, answers: Answers, assessment: Assessment, written_on: date) -> "Letter":
        known = catalogue.current().sources
        named = [source for found in assessment.findings for source in found.question.sources if source in known]
        numbers = {source: number for number, source in enumerate(dict.fromkeys(named), start=1)}
        return cls(
            written_on=written_on,
            disposition=assessment.disposition,
            is_for_someone_else=is_for_someone_else(answers),
            findings=tuple(_finding(found, numbers) for found in assessment.findings),
            sources=tuple(known[source] for source in numbers),
            sections=answers_by_section(answers),
            ruleset_version=QUESTIONNAIRE.version,
            ruleset_fingerprint=QUESTIONNAIRE.fingerprint,
        )


def _finding(found: AnswerFinding, numbers: Mapping[str, int]) -> LetterFinding:
    [(_, choice)] = found.question.read(found.answer if isinstance(found.answer, str) else repr(found.answer))
    return LetterFinding(
        level=CLINICAL_WORDS[found.level],
        topic=found.question.topic,
        answer=choice.text if choice else "Not readable",
        words=found.finding.words,
        criterion=found.question.criterion,
        sources=tuple(numbers[source] for source in found.question.sources if source in numbers),
    )
