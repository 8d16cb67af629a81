"""Finds faults in the declaration of a questionnaire. Pure.

`screening.checks` reports each fault as an error of `manage.py check`, with the file and line of the question.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import chain

from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question, Section

FEWEST_CHOICES = 2


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
        yield from _choice_faults(question)
        for choice_id in _repeated(choice.id for choice in question.choices):
            message = f"The choice id {choice_id} is declared twice."
            yield Fault("screening.E004", question.id, message, "Choose another id.")
        yield from _condition_faults(question, earlier)
        if question.id not in used and not any(choice.finding for choice in question.choices):
            hint = "Give a choice a finding, or delete the question: we do not ask what nobody needs."
            yield Fault("screening.E007", question.id, "Nothing uses the answer to this question.", hint)
        earlier.setdefault(question.id, question)
    yield from _decision_faults(questionnaire)
    for section in questionnaire.sections:
        yield from _screen_faults(section, questionnaire)


def _missing_texts(question: Question) -> Iterator[Fault]:
    for name in ("text", "topic", "why", "criterion"):
        if not getattr(question, name).strip():
            yield Fault("screening.E008", question.id, f"It has no {name}.", "Write it beside the question.")
    if len(question.choices) < FEWEST_CHOICES:
        yield Fault("screening.E008", question.id, "It has fewer than two choices.", "Write what a person may answer.")
    if not all(sign.strip() for sign in question.listed):
        yield Fault("screening.E008", question.id, "One of the listed signs is empty.", "Write it, or delete it.")
    for choice in question.choices:
        if not choice.text.strip():
            yield Fault("screening.E008", question.id, f"The choice {choice.id} has no text.", "Write the answer.")
        if choice.finding and not choice.finding.words.strip():
            hint = "Say why, and what could change it, in the words the person reads."
            yield Fault("screening.E008", question.id, f"The finding of {choice.id} has no words.", hint)
    if any(choice.finding for choice in question.choices) and not (question.sources or question.no_source_because):
        hint = "Name a source of content/sources.yaml, or say in `no_source_because` why there is none."
        yield Fault("screening.E009", question.id, "Its findings have no source.", hint)


def _choice_faults(question: Question) -> Iterator[Fault]:
    for text in _repeated(choice.text for choice in question.choices):
        message = f"Two choices have the text “{text}”."
        yield Fault("screening.E018", question.id, message, "A person cannot tell them apart: reword one.")
    if question.choices and all(choice.level > Level.CLEAR for choice in question.choices):
        hint = "Add a choice for people who have nothing to report."
        yield Fault("screening.E018", question.id, "It has no clear choice.", hint)
    exclusive = [choice.id for choice in question.choices if choice.excludes_others]
    if exclusive and not question.select_all:
        message = f"{exclusive[0]} excludes other choices, but only one can be selected."
        yield Fault("screening.E018", question.id, message, "Delete excludes_others.")
    if question.select_all and not exclusive:
        message = "Several choices can be selected, but none excludes the others."
        yield Fault("screening.E018", question.id, message, "Add a choice such as “None of these”.")
    for choice in question.choices:
        cause = choice.finding.urgent_cause if choice.finding else None
        if choice.level is Level.URGENT and cause is None:
            hint = "Name it: it decides which page with help the person reads."
            yield Fault("screening.E017", question.id, f"{choice.id} is urgent and has no cause.", hint)
        if choice.level is not Level.URGENT and cause is not None:
            message = f"{choice.id} is not urgent and has the cause {cause}."
            yield Fault("screening.E017", question.id, message, "Delete the cause.")


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


def _screen_faults(section: Section, questionnaire: Questionnaire) -> Iterator[Fault]:
    own = {question.id: question for question in section.questions}
    named = [question_id for ids in section.screens for question_id in ids]
    for question_id in named:
        if question_id not in own:
            known = question_id if question_id in questionnaire.by_id else ""
            message = f"The screens of section {section.id} name {question_id}, which is not a question of it."
            yield Fault("screening.E016", known, message, "Name questions of this section only.")
    for question_id in _repeated(named):
        yield Fault("screening.E016", question_id, "It is on two screens.", "Name it once in `screens`.")
    if not all(section.screens):
        message = f"Section {section.id} has a screen without questions."
        yield Fault("screening.E016", "", message, "Delete it from `screens`.")
    for ids in section.screens:
        for question in (own[question_id] for question_id in ids if question_id in own):
            if question.asked_within or (question.is_follow_up and len(ids) > 1):
                what = "a follow-up" if question.is_follow_up else "asked within another question"
                message = f"It is {what}, so it cannot share a screen."
                yield Fault("screening.E016", question.id, message, "Delete it from `screens`.")
    yield from _screens_out_of_order(section)


def _screens_out_of_order(section: Section) -> Iterator[Fault]:
    order = [question.id for question in section.questions if not (question.is_follow_up or question.asked_within)]
    places = [[order.index(question_id) for question_id in ids if question_id in order] for ids in section.screens]
    has_gaps = any(place != list(range(place[0], place[0] + len(place))) for place in places if place)
    if has_gaps or [*chain(*places)] != sorted(chain(*places)):
        message = f"The screens of section {section.id} do not follow the order of its questions."
        hint = f"Name neighbors only, in this order: {', '.join(order)}."
        yield Fault("screening.E016", "", message, hint)


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


def _repeated(ids: Iterable[str]) -> list[str]:
    return [id_ for id_, count in Counter(ids).items() if count > 1]
