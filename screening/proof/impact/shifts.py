"""What differs between two rule sets: in the declarations, and in the results of all answer sets. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from screening.proof.answer_space.answers import answers_to, has_unknown_value
from screening.proof.answer_space.exploration import explore
from screening.proof.answer_space.groups import Questions, TrackAnswers
from screening.vocabulary.conditions import Answers
from screening.vocabulary.dispositions import SEVERITY, Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

NO_ANSWERS: Answers = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Shift:
    """How many answer sets led to `before` and now lead to `after`, with the simplest example.

    `example` has the answers with something to report; all others have nothing to report.
    """

    before: Disposition
    after: Disposition
    answer_sets: int
    example: dict[str, object]

    @property
    def is_milder(self) -> bool:
        """Whether it leads to a milder result; an incomplete screening has no place in that order."""
        return -1 < SEVERITY.get(self.after, -1) < SEVERITY.get(self.before, -1)

    @property
    def is_stricter(self) -> bool:
        return -1 < SEVERITY.get(self.before, -1) < SEVERITY.get(self.after, -1)


def shifts(old: Questionnaire, new: Questionnaire, only: Answers = NO_ANSWERS) -> list[Shift]:
    """A shift for each pair of dispositions, largest change first, and those that change nothing last.

    It covers all answers of both rule sets, and missing answers; of a question in `only`, it covers that answer alone.
    A choice that only one rule set has is an unknown value for the other.
    """
    given = {question_id: [(answer, answer)] for question_id, answer in only.items()}
    groups = explore([old, new], _answers, given)
    all_shifts = [Shift(before, after, group.count, group.example()) for (before, after), group in groups.items()]
    return sorted(all_shifts, key=_place)


def _place(shift: Shift) -> tuple[bool, int, str, str]:
    return shift.before is shift.after, -shift.answer_sets, shift.before, shift.after


def _answers(questions: Questions) -> list[TrackAnswers]:
    versions = [question for question in questions if question]
    choices = {choice.id: choice for question in versions for choice in question.choices}
    merged = Question(
        id=versions[0].id,
        topic="",
        text="",
        criterion="",
        choices=tuple(choices.values()),
        select_all=any(question.select_all for question in versions),
    )
    return [(answer, answer) for answer in answers_to(merged) if not has_unknown_value(answer)]


def changes(old: Questionnaire, new: Questionnaire) -> Iterator[str]:
    """What differs in the declarations, one line each."""
    for question_id in old.by_id | new.by_id:
        before, after = old.by_id.get(question_id), new.by_id.get(question_id)
        if before is None:
            yield f"{question_id}: new question"
        elif after is None:
            yield f"{question_id}: no longer asked"
        else:
            yield from _changes_of(before.as_json(), after.as_json(), question_id)
    if [*old.by_id] != [*new.by_id] and {*old.by_id} == {*new.by_id}:
        yield "the questions come in another order"
    before_decisions, after_decisions = ({d.id: d for d in rules.decisions} for rules in (old, new))
    for decision in sorted(before_decisions.keys() | after_decisions.keys()):
        if before_decisions.get(decision) != after_decisions.get(decision):
            yield f"decision {decision}: changed"


def _changes_of(before: dict[str, Any], after: dict[str, Any], where: str) -> Iterator[str]:
    for name in before:
        if name == "choices":
            yield from _changes_of_choices(before[name], after[name], where)
        elif before[name] != after[name]:
            yield f"{where}: {name}: {before[name]!r} -> {after[name]!r}"


def _changes_of_choices(before: list[dict[str, Any]], after: list[dict[str, Any]], where: str) -> Iterator[str]:
    old, new = ({choice["id"]: choice for choice in choices} for choices in (before, after))
    for choice in old | new:
        if choice not in new:
            yield f"{where}: {choice}: no longer on offer"
        elif choice not in old:
            yield f"{where}: {choice}: new choice, level {new[choice]['level']}"
        else:
            yield from _changes_of(old[choice], new[choice], f"{where}: {choice}")
    if [*old] != [*new] and {*old} == {*new}:
        yield f"{where}: the choices come in another order"
