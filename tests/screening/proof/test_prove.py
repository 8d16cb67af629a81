"""The invariants hold over every answer set, and the proof notices faults in the logic."""

import json
from dataclasses import replace
from itertools import count

import pytest

from screening.assessment import NOTHING, disposition_of, judge
from screening.proof import certificate
from screening.proof.answer_space import exploration
from screening.proof.answer_space.answers import UNKNOWN_VALUE
from screening.proof.invariants.single_answers import check_question
from screening.proof.prove import CHECKS, NUMBERS, prove
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.conditions import ALWAYS
from screening.vocabulary.dispositions import Level
from tests.screening.mutants import asked_when, with_question
from tests.screening.proof.proving import WITHOUT_MEDICINES, violated


def test_every_invariant_of_the_clinical_text_that_can_be_proven_is_checked():
    numbers = [number for number, _ in CHECKS]
    assert [*dict.fromkeys(numbers)] == [*NUMBERS]
    assert [*NUMBERS] == [
        *("F", "F2", "F3", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16", "17"),
        *("A1", "A2", "A3", "A4", "E1", "E2", "E3", "U3"),
    ]


def test_all_invariants_hold_and_the_committed_certificate_matches_the_live_rules():
    verdicts = list(prove(QUESTIONNAIRE))
    assert [verdict.statement for verdict in verdicts if verdict.violation] == []
    made = certificate.as_text(certificate.certificate_of(QUESTIONNAIRE, verdicts))
    assert json.loads(made) == certificate.committed()
    assert made == certificate.CERTIFICATE.read_text(encoding="utf-8")
    assert certificate.as_text(QUESTIONNAIRE.as_json()) == certificate.RULESET.read_text(encoding="utf-8")


def urgent_is_worth_nothing(worst, **rest):
    return disposition_of(min(worst, Level.NOT_NOW), **rest)


def unfinished_is_let_pass(worst, **rest):
    return disposition_of(worst, is_unfinished=False, has_ended=False)


def two_talk_firsts_cancel(question, answer, asked):
    judgment = judge(question, answer, asked)
    talk_first = [found for found in judgment.findings if found.level is Level.TALK_FIRST]
    return replace(judgment, findings=()) if len(talk_first) > 1 else judgment


def choices_count_as_they_come(question, answer, asked):
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


def notes_are_dropped(*one):
    judgment = judge(*one)
    return replace(judgment, findings=tuple(found for found in judgment.findings if found.level > Level.NOTE))


@pytest.fixture
def forget():
    """Answers that were judged with a fault are forgotten, and so are those that were judged before."""
    exploration.forget()
    check_question.cache_clear()
    yield
    exploration.forget()
    check_question.cache_clear()


@pytest.mark.usefixtures("forget")
@pytest.mark.parametrize(
    ("number", "name", "broken"),
    [
        ("F", "disposition_of", urgent_is_worth_nothing),
        ("F", "judge", two_talk_firsts_cancel),
        ("F", "judge", notes_are_dropped),
        ("6", "disposition_of", urgent_is_worth_nothing),
        ("9", "disposition_of", unfinished_is_let_pass),
        ("11", "judge", two_talk_firsts_cancel),
        ("12", "judge", choices_count_as_they_come),
        ("13", "judge", judged_by_chance),
        ("14", "judge", only_the_first_reason),
        ("15", "judge", an_unknown_value_is_clear),
        ("16", "disposition_of", unfinished_is_let_pass),
        ("A2", "disposition_of", urgent_is_worth_nothing),
    ],
)
def test_a_fault_in_the_logic_is_found(number, name, broken, monkeypatch):
    invariants = ("minimums", "pairs", "single_answers")
    for module in ("answer_space.groups", *(f"invariants.{module}" for module in invariants)):
        monkeypatch.setattr(f"screening.proof.{module}.{name}", broken, raising=False)
    assert number in violated(WITHOUT_MEDICINES, number)


def test_a_dropped_condition_breaks_no_invariant_so_the_answer_map_has_to_notice():
    assert violated(with_question("seizures", asked_when(ALWAYS)), "9", "16") == {}
