"""The letter a person can take to their doctor: the questions, their answers, and the findings.

It is made from the answers on every request and never stored.
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
    """One finding. `words` is written for the person, the rest for a clinician. `sources` are numbers in the letter's
    list of sources."""

    level: str
    topic: str
    answer: str
    words: str
    criterion: str
    sources: tuple[int, ...]


@dataclass(frozen=True)
class Letter:
    """Everything on the page. `findings` are sorted worst first, then as asked."""

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
        cited = [source for finding in assessment.findings for source in finding.question.sources if source in known]
        numbers = {source: number for number, source in enumerate(dict.fromkeys(cited), start=1)}
        return cls(
            written_on=written_on,
            disposition=assessment.disposition,
            is_for_someone_else=is_for_someone_else(answers),
            findings=tuple(_letter_finding(finding, numbers) for finding in assessment.findings),
            sources=tuple(known[source] for source in numbers),
            sections=answers_by_section(answers),
            ruleset_version=QUESTIONNAIRE.version,
            ruleset_fingerprint=QUESTIONNAIRE.fingerprint,
        )


def _letter_finding(finding: AnswerFinding, numbers: Mapping[str, int]) -> LetterFinding:
    question = finding.question
    [(_, choice)] = question.read(finding.answer if isinstance(finding.answer, str) else repr(finding.answer))
    return LetterFinding(
        level=CLINICAL_WORDS[finding.level],
        topic=question.topic,
        answer=choice.text if choice else "Not readable",
        words=finding.finding.words,
        criterion=question.criterion,
        sources=tuple(numbers[source] for source in question.sources if source in numbers),
    )
