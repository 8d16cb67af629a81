"""A counterexample reads like the questionnaire."""

from screening.proof.answer_space.answers import UNKNOWN_VALUE
from screening.proof.invariants.verdicts import Violation
from screening.questionnaire import QUESTIONNAIRE


def test_the_answers_are_in_the_order_and_the_words_of_the_questionnaire():
    violation = Violation("leads nowhere", {"medicines": ["opioid", UNKNOWN_VALUE], "avm": None, "age": "under_18"})
    medicines = QUESTIONNAIRE.by_id["medicines"]
    assert list(violation.lines(QUESTIONNAIRE)) == [
        "age: How old are you? -> Under 18",
        f"avm: {QUESTIONNAIRE.by_id['avm'].text} -> (no answer)",
        f"medicines: {medicines.text} -> {medicines.by_id['opioid'].text}; (a value that is not on offer)",
        "every other question: the answer with nothing to report",
        "leads nowhere",
    ]


def test_a_question_that_the_answers_open_is_shown_with_its_plain_answer():
    opened, thyroid, *_ = Violation("leads nowhere", {"health_history": ["thyroid"]}).lines(QUESTIONNAIRE)
    assert opened.startswith("health_history: ")
    assert thyroid == f"thyroid: {QUESTIONNAIRE.by_id['thyroid'].text} -> No"


def test_a_violation_without_answers_says_only_why():
    assert list(Violation("the rules do not ask age").lines(QUESTIONNAIRE)) == ["the rules do not ask age"]
