"""The rules agree with the answer map and the table of pairs; a rule set with one change does not."""

import pytest

from screening.assessment import assess
from screening.earlier_rules import EARLIER
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level, UrgentCause
from tests.screening.decision_tables import CHOICES, PAIRS, answer_set, differences
from tests.screening.mutants import mutants

# The page that each urgent answer leads to.
CAUSES = {
    ("emergency_signs", "new_or_worse"): UrgentCause.MEDICAL,
    ("suicide_intention", "yes"): UrgentCause.SUICIDE,
    ("suicide_intention", "not_sure"): UrgentCause.SUICIDE,
    ("suicide_intention", "prefer_not"): UrgentCause.SUICIDE,
    ("suicide_plan", "yes"): UrgentCause.SUICIDE,
    ("suicide_plan", "not_sure"): UrgentCause.SUICIDE,
    ("suicide_plan", "prefer_not"): UrgentCause.SUICIDE,
    ("suicide_right_now", "yes"): UrgentCause.SUICIDE,
    ("suicide_right_now", "not_sure"): UrgentCause.SUICIDE,
    ("suicide_right_now", "prefer_not"): UrgentCause.SUICIDE,
    ("suicide_try", "within_3_months"): UrgentCause.SUICIDE,
    ("suicide_steps", "within_3_months"): UrgentCause.SUICIDE,
    ("harm_to_others", "yes"): UrgentCause.DANGER,
    ("unusual_experiences", "yes_command_self"): UrgentCause.SUICIDE,
    ("unusual_experiences", "yes_command_others"): UrgentCause.DANGER,
    ("unusual_experiences", "yes_after_birth"): UrgentCause.AFTER_BIRTH,
}
SCREENS = """
    answering_for
    age decision_help
    emergency_signs
    wish_to_be_dead thoughts_of_suicide
    suicide_intention suicide_plan suicide_right_now
    suicide_try suicide_steps
    harm_to_others
    unusual_experiences
    past_unusual_experiences psychotic_disorder family_schizophrenia
    high_mood_signs past_high_time bipolar_told
    pregnancy nursing
    aneurysm avm brain_bleed ketamine_allergy
    pressure_told pressure_readings
    heart_or_stroke_event heart_problem
    substance_problem past_substance_problem
    alcohol_days cannabis_days street_drugs medicine_misuse
    nonmedical_ketamine two_days_without
    health_history
    more_health mind_history
    medicines more_medicines
    ride_home talk_sessions treatments_tried main_reason
"""


def test_the_declared_levels_are_those_of_the_answer_map():
    declared = {(q.id, choice.id): choice.level for q in QUESTIONNAIRE.questions for choice in q.choices}
    assert declared == {(question, answer): level for question, answer, level in CHOICES}
    assert len(CHOICES) == len(declared)


def test_the_questions_are_asked_in_the_order_of_the_answer_map():
    assert [question.id for question in QUESTIONNAIRE.questions] == list(dict.fromkeys(row[0] for row in CHOICES))


def test_there_are_55_questions_and_25_of_them_are_new():
    assert len(QUESTIONNAIRE.questions) == 55
    assert len(QUESTIONNAIRE.by_id.keys() - EARLIER["1.0.1"].by_id.keys()) == 25


def test_a_healthy_person_answers_46_questions_on_21_screens():
    screens = [screen for screen in QUESTIONNAIRE.screens if not screen.first.is_follow_up]
    assert [[question.id for question in screen.questions] for screen in screens] == [
        line.split() for line in SCREENS.strip().splitlines()
    ]
    assert sum(len(screen.questions) for screen in screens) == 46


def test_every_urgent_answer_says_which_help_is_needed_and_no_other_answer_does():
    causes = {
        (question.id, choice.id): choice.finding.urgent_cause
        for question in QUESTIONNAIRE.questions
        for choice in question.choices
        if choice.finding and choice.finding.urgent_cause
    }
    assert causes == CAUSES
    assert {(question, answer) for question, answer, level in CHOICES if level is Level.URGENT} == CAUSES.keys()


def test_every_answer_alone_does_what_the_tables_say():
    assert list(differences(QUESTIONNAIRE)) == []


@pytest.mark.parametrize(("answers", "disposition", "reasons"), PAIRS, ids=[row[0] or "all clear" for row in PAIRS])
def test_answers_given_together_lead_where_the_table_says(answers, disposition, reasons):
    assessment = assess(answer_set(answers))
    assert (assessment.disposition.value, [one.question.id for one in assessment.findings]) == (disposition, reasons)


def test_no_changed_rule_set_passes_the_tables():
    # Each level changed to each other level, each condition removed, each flag inverted.
    # It is faster to look at the changed question first; the name of a fault begins with it.
    survivors = [
        name
        for name, questionnaire in mutants()
        if next(differences(questionnaire, first=name.replace(":", " ").split()[0]), None) is None
    ]
    assert survivors == []
