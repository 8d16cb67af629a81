"""Answer sets for tests: a clear one to start from, and one that gives a single answer on its path."""

from screening.questionnaire import QUESTIONNAIRE

CLEAR: dict[str, object] = {
    "answering_for": "self",
    "age": "18_64",
    "suicide_now": "no",
    "suicidal_thoughts": "no",
    "suicide_attempt": "no",
    "harm_to_others": "no",
    "warning_signs": "no",
    "blood_pressure": "no",
    "heart_or_stroke_event": "no",
    "heart_problem": "no",
    "unusual_experiences": "no",
    "psychotic_disorder": "no",
    "past_unusual_experiences": "no",
    "family_schizophrenia": "no",
    "substance_problem": "no",
    "past_substance_problem": "no",
    "nonmedical_ketamine": "no",
    "day_without_substances": "yes",
    "pregnancy": "no_or_na",
    "nursing": "no_or_na",
    "high_mood": "no",
    "past_high_mood": "no",
    "ketamine_allergy": "no_or_never",
    "brain_vessels": "no",
    "health_history": ["none"],
    "medicines": ["none"],
    "ride_home": "yes",
    "talk_sessions": "yes",
    "treatments_tried": "two_plus",
    "main_reason": "mood_anxiety_trauma",
}

# What differs from the clear answers, and the title of the result.
ANSWERS_AND_TITLES = [
    ({}, "A talk with our team could be a good next step"),
    ({"blood_pressure": "not_sure"}, "Let's have a clinician look at this first"),
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
