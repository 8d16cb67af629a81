"""The invariants hold over every answer set, and a planted fault is found with its smallest counterexample."""

import json
from dataclasses import replace
from itertools import count

import pytest

from screening.assessment import NOTHING, disposition_of, judge
from screening.proof import certificate
from screening.proof.answers import UNKNOWN_VALUE
from screening.proof.invariants import ANSWER_INVARIANTS
from screening.proof.prove import CHECKS, prove
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import ALWAYS, Answered
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from tests.screening.mutants import asked_when, at_level, with_choice, with_question


def violated(questionnaire: Questionnaire, *only: int) -> dict[int, list[str]]:
    """Number -> counterexample of each invariant that does not hold."""
    found = {}
    for verdict in prove(questionnaire, only or range(1, 18)):
        if verdict.violation:
            found.setdefault(verdict.number, list(verdict.violation.lines(questionnaire)))
    return found


def test_every_invariant_of_the_clinical_text_is_checked():
    assert {number for number, _ in CHECKS} == set(range(1, 18))


def test_all_invariants_hold_and_the_committed_certificate_matches_the_live_rules():
    verdicts = list(prove(QUESTIONNAIRE))
    assert [verdict.statement for verdict in verdicts if verdict.violation] == []
    made = certificate.as_text(certificate.certificate_of(QUESTIONNAIRE, verdicts))
    assert json.loads(made) == certificate.committed()
    assert made == certificate.CERTIFICATE.read_text(encoding="utf-8")
    assert certificate.as_text(QUESTIONNAIRE.as_json()) == certificate.RULESET.read_text(encoding="utf-8")


NOTHING_ELSE = "every other question: the answer with nothing to report"


def test_a_lowered_level_is_found_with_the_smallest_counterexample_in_the_words_of_the_questionnaire():
    lowered = with_choice("high_mood", "mild", at_level(Level.TALK_FIRST))
    question = QUESTIONNAIRE.by_id["high_mood"]
    assert violated(lowered, 1) == {
        1: [
            f"high_mood: {question.text} -> {question.by_id['mild'].text}",
            NOTHING_ELSE,
            "leads to talk-to-clinician-first",
        ]
    }


def test_a_choice_without_a_finding_is_found():
    question = QUESTIONNAIRE.by_id["suicide_attempt"]
    forgotten = with_choice("suicide_attempt", "within_3_months", at_level(Level.CLEAR))
    assert violated(forgotten, 7, 9) == {
        7: [
            f"suicide_attempt: {question.text} -> {question.by_id['within_3_months'].text}",
            NOTHING_ELSE,
            "leads to suggest-consultation",
        ]
    }


def test_an_unsure_answer_without_a_finding_is_found():
    assert list(violated(with_choice("heart_problem", "not_sure", at_level(Level.NOTE)), 10)) == [10]


@pytest.mark.parametrize(
    ("question_id", "numbers"),
    [("high_mood", {1, 17}), ("unusual_experiences", {2, 17}), ("pregnancy", {3, 17}), ("suicide_attempt", {7, 17})],
)
def test_a_condition_that_hides_a_red_flag_is_found(question_id, numbers):
    hidden = with_question(question_id, asked_when(Answered("answering_for", ("other",))))
    assert set(violated(hidden, 1, 2, 3, 7, 17)) == numbers


def test_a_deleted_question_or_a_renamed_choice_is_found():
    without = Questionnaire("1", tuple(s for s in QUESTIONNAIRE.sections if s.id != "pregnancy"))
    assert violated(without, 3, 17) == {
        3: ["the rules have no question pregnancy"],
        17: ["the rules do not ask pregnancy"],
    }
    renamed = with_choice("blood_pressure", "uncontrolled", lambda choice: replace(choice, id="high"))
    assert violated(renamed, 5) == {5: ["blood_pressure has no choice uncontrolled"]}


def urgent_is_worth_nothing(worst, **rest):
    return disposition_of(min(worst, Level.NOT_NOW), **rest)


def unfinished_is_let_pass(worst, **rest):
    return disposition_of(worst, is_unfinished=False, has_ended=False)


def two_talk_firsts_cancel(question, answer, asked):
    judgment = judge(question, answer, asked)
    talk_first = [found for found in judgment.findings if found.level is Level.TALK_FIRST]
    return replace(judgment, findings=()) if len(talk_first) > 1 else judgment


def ticks_count_as_they_come(question, answer, asked):
    judgment = judge(question, answer, asked)
    given = answer if isinstance(answer, list) else [answer]
    return replace(judgment, findings=tuple(sorted(judgment.findings, key=lambda found: given.index(found.answer))))


def judged_by_chance(*one, calls=count()):  # noqa: B008 (one count for all calls is meant)
    return NOTHING if next(calls) % 7 == 0 else judge(*one)


def only_the_first_reason(*one):
    judgment = judge(*one)
    return replace(judgment, findings=judgment.findings[:1])


def an_unknown_value_is_clear(question, answer, asked):
    return NOTHING if answer == UNKNOWN_VALUE else judge(question, answer, asked)


@pytest.mark.parametrize(
    ("number", "name", "broken"),
    [
        (6, "disposition_of", urgent_is_worth_nothing),
        (9, "disposition_of", unfinished_is_let_pass),
        (11, "judge", two_talk_firsts_cancel),
        (12, "judge", ticks_count_as_they_come),
        (13, "judge", judged_by_chance),
        (14, "judge", only_the_first_reason),
        (15, "judge", an_unknown_value_is_clear),
        (16, "disposition_of", unfinished_is_let_pass),
    ],
)
def test_a_fault_in_the_logic_is_found(number, name, broken, monkeypatch):
    for module in ("screening.proof.answer_space", "screening.proof.groups", "screening.proof.prove"):
        monkeypatch.setattr(f"{module}.{name}", broken, raising=False)
    assert number in violated(QUESTIONNAIRE, number)


def test_a_module_that_reads_the_clock_is_found(monkeypatch, tmp_path):
    (tmp_path / "clock.py").write_text("from datetime import date\n")
    monkeypatch.setattr("screening.proof.prove._pure_files", lambda: [tmp_path / "clock.py"])
    assert violated(QUESTIONNAIRE, 13) == {13: ["clock.py imports datetime"]}


def test_each_invariant_about_a_given_answer_fails_for_rules_without_findings():
    def harmless(question):
        return replace(question, choices=tuple(replace(choice, finding=None) for choice in question.choices))

    sections = tuple(replace(one, questions=tuple(map(harmless, one.questions))) for one in QUESTIONNAIRE.sections)
    numbers = {invariant.number for invariant in ANSWER_INVARIANTS}
    assert set(violated(replace(QUESTIONNAIRE, sections=sections), *numbers)) == numbers


def test_a_dropped_condition_breaks_no_invariant_so_the_decision_table_has_to_notice():
    assert violated(with_question("seizures", asked_when(ALWAYS)), 9, 16) == {}
