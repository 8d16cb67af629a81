"""What a change of the rules changes: in the rule set as written, and over the whole space of answers. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from screening.proof.answer_space import SILENCE, answers_to, explore
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questions import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Shift:
    """Answer sets that lead to `after` now and led to `before`: how many, and the plainest of them.

    `example` holds the answers with something to report; every other answer has nothing.
    """

    before: Disposition
    after: Disposition
    answer_sets: int
    example: dict[str, object]


def shifts(old: Questionnaire, new: Questionnaire) -> list[Shift]:
    """Every pair of dispositions that some answer set goes between, the same one included, largest change first.

    Over all answers on offer in either rule set, a missing answer among them. An answer that only one of the two offers
    is, for the other, a value that is not on offer.
    """
    reached = explore([old, new], lambda question_id: [(value, value) for value in _answers(old, new, question_id)])
    found = [Shift(before, after, group.count, group.example()) for (_, (before, after)), group in reached.items()]
    return sorted(found, key=lambda shift: (shift.before is shift.after, -shift.answer_sets))


def _answers(old: Questionnaire, new: Questionnaire, question_id: str) -> list[object]:
    both = [one for one in (new.by_id.get(question_id), old.by_id.get(question_id)) if one]
    choices = {choice.id: choice for question in reversed(both) for choice in question.choices}
    widest = Question(
        id=question_id,
        topic="",
        text="",
        criterion="",
        choices=tuple(choices.values()),
        select_all=any(q.select_all for q in both),
    )
    return [value for value in answers_to(widest) if value is SILENCE or not _holds_unknown(widest, value)]


def _holds_unknown(question: Question, value: object) -> bool:
    return any(choice is None for _, choice in question.read(value))


def changes(old: Questionnaire, new: Questionnaire) -> Iterator[str]:
    """What differs in the rule sets as written, a line each."""
    for question_id in [*old.by_id, *(one for one in new.by_id if one not in old.by_id)]:
        before, after = old.by_id.get(question_id), new.by_id.get(question_id)
        if before is None:
            yield f"{question_id}: new question"
        elif after is None:
            yield f"{question_id}: no longer asked"
        else:
            yield from _changes_of(before.as_json(), after.as_json(), question_id)
    if [*old.by_id] != [*new.by_id] and {*old.by_id} == {*new.by_id}:
        yield "the questions come in another order"
    before_decisions, after_decisions = ({d.id: d for d in one.decisions} for one in (old, new))
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
    for choice in [*old, *(one for one in new if one not in old)]:
        if choice not in new:
            yield f"{where}: {choice}: no longer on offer"
        elif choice not in old:
            yield f"{where}: {choice}: new choice, level {new[choice]['level']}"
        else:
            yield from _changes_of(old[choice], new[choice], f"{where}: {choice}")
    if [*old] != [*new] and {*old} == {*new}:
        yield f"{where}: the choices come in another order"
