"""What is wrong with a questionnaire as declared: found by reading it, before anybody answers. Pure.

`screening.checks` turns each fault into an error of `manage.py check`, with the file and line of the question.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from screening.vocabulary.questions import Question, Questionnaire


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend. `id` is that of the check; `question` is where it stands, or "" for the whole rule set."""

    id: str
    question: str
    says: str
    hint: str


def faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    """Every fault of the declaration, in the order of the questions."""
    for twice in _repeated(question.id for question in questionnaire.questions):
        yield Fault("screening.E004", twice, "The question id stands twice.", "Ids are never reused: choose another.")
    yield from _cycles(questionnaire)
    seen: dict[str, Question] = {}
    read = _read_by_others(questionnaire)
    for question in questionnaire.questions:
        yield from _words_missing(question)
        for twice in _repeated(choice.id for choice in question.choices):
            yield Fault("screening.E004", question.id, f"The choice id {twice} stands twice.", "Choose another id.")
        yield from _condition_faults(question, seen)
        if question.id not in read and not any(choice.finding for choice in question.choices):
            hint = "Give a choice a finding, or delete the question: we do not ask what nobody needs."
            yield Fault("screening.E007", question.id, "Nothing reads the answer to this question.", hint)
        seen.setdefault(question.id, question)
    yield from _decision_faults(questionnaire)


def _words_missing(question: Question) -> Iterator[Fault]:
    for name in ("text", "topic", "why", "criterion"):
        if not getattr(question, name).strip():
            yield Fault("screening.E008", question.id, f"It has no {name}.", "Write it beside the question.")
    if not question.choices:
        yield Fault("screening.E008", question.id, "It has no choices.", "A question needs at least two.")
    for choice in question.choices:
        if not choice.text.strip():
            yield Fault("screening.E008", question.id, f"The choice {choice.id} has no text.", "Write what is ticked.")
        if choice.finding and not choice.finding.words.strip():
            hint = "Say why, and what could change it, in the words the person reads."
            yield Fault("screening.E008", question.id, f"The finding of {choice.id} has no words.", hint)
    if any(choice.finding for choice in question.choices) and not (question.sources or question.no_source_because):
        hint = "Name a source of content/sources.yaml, or say in `no_source_because` why there is none."
        yield Fault("screening.E009", question.id, "Its findings rest on no source.", hint)


def _condition_faults(question: Question, earlier: dict[str, Question]) -> Iterator[Fault]:
    for answered in question.ask_when.parts:
        if answered.question not in earlier:
            hint = "Move it behind that question: a condition reads what was answered before."
            yield Fault(
                "screening.E006", question.id, f"ask_when reads {answered.question}, asked later or never.", hint
            )
            continue
        for choice in sorted(set(answered.choices) - earlier[answered.question].by_id.keys()):
            says = f"ask_when waits for the answer {choice}, which {answered.question} does not offer."
            yield Fault("screening.E006", question.id, says, "Nobody would ever be asked: name one of its choices.")
    opener = earlier.get(question.asked_within) if question.asked_within else None
    if question.asked_within and (opener is None or question.id not in opener.by_id):
        says = f"No choice of {question.asked_within} asks it."
        yield Fault(
            "screening.E006", question.id, says, "Add a choice with its id there, or give it a page of its own."
        )


def _cycles(questionnaire: Questionnaire) -> Iterator[Fault]:
    reads = {q.id: {part.question for part in q.ask_when.parts} for q in questionnaire.questions}
    try:
        TopologicalSorter(reads).prepare()
    except CycleError as error:
        circle = error.args[1]
        says = f"Conditions go in a circle: {' waits for '.join(reversed(circle))}."
        yield Fault("screening.E005", circle[0], says, "None of these would ever be asked: drop one condition.")


def _decision_faults(questionnaire: Questionnaire) -> Iterator[Fault]:
    declared = {decision.id for decision in questionnaire.decisions}
    rested_on: dict[str, str] = {}
    for question in questionnaire.questions:
        for choice in question.choices:
            for decision in choice.finding.decisions if choice.finding else ():
                rested_on.setdefault(decision, question.id)
    for decision in sorted(rested_on.keys() - declared):
        hint = "Declare it in screening/questionnaire/decisions.py."
        yield Fault("screening.E002", rested_on[decision], f"It rests on the unknown decision {decision}.", hint)
    for decision in sorted(declared - rested_on.keys()):
        hint = "Name it beside the finding it explains, or delete it."
        yield Fault("screening.E003", "", f"No finding rests on decision {decision}.", hint)


def _read_by_others(questionnaire: Questionnaire) -> set[str]:
    read = {question.asked_within for question in questionnaire.questions}
    return read.union(part.question for question in questionnaire.questions for part in question.ask_when.parts)


def _repeated(ids: Iterator[str]) -> list[str]:
    return [one for one, times in Counter(ids).items() if times > 1]
