"""Answers to rules 1.0.1, carried over to what the same person would answer now: nothing becomes milder by accident."""

from dataclasses import replace
from pathlib import Path

import pytest

from pages.schema.errors import BrokenContent
from screening.earlier_rules import EARLIER
from screening.proof.impact.bridge import Answer, Bridge, Crossing, Loosening, read_bridge
from screening.proof.impact.shifts import shifts
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import NOT_SURE, PREFER_NOT, Choice, Question, Section, not_now, talk_first
from tests.screening.mutants import at_level, with_choice

BRIDGE = read_bridge(Path(__file__).parents[2] / "bridge_1_0_1.yaml")
OLD = EARLIER["1.0.1"]
CROSSING = Crossing(OLD, QUESTIONNAIRE, BRIDGE)
CLEAR, NOTE, TALK_FIRST, NOT_NOW, URGENT = Level
SUGGEST, TALK, WAIT = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
)


def test_the_bridge_fits_both_rule_sets():
    assert list(CROSSING.faults()) == []


def test_no_answer_becomes_milder_without_a_loosening_that_is_listed():
    assert CROSSING.unlisted() == []


# L1 to L4 are the loosenings of the clinical text; O1 and O2 are open points that D22 names.
LOOSENINGS = {
    "L1": [
        ("high_mood=mild", "high_mood_signs=one_sign", NOT_NOW, TALK_FIRST),
        ("high_mood=strong", "high_mood_signs=one_sign", NOT_NOW, TALK_FIRST),
    ],
    "L2": [("warning_signs=symptoms", "emergency_signs=usual", URGENT, NOT_NOW)],
    "L3": [("answering_for=other", "answering_for=other", TALK_FIRST, TALK_FIRST)],
    "L4": [
        ("nonmedical_ketamine=recent", "nonmedical_ketamine=no", NOT_NOW, CLEAR),
        ("nonmedical_ketamine=past", "nonmedical_ketamine=no", TALK_FIRST, CLEAR),
    ],
    "O1": [
        (
            "blood_pressure=controlled_unchecked",
            "pressure_told=past_only and pressure_readings=under_140",
            TALK_FIRST,
            NOTE,
        )
    ],
    "O2": [("warning_signs=high_reading_only", "pressure_readings=past_180", NOT_NOW, TALK_FIRST)],
}


def test_these_answers_become_milder_and_no_others():
    milder = {
        loosening: [
            (str(change.old), str(change.possibility), change.before, change.after)
            for change in CROSSING.of_loosening(loosening)
        ]
        for loosening in BRIDGE.loosenings
    }
    assert milder == LOOSENINGS


def test_without_the_loosenings_no_set_of_answers_leads_to_a_milder_result():
    found = shifts(OLD, CROSSING.mildest(BRIDGE.loosenings))
    assert [shift for shift in found if shift.is_milder] == []
    # The comparison would notice one: these loosenings are in it otherwise.
    examples = [shift.example for shift in shifts(OLD, CROSSING.mildest()) if shift.is_milder]
    assert {"warning_signs": "symptoms"} in examples


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        # An aneurysm outside the brain, own readings, intention, a new kind of emergency.
        ("brain_vessels=no", "aneurysm=yes", CLEAR, NOT_NOW),
        ("blood_pressure=no", "pressure_told=no and pressure_readings=often_140", CLEAR, NOT_NOW),
        ("blood_pressure=no", "pressure_told=no and pressure_readings=some_140", CLEAR, TALK_FIRST),
        ("suicidal_thoughts=thoughts", "thoughts_of_suicide=yes and suicide_intention=yes", TALK_FIRST, URGENT),
        ("warning_signs=no", "emergency_signs=new_or_worse", CLEAR, URGENT),
        ("unusual_experiences=yes", "unusual_experiences=yes_after_birth", NOT_NOW, URGENT),
        ("breathing=controlled", "breathing=copd", NOTE, TALK_FIRST),
        ("bladder=past", "bladder=interstitial", NOTE, TALK_FIRST),
        ("medicines=opioid", "medicines=opioid_and_sedative", TALK_FIRST, NOT_NOW),
    ],
)
def test_gaps_that_were_closed_are_stricter_now(old, new, before, after):
    changes = {(str(c.old), str(c.possibility)): (c.before, c.after) for c in CROSSING.changes}
    assert changes[old, new] == (before, after)


