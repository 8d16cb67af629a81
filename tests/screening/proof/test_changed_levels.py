"""The proof must bite: it objects to every level that is changed in a way that could hurt somebody.

The whole proof of each changed rule set would take hours. So each is proven with the invariants that can object to it,
F or 10, without the other choices of a list, and up to the first objection; the last test runs the whole command.
"""

import io

import pytest
from django.core.management import CommandError, call_command

from screening.management.commands import prove_rules
from screening.proof.prove import prove
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questions import NOT_SURE, PREFER_NOT
from tests.screening.mutants import at_level, with_choice, with_choice_alone


def objection(questionnaire, *numbers):
    """The first counterexample that one of these invariants finds; empty if all hold."""
    violations = (verdict.violation for verdict in prove(questionnaire, numbers) if verdict.violation)
    violation = next(violations, None)
    return list(violation.lines(questionnaire)) if violation else []


@pytest.mark.parametrize("question", QUESTIONNAIRE.questions, ids=lambda question: question.id)
def test_each_level_that_is_lowered_is_noticed_in_the_words_of_the_questionnaire(question):
    unnoticed = []
    for choice in question.choices:
        is_unsure = choice.id in (NOT_SURE, PREFER_NOT) and choice.level is Level.TALK_FIRST
        for level in Level:
            if level < choice.level:
                lowered = with_choice_alone(question.id, choice.id, at_level(level))
                lines = objection(lowered, "10" if is_unsure else "F")
                if f"{question.id}: {question.text} -> {choice.text}" not in lines:
                    unnoticed.append(f"{choice.id}: {choice.level} -> {level}: {lines}")
    assert unnoticed == []


@pytest.mark.parametrize("question", QUESTIONNAIRE.questions, ids=lambda question: question.id)
def test_each_level_that_is_raised_to_not_now_or_urgent_is_noticed(question):
    unnoticed = []
    for choice in question.choices:
        for level in (Level.NOT_NOW, Level.URGENT):
            if level > choice.level:
                raised = with_choice(question.id, choice.id, at_level(level))
                lines = objection(raised, "F2", "F3")
                if f"{question.id}: {question.text} -> {choice.text}" not in lines:
                    unnoticed.append(f"{choice.id}: {choice.level} -> {level}: {lines}")
    assert unnoticed == []


def test_the_command_objects_with_the_whole_proof_and_writes_nothing(monkeypatch, tmp_path):
    lowered = with_choice("suicide_intention", "yes", at_level(Level.NOT_NOW))
    monkeypatch.setattr(prove_rules, "QUESTIONNAIRE", lowered)
    monkeypatch.setattr(prove_rules, "CERTIFICATE", tmp_path / "certificate.json")
    monkeypatch.setattr(prove_rules, "RULESET", tmp_path / "ruleset.json")
    out = io.StringIO()
    with pytest.raises(CommandError, match="break an invariant"):
        call_command("prove_rules", stdout=out, no_color=True)
    question = QUESTIONNAIRE.by_id["suicide_intention"]
    lines = out.getvalue().splitlines()
    assert [line.split()[0] for line in lines if "VIOLATED" in line] == ["F", "F", "7", "A2"]
    assert lines.count(f"     suicide_intention: {question.text} -> {question.by_id['yes'].text}") == 4
    assert list(tmp_path.iterdir()) == []
