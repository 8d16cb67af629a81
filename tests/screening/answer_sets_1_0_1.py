"""Answers to rules 1.0.1, which are no longer asked, for tests of what was sent under them."""

from screening.earlier_rules import EARLIER

RULES = EARLIER["1.0.1"]
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
