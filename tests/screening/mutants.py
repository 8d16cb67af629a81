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
    """Like `with_choice`, with short lists: only choices that exclude others, and those that lead to this question.

    Each answer set of the shorter lists is one of the whole lists and leads to the same, so what breaks an invariant
    here breaks it there, and there are far fewer answer sets.
    """
    needed = {(question_id, choice_id), *_leading_to(question_id)}

    def shortened(question: Question) -> Question:
        kept = tuple(
            choice for choice in question.choices if choice.excludes_others or (question.id, choice.id) in needed
        )
        return replace(question, choices=kept) if question.select_all else question

    changed = with_choice(question_id, choice_id, change)
    sections = tuple(
        replace(section, questions=tuple(map(shortened, section.questions))) for section in changed.sections
    )
    return replace(changed, sections=sections)


def _leading_to(question_id: str) -> Iterator[tuple[str, str]]:
    """The choices that conditions read, so that this question is asked, each with its question."""
    for part in QUESTIONNAIRE.by_id[question_id].ask_when.parts:
        yield from ((part.question, choice) for choice in part.choices)
        yield from _leading_to(part.question)


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
