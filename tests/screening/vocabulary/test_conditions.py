"""Conditions follow three-valued logic and can be printed, compared and hashed."""

import pytest

from screening.vocabulary.conditions import ALWAYS, AllOf, Answered, AnyOf

RED, BIG = Answered("colour", ("red", "pink")), Answered("size", ("big",))
TRUTH = {True: {"colour": "red"}, False: {"colour": "blue"}, None: {}}
SIZE = {True: {"size": ["small", "big"]}, False: {"size": ["small"]}, None: {"size": []}}


@pytest.mark.parametrize("truth", [True, False, None])
def test_answered_is_unknown_while_there_is_no_answer(truth):
    assert RED.holds(TRUTH[truth]) is truth
    assert BIG.holds(SIZE[truth]) is truth
    assert ALWAYS.holds(TRUTH[truth]) is True


@pytest.mark.parametrize("a", [True, False, None])
@pytest.mark.parametrize("b", [True, False, None])
def test_all_of_and_any_of_follow_three_valued_logic(a, b):
    answers = TRUTH[a] | SIZE[b]
    both = False if False in (a, b) else None if None in (a, b) else True
    either = True if True in (a, b) else None if None in (a, b) else False
    assert AllOf((RED, BIG)).holds(answers) is both
    assert AnyOf((RED, BIG)).holds(answers) is either


def test_conditions_print_list_their_questions_compare_and_hash():
    condition = AllOf((RED, AnyOf((BIG, ALWAYS))))
    assert str(condition) == "(colour is red or pink) and ((size is big) or (always))"
    assert condition.parts == (RED, BIG)
    assert condition == AllOf((RED, AnyOf((BIG, ALWAYS))))
    assert hash(condition) == hash(AllOf((RED, AnyOf((BIG, ALWAYS)))))
