"""The letter a person can take to their doctor: the findings first, then what was clear, on two pages at most.

It is made on every request and never stored.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pages import catalogue
from pages.schema.references import KINDS, Source
from screening.journey.results import Result
from screening.vocabulary.dispositions import Level

CLINICAL_WORDS = {
    Level.URGENT: "Emergency",
    Level.NOT_NOW: "Contraindication as things stand",
    Level.TALK_FIRST: "To be assessed by a clinician before booking",
    Level.NOTE: "Note for the visit",
}
# A doctor looks up one or two sources of a finding, not eight.
MOST_SOURCES = 2
WEAK_KINDS = ("clinic", "other")


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
    """What the page shows besides the result. `clear` are names and answers that led to no finding."""

    written_on: date
    findings: tuple[LetterFinding, ...]
    sources: tuple[Source, ...]
    clear: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, result: Result, written_on: date) -> "Letter":
        known = catalogue.current().sources
        cited = {finding: _strongest(finding.sources, known) for finding in result.findings}
        in_order = dict.fromkeys(source for sources in cited.values() for source in sources)
        numbers = {source: number for number, source in enumerate(in_order, start=1)}
        return cls(
            written_on=written_on,
            findings=tuple(
                LetterFinding(
                    level=CLINICAL_WORDS[finding.level],
                    topic=finding.topic,
                    answer=finding.answer,
                    words=finding.words,
                    criterion=finding.criterion,
                    sources=tuple(numbers[source] for source in sources),
                )
                for finding, sources in cited.items()
            ),
            sources=tuple(known[source] for source in numbers),
            clear=tuple(_clear_answers(result)),
        )


def _strongest(sources: Iterable[str], known: Mapping[str, Source]) -> list[str]:
    """The first by kind, then as declared. What a clinic says of itself is named only if there is nothing stronger."""
    by_kind = sorted(
        (source for source in sources if source in known), key=lambda source: KINDS.index(known[source].kind)
    )
    stronger = [source for source in by_kind if known[source].kind not in WEAK_KINDS]
    return (stronger or by_kind)[:MOST_SOURCES]


def _clear_answers(result: Result) -> Iterator[tuple[str, str]]:
    found = {(finding.question, finding.answer) for finding in result.findings}
    for question in result.questions:
        clear = [answer for answer in question.answers if (question.id, answer) not in found]
        if clear:
            yield question.name, ", ".join(clear)
