"""Every answer to a question, and the plain one."""

from screening.proof.answer_space.answers import NO_ANSWER, UNKNOWN_VALUE, answers_to, plain_answer
from screening.questionnaire import QUESTIONNAIRE


def test_the_answers_to_a_question_are_none_each_choice_and_an_unknown_value():
    assert answers_to(QUESTIONNAIRE.by_id["pregnancy"]) == [
        *(NO_ANSWER, "no_or_na", "yes", "maybe", "trying", "prefer_not", UNKNOWN_VALUE)
    ]
    ticks = answers_to(QUESTIONNAIRE.by_id["medicines"])
    assert len(ticks) == 2 ** (len(QUESTIONNAIRE.by_id["medicines"].choices) + 1)
    assert len({tuple(one or ()) for one in ticks}) == len(ticks)


def test_the_plain_answer_is_the_first_clear_choice_or_none_of_these():
    plain = {question.id: plain_answer(question) for question in QUESTIONNAIRE.questions}
    assert (plain["pregnancy"], plain["ride_home"], plain["medicines"]) == ("no_or_na", "yes", ["none"])
