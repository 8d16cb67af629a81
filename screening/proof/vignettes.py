"""The house vignettes: people as a clinic meets them, and the least that the rules must say to each.

They are written from the clinical text, not from the rules. They are kept with the tests, so an installation without
tests has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pages.schema.errors import BrokenContent, ContentError, Report
from pages.schema.strict_yaml import read_each
from screening.assessment import assess
from screening.proof.answer_space.answers import plain_answer
from screening.vocabulary.dispositions import MILDEST_FIRST, SEVERITY, Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

FOLDER = Path(__file__).parents[2] / "tests" / "screening" / "vignettes"


@dataclass(frozen=True)
class Vignette:
    """A person, and the mildest and the strictest result that would be right for them.

    `answers` ("question=choice") are those that differ from the answers of a healthy adult. `sources` are ids of
    sources and of the clinic's decisions. `open_point` is what a medical director may want to decide otherwise.
    """

    person: str
    answers: tuple[str, ...]
    at_least: str
    why: str
    sources: tuple[str, ...]
    at_most: str = Disposition.URGENT_HELP_NOW.value
    open_point: str = ""

    def __post_init__(self) -> None:
        for disposition in (self.at_least, self.at_most):
            if disposition not in SEVERITY:
                raise ValueError(f"{disposition} is not a result.", f"Write one of {', '.join(MILDEST_FIRST)}.")
        if SEVERITY[Disposition(self.at_least)] > SEVERITY[Disposition(self.at_most)]:
            raise ValueError("`at_least` is stricter than `at_most`.", "Exchange them.")
        if any(answer.count("=") != 1 for answer in self.answers):
            raise ValueError("An answer is not readable.", "Write question=choice, such as pregnancy=yes.")

    @property
    def expected(self) -> str:
        """The results that would be right, in words."""
        least, most = Disposition(self.at_least), Disposition(self.at_most)
        if least is most:
            return f"Exactly: {least.label}"
        return f"At least: {least.label}{'' if most is MILDEST_FIRST[-1] else f'; at most: {most.label}'}"

    @property
    def given(self) -> dict[str, list[str]]:
        """Question id -> the choices that the person makes."""
        choices: dict[str, list[str]] = {}
        for answer in self.answers:
            question_id, choice = answer.split("=")
            choices.setdefault(question_id, []).append(choice)
        return choices

    def answer_set(self, questionnaire: Questionnaire) -> dict[str, object]:
        """All answers of the person: those of a healthy adult, except those that are given."""
        everybody = [question for question in questionnaire.with_own_page if not question.is_follow_up]
        answers = {question.id: plain_answer(question) for question in everybody}
        return answers | {id_: _answer(questionnaire.by_id.get(id_), chosen) for id_, chosen in self.given.items()}

    def disposition(self, questionnaire: Questionnaire) -> Disposition:
        return assess(self.answer_set(questionnaire), questionnaire).disposition

    def problems(self, questionnaire: Questionnaire) -> Iterator[str]:
        """Where the rules do not do justice to the person, or the vignette does not fit the questionnaire."""
        answers = self.answer_set(questionnaire)
        for question_id, chosen in self.given.items():
            question = questionnaire.by_id.get(question_id)
            if question is None:
                yield f"The rules have no question {question_id}."
                continue
            if unknown := [choice for choice in chosen if choice not in question.by_id]:
                yield f"{question_id} has no choice {' or '.join(unknown)}."
            if len(chosen) > 1 and not question.select_all:
                yield f"{question_id} takes one answer only."
            if not question.ask_when.holds(answers):
                yield f"{question_id} is asked only when {question.ask_when}."
        disposition = self.disposition(questionnaire)
        # An incomplete answer set has no place in the order.
        severity = SEVERITY.get(disposition, -1)
        if severity < SEVERITY[Disposition(self.at_least)]:
            yield f"The rules say {disposition}. It must be at least {self.at_least}."
        if severity > SEVERITY[Disposition(self.at_most)]:
            yield f"The rules say {disposition}. It must be at most {self.at_most}."


def _answer(question: Question | None, chosen: list[str]) -> object:
    return chosen[0] if len(chosen) == 1 and not (question and question.select_all) else chosen


@cache
def vignettes(folder: Path = FOLDER) -> Mapping[str, Vignette]:
    """Id -> vignette, in the order of the files; empty when there is no such folder. Raises BrokenContent."""
    people: dict[str, Vignette] = {}
    errors: list[ContentError] = []
    for file in sorted(folder.glob("[!.]*.yaml")):
        report = Report(file.name)
        record = read_each(Vignette, file.read_text(encoding="utf-8"), report)
        errors += report.errors
        for vignette_id, vignette in record.value.items() if record else ():
            if vignette_id in people:
                line = record.lines[vignette_id] if record else 1
                message = f"`{vignette_id}` is the id of another vignette."
                errors.append(ContentError(file.name, line, message, "Choose another id."))
            people[vignette_id] = vignette
    if errors:
        raise BrokenContent(errors)
    return people


def complaints(questionnaire: Questionnaire) -> list[str]:
    """A line for each problem of each person. Raises BrokenContent."""
    return [
        f"{vignette_id}: {vignette.person} {problem}"
        for vignette_id, vignette in vignettes().items()
        for problem in vignette.problems(questionnaire)
    ]
