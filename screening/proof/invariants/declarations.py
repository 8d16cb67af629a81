"""Invariants that the declarations and the imports alone decide."""

import ast
from collections.abc import Iterator
from pathlib import Path

from screening.assessment import assess
from screening.path import path
from screening.proof.invariants.verdicts import DECLARATIONS, IMPORTS, Verdict, Violation
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question

SCREENING = Path(__file__).parents[2]
PURE_MODULES = ("vocabulary", "assessment.py", "early_result.py", "path.py", "questionnaire")
PURE_IMPORTS = (
    *("collections", "dataclasses", "enum", "functools", "hashlib", "json", "operator", "typing", "screening"),
    "django.db.models",  # TextChoices, an enum
)
RED_FLAGS = (
    *("wish_to_be_dead", "thoughts_of_suicide", "suicide_intention", "suicide_plan", "suicide_right_now"),
    *("suicide_try", "suicide_steps", "emergency_signs", "harm_to_others", "unusual_experiences", "high_mood_signs"),
    *("pregnancy", "nursing", "pressure_told", "pressure_readings"),
    *("aneurysm", "avm", "brain_bleed", "ketamine_allergy"),
)


def check_imports(questionnaire: Questionnaire) -> Verdict:
    statement = "no clock, no chance, no network: the modules that judge import nothing that has one"
    for file in _pure_files():
        for module in _imports(ast.parse(file.read_text(encoding="utf-8"))):
            if not any(module == allowed or module.startswith(f"{allowed}.") for allowed in PURE_IMPORTS):
                return Verdict("13", statement, IMPORTS, violation=Violation(f"{file.name} imports {module}"))
    return Verdict("13", statement, IMPORTS)


def _pure_files() -> Iterator[Path]:
    for module in PURE_MODULES:
        path = SCREENING / module
        yield from sorted(path.glob("*.py")) if path.is_dir() else [path]


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def check_red_flags(questionnaire: Questionnaire) -> Verdict:
    statement = "no answer hides a red-flag question: each is asked of everybody"
    for flag in RED_FLAGS:
        question = questionnaire.by_id.get(flag)
        if question is None or question.is_follow_up or question.asked_within:
            because = f"{flag} is asked only when {question.ask_when}" if question else f"the rules do not ask {flag}"
            return Verdict("17", statement, DECLARATIONS, violation=Violation(because))
    return Verdict("17", statement, DECLARATIONS)


def check_asked_for_someone_else(questionnaire: Questionnaire) -> Verdict:
    statement = "answering_for other by itself: talk-to-clinician-first, and no other question is asked"
    answers = {"answering_for": "other"}
    asked = [question.id for question in path(answers, questionnaire)]
    disposition = assess(answers, questionnaire).disposition
    violation = None
    if asked != ["answering_for"] or disposition is not Disposition.TALK_TO_CLINICIAN_FIRST:
        violation = Violation(f"leads to {disposition}, and asks {', '.join(asked)}", dict(answers))
    return Verdict("A4", statement, DECLARATIONS, 1, violation)


def check_order(questionnaire: Questionnaire) -> Verdict:
    """An answer that ends the questionnaire hides nothing: the person is led to a page of its own at once."""
    statement = (
        "every question that can be urgent comes before each question on a later screen that can be not-suitable-now, "
        "cannot be urgent, and does not end the questionnaire"
    )
    waiting: list[str] = []
    for screen in questionnaire.screens:
        urgent = [question for question in screen.questions if question.can_be_urgent]
        if urgent and waiting:
            because = f"{urgent[0].id} can be urgent and comes after {waiting[0]}"
            return Verdict("E3", statement, DECLARATIONS, violation=Violation(because))
        waiting += [question.id for question in screen.questions if _can_only_be_not_now(question)]
    return Verdict("E3", statement, DECLARATIONS)


def _can_only_be_not_now(question: Question) -> bool:
    is_not_now = any(choice.level is Level.NOT_NOW for choice in question.choices)
    return is_not_now and not any(choice.is_last_asked for choice in question.choices)


def check_causes(questionnaire: Questionnaire) -> Verdict:
    statement = "every answer of level urgent has a cause, and no other answer has one"
    for question in questionnaire.questions:
        for choice in question.choices:
            cause = choice.finding.urgent_cause if choice.finding else None
            if (cause is not None) is not (choice.level is Level.URGENT):
                because = f"is {choice.level.as_text} and has {f'the cause {cause}' if cause else 'no cause'}"
                return Verdict("U3", statement, DECLARATIONS, 1, Violation(because, {question.id: choice.id}))
    return Verdict("U3", statement, DECLARATIONS)
