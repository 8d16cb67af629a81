"""Invariants that the declarations and the imports alone decide."""

from dataclasses import replace

from screening.proof.invariants import declarations
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import UrgentCause
from tests.screening.mutants import with_choice
from tests.screening.proof.proving import NOTHING_ELSE, violated


def test_a_module_that_reads_the_clock_is_found(monkeypatch, tmp_path):
    (tmp_path / "clock.py").write_text("from datetime import date\n")
    monkeypatch.setattr(declarations, "_pure_files", lambda: [tmp_path / "clock.py"])
    assert violated(QUESTIONNAIRE, "13") == {"13": ["clock.py imports datetime"]}


def test_all_modules_that_judge_are_read():
    names = {file.name for file in declarations._pure_files()}
    assert {"assessment.py", "early_result.py", "path.py", "conditions.py", "vessels_and_allergy.py"} <= names


def test_a_question_that_is_asked_after_an_answer_for_someone_else_is_found():
    goes_on = with_choice("answering_for", "other", lambda choice: replace(choice, ends_questionnaire=False))
    verdict = declarations.check_asked_for_someone_else(goes_on)
    assert verdict.violation.because.startswith("leads to incomplete, and asks answering_for, age, decision_help, ")


def test_a_section_that_can_be_not_now_before_one_that_can_be_urgent_is_found():
    about_you, safety, psychosis, mania, *others = QUESTIONNAIRE.sections
    reordered = replace(QUESTIONNAIRE, sections=(about_you, safety, mania, psychosis, *others))
    assert violated(reordered, "E3") == {"E3": ["unusual_experiences can be urgent and comes after high_mood_signs"]}


def test_urgency_without_a_cause_and_a_cause_without_urgency_are_found():
    def changed(cause):
        return lambda choice: replace(choice, finding=replace(choice.finding, urgent_cause=cause))

    text = QUESTIONNAIRE.by_id["harm_to_others"].text
    assert violated(with_choice("harm_to_others", "yes", changed(None)), "U3") == {
        "U3": [f"harm_to_others: {text} -> Yes", NOTHING_ELSE, "is urgent and has no cause"]
    }
    assert violated(with_choice("harm_to_others", "not_sure", changed(UrgentCause.DANGER)), "U3") == {
        "U3": [f"harm_to_others: {text} -> Not sure", NOTHING_ELSE, "is talk first and has the cause danger"]
    }
