"""Finds faults in the declaration of a questionnaire. Pure.

`screening.checks` reports each fault as an error of `manage.py check`, with the file and line of the question.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. `id` is that of the check; `question` is the id of a question, or "" for the whole rule set."""

    id: str
    question: str
    message: str
    hint: str


def faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault of the declaration, in the order of the questions."""
    for question_id in _repeated(question.id for question in questionnaire.questions):
        hint = "Ids are never reused: choose another."
        yield Fault("screening.E004", question_id, "This question id is declared twice.", hint)
    yield from _circles(questionnaire)
    earlier: dict[str, Question] = {}
    used = _used_by_others(questionnaire)
    for question in questionnaire.questions:
        yield from _missing_texts(question)
        for choice_id in _repeated(choice.id for choice in question.choices):
            message = f"The choice id {choice_id} is declared twice."
            yield Fault("screening.E004", question.id, message, "Choose another id.")
        yield from _condition_faults(question, earlier)
        if question.id not in used and not any(choice.finding for choice in question.choices):
            hint = "Give a choice a finding, or delete the question: we do not ask what nobody needs."
            yield Fault("screening.E007", question.id, "Nothing uses the answer to this question.", hint)
        earlier.setdefault(question.id, question)
    yield from _decision_faults(questionnaire)


def _missing_texts(question: Question) -> Iterator[Fault]:
    for name in ("text", "topic", "why", "criterion"):
        if not getattr(question, name).strip():
            yield Fault("screening.E008", question.id, f"It has no {name}.", "Write it beside the question.")
    if not question.choices:
        yield Fault("screening.E008", question.id, "It has no choices.", "A question needs at least two.")
    for choice in question.choices:
        if not choice.text.strip():
            yield Fault("screening.E008", question.id, f"The choice {choice.id} has no text.", "Write the answer.")
        if choice.finding and not choice.finding.words.strip():
            hint = "Say why, and what could change it, in the words the person reads."
            yield Fault("screening.E008", question.id, f"The finding of {choice.id} has no words.", hint)
    if any(choice.finding for choice in question.choices) and not (question.sources or question.no_source_because):
        hint = "Name a source of content/sources.yaml, or say in `no_source_because` why there is none."
        yield Fault("screening.E009", question.id, "Its findings have no source.", hint)


def _condition_faults(question: Question, earlier: dict[str, Question]) -> Iterator[Fault]:
    for answered in question.ask_when.parts:
        if answered.question not in earlier:
            message = f"ask_when reads {answered.question}, which is asked later or not at all."
            hint = "Move this question after that one: a condition can only read earlier answers."
            yield Fault("screening.E006", question.id, message, hint)
            continue
        for choice in sorted(set(answered.choices) - earlier[answered.question].by_id.keys()):
            message = f"ask_when names the choice {choice}, which {answered.question} does not have."
            yield Fault("screening.E006", question.id, message, "Nobody would ever be asked: name one of its choices.")
    opener = earlier.get(question.asked_within) if question.asked_within else None
    if question.asked_within and (opener is None or question.id not in opener.by_id):
        message = f"{question.asked_within} has no choice {question.id}, so nobody is asked."
        hint = "Add a choice with this id there, or give the question its own page."
        yield Fault("screening.E006", question.id, message, hint)


def _circles(questionnaire: Questionnaire) -> Iterator[Fault]:
    reads = {q.id: {part.question for part in q.ask_when.parts} for q in questionnaire.questions}
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        circle = error.args[1]
        message = f"Conditions form a circle: {' depends on '.join(reversed(circle))}."
        yield Fault("screening.E005", circle[0], message, "None of these would ever be asked: delete one condition.")


def _decision_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    declared = {decision.id for decision in questionnaire.decisions}
    # Decision id -> the first question that names it.
    named: dict[str, str] = {}
    for question in questionnaire.questions:
        for choice in question.choices:
            for decision in choice.finding.decisions if choice.finding else ():
                named.setdefault(decision, question.id)
    for decision in sorted(named.keys() - declared):
        hint = "Declare it in screening/questionnaire/decisions.py."
        yield Fault("screening.E002", named[decision], f"It names the unknown decision {decision}.", hint)
    for decision in sorted(declared - named.keys()):
        hint = "Name it in the finding it explains, or delete it."
        yield Fault("screening.E003", "", f"No finding names decision {decision}.", hint)


def _used_by_others(questionnaire: Questionnaire) -> set[str]:
    used = {question.asked_within for question in questionnaire.questions}
    return used.union(part.question for question in questionnaire.questions for part in question.ask_when.parts)


def _repeated(ids: Iterator[str]) -> list[str]:
    return [id_ for id_, count in Counter(ids).items() if count > 1]
