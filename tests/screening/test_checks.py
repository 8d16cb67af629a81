"""`manage.py check` reports rules that cannot be trusted, with file and line."""

from dataclasses import replace
from pathlib import Path

import pytest

from screening import checks
from screening.proof import certificate, minimum_levels
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import AllOf, Answered
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Section
from tests.screening.mutants import asked_when, at_level, with_choice, with_question


def heart_rules(**changes):
    question = replace(QUESTIONNAIRE.by_id["pressure_told"], **changes)
    return Questionnaire("1", (Section("heart", "Heart", (question,)),))


def line_of(question_id):
    lines = Path("screening/questionnaire/heart.py").read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if f'id="{question_id}"' in line)


def test_the_live_rules_pass():
    assert checks.questionnaire() == []


def test_an_unknown_source_is_reported_with_file_line_and_suggestion():
    [error] = checks.unknown_sources(heart_rules(sources=("pdrr",)), {"pdr", "jc"})
    where = f"screening/questionnaire/heart.py:{line_of('pressure_told')}: pressure_told"
    assert (error.msg, error.hint, error.id) == (
        f"{where}: It names the unknown source pdrr.",
        "Did you mean pdr?",
        "screening.E001",
    )


def test_a_missing_result_page_is_reported():
    outcomes = set(checks.RESULT_PAGES) - {"not-suitable-now"}
    [error] = checks.missing_result_pages(outcomes)
    assert (error.msg, error.hint, error.id) == (
        "The result not-suitable-now has no page.",
        "Write content/en/outcomes/not-suitable-now.md.",
        "screening.E010",
    )


def test_every_cause_of_urgency_and_the_page_for_helpers_is_a_result_page():
    assert (
        *("suggest-consultation", "talk-to-clinician-first", "not-suitable-now", "urgent-help-now"),
        *("urgent-medical", "urgent-suicide", "urgent-danger", "urgent-after-birth"),
        *("under-18", "for-someone-else"),
    ) == checks.RESULT_PAGES


HARD = "Uncontrolled hypertension constitutes an unquestionable contraindication to outpatient administration."


@pytest.mark.parametrize("field", ["text", "why", "hint"])
def test_a_text_above_grade_8_is_reported(field):
    [error] = checks.hard_texts(heart_rules(**{field: HARD}))
    assert error.id == "screening.E011"
    assert HARD in error.msg


def test_a_listed_sign_above_grade_8_is_reported():
    [error] = checks.hard_texts(heart_rules(listed=("Chest pain.", HARD)))
    assert error.id == "screening.E011"
    assert HARD in error.msg


def test_names_of_illnesses_and_medicines_and_short_texts_are_accepted():
    names = "Has a doctor told you that you have schizophrenia, schizoaffective disorder or delusional disorder?"
    assert list(checks.hard_texts(heart_rules(text=names, hint="Antidepressants"))) == []


def test_a_condition_that_fhir_cannot_express_is_reported():
    either = Answered("medicines", ("opioid", "maoi"))
    nested = with_question("main_reason", asked_when(AllOf((either, Answered("ride_home", ("no",))))))
    [error] = checks.conditions_fhir_cannot_express(nested)
    assert error.id == "screening.E013"
    assert "main_reason" in error.msg


@pytest.fixture
def other_rules(monkeypatch):
    other = replace(QUESTIONNAIRE, version="0.0.9")
    monkeypatch.setattr(checks, "QUESTIONNAIRE", other)


def test_rules_that_were_not_proven_stop_the_check(other_rules, settings):
    settings.DEBUG = False
    [error] = checks.questionnaire()
    assert (error.id, error.is_serious()) == ("screening.E012", True)


def test_in_debug_mode_they_only_warn(other_rules, settings):
    settings.DEBUG = True
    [warning] = checks.questionnaire()
    assert (warning.id, warning.is_serious()) == ("screening.E012", False)


def test_a_certificate_that_cannot_be_read_proves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(certificate, "CERTIFICATE", tmp_path / "certificate.json")
    assert not certificate.is_of(QUESTIONNAIRE)
    for text in ("{", "[]", '{"ruleset": null, "holds": true}'):
        (tmp_path / "certificate.json").write_text(text)
        assert not certificate.is_of(QUESTIONNAIRE)


def test_a_level_below_its_minimum_is_reported_with_file_line_and_both_levels():
    lowered = with_choice("avm", "yes", at_level(Level.TALK_FIRST))
    [error] = checks.below_minimum(lowered)
    file = Path("screening/questionnaire/vessels_and_allergy.py")
    line = 1 + next(number for number, text in enumerate(file.read_text().splitlines()) if 'id="avm"' in text)
    assert (error.msg, error.hint, error.id) == (
        f"{file}:{line}: avm: yes must have at least the level “not now”, but it has “talk first”: "
        "“Yes, now or in the past”",
        "Compare both with the clinical text. Correct the rules, or tests/screening/minimum_levels.csv.",
        "screening.E015",
    )


def test_a_missing_table_of_minimum_levels_is_reported(tmp_path, monkeypatch):
    monkeypatch.setattr(minimum_levels, "TABLE", tmp_path / "minimum_levels.csv")
    [error] = checks.below_minimum(QUESTIONNAIRE)
    assert error.id == "screening.E015"
    assert error.msg.startswith("tests/screening/minimum_levels.csv is missing or cannot be read.")
    assert error.hint == "Restore it from the repository, or correct the line."


def test_screens_that_do_not_fit_the_questions_are_reported_before_anything_that_needs_them(monkeypatch):
    first, *others = QUESTIONNAIRE.sections
    broken = replace(QUESTIONNAIRE, sections=(replace(first, screens=(("age", "weight"),)), *others))
    monkeypatch.setattr(checks, "QUESTIONNAIRE", broken)
    assert {message.id for message in checks.questionnaire()} == {"screening.E016"}
