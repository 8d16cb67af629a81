"""Answer sets for tests: a clear one to start from, and one that gives a single answer on its path."""

from screening.questionnaire import QUESTIONNAIRE

CLEAR: dict[str, object] = {
    "answering_for": "self",
    "age": "25_64",
    "decision_help": "no",
    "emergency_signs": "no",
    "wish_to_be_dead": "no",
    "thoughts_of_suicide": "no",
    "suicide_intention": "no",
    "suicide_plan": "no",
    "suicide_right_now": "no",
    "suicide_try": "no",
    "suicide_steps": "no",
    "harm_to_others": "no",
    "unusual_experiences": "no",
    "past_unusual_experiences": "no",
    "psychotic_disorder": "no",
    "family_schizophrenia": "no",
    "high_mood_signs": "no",
    "past_high_time": "no",
    "bipolar_told": "no",
    "pregnancy": "no_or_na",
    "nursing": "no_or_na",
    "aneurysm": "no",
    "avm": "no",
    "brain_bleed": "no",
    "ketamine_allergy": "no_or_never",
    "pressure_told": "no",
    "pressure_readings": "under_140",
    "heart_or_stroke_event": "no",
    "heart_problem": "no",
    "substance_problem": "no",
    "past_substance_problem": "no",
    "alcohol_days": "none",
    "cannabis_days": "none",
    "street_drugs": "never",
    "medicine_misuse": "no",
    "nonmedical_ketamine": "no",
    "two_days_without": "yes",
    "health_history": ["none"],
    "more_health": ["none"],
    "mind_history": ["none"],
    "medicines": ["none"],
    "more_medicines": ["none"],
    "ride_home": "yes",
    "talk_sessions": "yes",
    "treatments_tried": "two_plus",
    "main_reason": "mood_anxiety_trauma",
}

# What differs from the clear answers, and the title of the result.
ANSWERS_AND_TITLES = [
    ({}, "A talk with our team could be a good next step"),
    ({"pressure_told": "not_sure"}, "Let's have a clinician look at this first"),
    ({"pregnancy": "yes"}, "This may not be the right time"),
]


def clear_except(question_id: str, answer: str) -> dict[str, object]:
    """Clear answers except this one; if the question is a follow-up, the choice that leads to it is selected."""
    question = QUESTIONNAIRE.by_id[question_id]
    answers = dict(CLEAR)
    if question.is_follow_up:
        answers["health_history"] = [question_id]
    answers[question_id] = [answer] if question.select_all else answer
    if question.select_all and question_id == "health_history" and answer in QUESTIONNAIRE.by_id:
        follow_up = QUESTIONNAIRE.by_id[answer]
        if follow_up.is_follow_up:
            answers[answer] = "no"
    return answers
