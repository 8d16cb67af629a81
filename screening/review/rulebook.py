"""The rule set as a clinician reads it before signing: questions, levels, words, sources and decisions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pages import catalogue
from pages.schema.references import Source
from screening.proof import certificate
from screening.proof.vignettes import Vignette, vignettes
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.questionnaires import Decision, Questionnaire
from screening.vocabulary.questions import Choice, Question


@dataclass(frozen=True)
class Rulebook:
    """`certificate` is None when the rules are not proven; `sources` and `vignettes` are by id.

    An installation without tests has no vignettes.
    """

    questionnaire: Questionnaire
    certificate: dict[str, Any] | None
    sources: dict[str, Source]
    vignettes: Mapping[str, Vignette]

    @classmethod
    def current(cls) -> "Rulebook":
        proven = certificate.committed() if certificate.is_of(QUESTIONNAIRE) else None
        return cls(QUESTIONNAIRE, proven, dict(catalogue.current().sources), vignettes())

    @property
    def sections(self) -> Iterator[tuple[str, list[dict[str, object]]]]:
        """(title, questions as rows) of each section."""
        for section in self.questionnaire.sections:
            yield section.title, [self._row(question) for question in section.questions]

    @property
    def people(self) -> Iterator[dict[str, object]]:
        """The vignettes as rows, with what the rules say today."""
        decisions = {decision.id: decision for decision in self.questionnaire.decisions}
        for vignette in self.vignettes.values():
            yield {
                "vignette": vignette,
                "answers": [self._texts(*given) for given in vignette.given.items()],
                "decisions": [decisions[id_] for id_ in vignette.sources if id_ in decisions],
                "sources": [self.sources[id_] for id_ in vignette.sources if id_ in self.sources],
                "today": vignette.disposition(self.questionnaire).label,
                "problems": list(vignette.problems(self.questionnaire)),
            }

    def _texts(self, question_id: str, choices: list[str]) -> tuple[str, str]:
        """The question and the answer as a person reads them."""
        question = self.questionnaire.by_id.get(question_id)
        if question is None:
            return question_id, "; ".join(choices)
        chosen = [question.by_id.get(choice) for choice in choices]
        return question.text, "; ".join(choice.text for choice in chosen if choice)

    def _row(self, question: Question) -> dict[str, object]:
        return {
            "question": question,
            "asked": f"Asked only when {question.ask_when}." if question.is_follow_up else _asked_within(question),
            "sources": [self.sources.get(source, source) for source in question.sources],
            "choices": [(choice, self._decisions(choice)) for choice in question.choices],
        }

    def _decisions(self, choice: Choice) -> list[Decision]:
        decision_ids = choice.finding.decisions if choice.finding else ()
        return [decision for decision in self.questionnaire.decisions if decision.id in decision_ids]


def _asked_within(question: Question) -> str:
    return f"Has no page of its own: asked as a checkbox of {question.asked_within}." if question.asked_within else ""
