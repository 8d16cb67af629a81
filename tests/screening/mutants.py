"""Rule sets with one fault, for tests that must notice it."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import ALWAYS, Condition
from screening.vocabulary.dispositions import Level, UrgentCause
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Choice, Finding, Question


def with_question(question_id: str, change: Callable[[Question], Question]) -> Questionnaire:
    """The live rules with one question changed."""
    sections = tuple(
        replace(section, questions=tuple(change(q) if q.id == question_id else q for q in section.questions))
        for section in QUESTIONNAIRE.sections
    )
    return replace(QUESTIONNAIRE, sections=sections)


def with_choice(question_id: str, choice_id: str, change: Callable[[Choice], Choice]) -> Questionnaire:
    """The live rules with one choice changed."""
    return with_question(
        question_id,
        lambda question: replace(
            question, choices=tuple(change(choice) if choice.id == choice_id else choice for choice in question.choices)
        ),
    )


def with_choice_alone(question_id: str, choice_id: str, change: Callable[[Choice], Choice]) -> Questionnaire:
    """Like `with_choice`, without the other choices of a list, except those that exclude others.

    Each answer set of the shorter list is one of the whole list and leads to the same, so what breaks an invariant here
    breaks it there, and there are far fewer answer sets.
    """

    def changed(question: Question) -> Question:
        kept = tuple(choice for choice in question.choices if choice.id == choice_id or choice.excludes_others)
        choices = kept if question.select_all else question.choices
        return replace(
            question, choices=tuple(change(choice) if choice.id == choice_id else choice for choice in choices)
        )

    return with_question(question_id, changed)


def at_level(level: Level) -> Callable[[Choice], Choice]:
    """With another level, and with a cause if and only if it is urgent."""

    def changed(choice: Choice) -> Choice:
        if level is Level.CLEAR:
            return replace(choice, finding=None)
        finding = choice.finding or Finding(level, "Words.")
        cause = (finding.urgent_cause or UrgentCause.MEDICAL) if level is Level.URGENT else None
        return replace(choice, finding=replace(finding, level=level, urgent_cause=cause))

    return changed


def asked_when(condition: Condition) -> Callable[[Question], Question]:
    return lambda question: replace(question, ask_when=condition)


def mutants() -> Iterator[tuple[str, Questionnaire]]:
    """(fault, rules): each level changed to each other level, each condition removed, each flag inverted."""
    for question in QUESTIONNAIRE.questions:
        for choice in question.choices:
            for level in Level:
                if level is not choice.level:
                    name = f"{question.id} {choice.id}: {choice.level} -> {level}"
                    yield name, with_choice(question.id, choice.id, at_level(level))
            ends = not choice.ends_questionnaire
            if choice.level is not Level.URGENT:
                yield (
                    f"{question.id} {choice.id}: ends_questionnaire {ends}",
                    with_choice(
                        question.id, choice.id, lambda one: replace(one, ends_questionnaire=not one.ends_questionnaire)
                    ),
                )
        if question.is_follow_up:
            yield f"{question.id}: asked of everybody", with_question(question.id, asked_when(ALWAYS))
        crisis = not question.shows_crisis_lines
        yield (
            f"{question.id}: shows_crisis_lines {crisis}",
            with_question(question.id, lambda one: replace(one, shows_crisis_lines=not one.shows_crisis_lines)),
        )