def test_what_was_not_asked_before_no_longer_leads_to_a_suggestion():
    answers = [
        (str(answer), level)
        for answer, level in CROSSING.not_asked_before()
        if answer.choice not in (NOT_SURE, PREFER_NOT)
    ]
    talk_about = {
        "more_health": ("kidney", "eye_other", "anesthesia", "low_weight", "high_weight", "delirium"),
        "mind_history": ("personality", "dissociative", "eating_disorder"),
        "more_medicines": (
            *("gabapentinoid", "muscle_relaxant", "antihistamine", "antipsychotic", "cyp3a4", "same_receptor"),
            "other_sleepy",
        ),
    }
    assert answers == [
        ("decision_help=yes", TALK_FIRST),
        ("aneurysm=being_checked", NOT_NOW),
        ("alcohol_days=4_15", TALK_FIRST),
        ("alcohol_days=most_days", NOT_NOW),
        ("cannabis_days=most_days", TALK_FIRST),
        ("street_drugs=within_year", TALK_FIRST),
        ("street_drugs=within_month", NOT_NOW),
        ("medicine_misuse=yes", TALK_FIRST),
        *((f"{question}={choice}", TALK_FIRST) for question, choices in talk_about.items() for choice in choices),
    ]


@pytest.mark.parametrize(
    ("new", "level", "unlisted"),
    [
        (("pressure_told", "untreated"), TALK_FIRST, ["blood_pressure=uncontrolled by pressure_told=untreated"]),
        # A choice that both rule sets have needs no line in the bridge.
        (("pregnancy", "yes"), NOTE, ["pregnancy=yes by pregnancy=yes"]),
        (
            ("suicide_steps", "within_3_months"),
            NOT_NOW,
            ["suicide_attempt=within_3_months by suicide_steps=within_3_months"],
        ),
    ],
)
def test_a_level_that_is_lowered_is_noticed(new, level, unlisted):
    crossing = replace(CROSSING, new=with_choice(*new, at_level(level)))
    assert [f"{change.old} by {change.possibility}" for change in crossing.unlisted()] == unlisted


HELPER = Question("helper", "t", "t", (Choice("no", "No"), Choice("yes", "Yes", talk_first("Words."))), "c")
ILL = Question("ill", "t", "t", (Choice("no", "No"), Choice("yes", "Yes", not_now("Words."))), "c")


def rules(*questions):
    return Questionnaire("1", (Section("s", "S", questions),))


def small_crossing(same_person, new=(HELPER, ILL)):
    return Crossing(rules(HELPER, ILL), rules(*new), Bridge({"L": Loosening("people", "Because.")}, same_person))


@pytest.mark.parametrize(
    ("same_person", "new", "faults"),
    [
        ({}, (HELPER, ILL), []),
        ({}, (HELPER,), ["ill=no leads to no answer of rules 1.", "ill=yes leads to no answer of rules 1."]),
        ({"ill=perhaps": ("ill=no",)}, (HELPER, ILL), ["ill=perhaps is no answer of rules 1."]),
        ({"ill=yes": ("sick=yes",)}, (HELPER, ILL), ["ill=yes: sick=yes is no answer of rules 1."]),
        ({"ill=yes": ("ill=no (M)",)}, (HELPER, ILL), ["ill=yes: M is not among the loosenings."]),
    ],
)
def test_what_is_missing_in_a_bridge_is_reported(same_person, new, faults):
    assert list(small_crossing(same_person, new).faults()) == faults


def test_a_loosening_is_counted_over_all_sets_of_answers():
    crossing = small_crossing({"ill=yes": ("ill=no (L)",)})
    # "helper" was no, yes, or not answered; the last is incomplete before and after.
    assert [(shift.before, shift.after, shift.answer_sets) for shift in crossing.milder_by("L")] == [
        (WAIT, SUGGEST, 1),
        (WAIT, TALK, 1),
    ]


def test_an_answer_that_ends_the_questions_now_makes_every_answer_after_it_count_no_more():
    no, yes = HELPER.choices
    ends = replace(HELPER, choices=(no, replace(yes, ends_questionnaire=True)))
    crossing = small_crossing({"helper=yes": ("helper=yes (L)",)}, (ends, ILL))
    [shift] = crossing.milder_by("L")
    assert (shift.before, shift.after, shift.answer_sets) == (WAIT, TALK, 1)
    assert shift.example == {"helper": "yes", "ill": "yes"}


def test_of_several_possibilities_the_mildest_and_the_strictest_are_taken():
    # An identity is a possibility too.
    crossing = small_crossing({"helper=yes": ("ill=yes",), "ill=no": ("ill=yes",)})
    levels = [
        {Answer(q.id, choice.id): choice.level for q in questionnaire.questions for choice in q.choices}
        for questionnaire in (crossing.mildest(), crossing.strictest())
    ]
    helper, ill, well = Answer("helper", "yes"), Answer("ill", "yes"), Answer("ill", "no")
    assert [(level[helper], level[ill], level[well]) for level in levels] == [
        (TALK_FIRST, NOT_NOW, CLEAR),
        # A clear answer stays clear.
        (NOT_NOW, NOT_NOW, CLEAR),
    ]


def test_a_bridge_that_cannot_be_read_is_reported_with_its_line(tmp_path):
    file = tmp_path / "bridge.yaml"
    file.write_text("loosenings: {}\nsame_person:\n  ill=yes: ill=no\n")
    with pytest.raises(BrokenContent, match=r"bridge\.yaml:3: `same_person\.ill=yes` must be a list"):
        read_bridge(file)
