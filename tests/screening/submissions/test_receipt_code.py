"""A receipt code cannot be guessed, is accepted in any spelling, and reveals a typing mistake."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screening.submissions.receipt_code import (
    CROCKFORD,
    LENGTH,
    SECRET_LENGTH,
    Mistyped,
    code_of,
    digest_of,
    read,
)

CODE = code_of("a1")
BARE = CODE.replace("-", "")


def test_a_code_is_seven_groups_of_four_that_can_be_read_aloud():
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}", CODE)


def test_the_same_attempt_has_the_same_code_and_another_attempt_another():
    assert code_of("a1") == CODE
    assert len({code_of(f"a{number}") for number in range(1000)}) == 1000


@pytest.mark.promise("P7")
def test_a_code_has_130_bits_and_every_one_of_them_varies():
    codes = [code_of(f"a{number}").replace("-", "") for number in range(1000)]
    assert len(CROCKFORD) ** SECRET_LENGTH == 2**130
    for place in range(SECRET_LENGTH):
        assert {code[place] for code in codes} == set(CROCKFORD)


def test_another_secret_key_makes_other_codes(settings):
    settings.SECRET_KEY = "x" * 50
    assert code_of("a1") != CODE


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        BARE,
        f"  {CODE} \n",
        CODE.replace("-", " "),
        CODE.replace("-", "\u2013"),
        CODE.replace("-", " \u2011 "),
        CODE.replace("-", "\u2212"),
        CODE.replace("-", "\u00a0"),
        " ".join(BARE),
        "-".join(BARE),
    ],
)
def test_a_code_is_read_however_it_was_typed(typed):
    assert read(typed) == CODE


@given(st.text(min_size=1, max_size=40))
def test_every_code_is_read_back(attempt_key):
    assert read(code_of(attempt_key)) == code_of(attempt_key)


def test_letters_that_look_like_digits_are_read_as_them():
    code = next(code for code in map(code_of, map(str, range(1000))) if {"0", "1"} <= set(code))
    assert read(code.replace("0", "O").replace("1", "I")) == code
    assert read(code.replace("0", "o").replace("1", "l")) == code


def test_every_single_wrong_character_is_detected():
    for place in range(LENGTH):
        for wrong in set(CROCKFORD) - {BARE[place]}:
            with pytest.raises(Mistyped, match="At least one letter or digit is not right"):
                read(BARE[:place] + wrong + BARE[place + 1 :])


def test_every_swap_of_two_characters_of_the_secret_is_detected():
    for first in range(SECRET_LENGTH):
        for second in range(first):
            if BARE[first] != BARE[second]:
                swapped = list(BARE)
                swapped[first], swapped[second] = swapped[second], swapped[first]
                with pytest.raises(Mistyped):
                    read("".join(swapped))


@pytest.mark.parametrize(("typed", "length"), [(BARE[:-1], 27), (BARE + "0", 29), ("", 0), ("x" * 150, 150)])
def test_a_code_of_another_length_says_how_many_letters_were_entered(typed, length):
    with pytest.raises(Mistyped, match=f"Enter all 28 letters and digits of the code. You entered {length}$"):
        read(typed)


# The Kelvin sign (U+212A) folds to a "k".
@pytest.mark.parametrize("character", ["U", "u", "_", ".", "А", "Ａ", "ａ", "\u212a", "ſ", "ı", "٣", "３", "Ⅰ", "\0"])
def test_characters_of_no_code_are_rejected_even_when_they_look_or_fold_like_one_that_is_used(character):
    with pytest.raises(Mistyped, match="At least one letter or digit is not right"):
        read(character + BARE[1:])


def test_the_stored_digest_is_not_the_code_and_depends_on_the_secret_key(settings):
    digest = digest_of(CODE)
    assert re.fullmatch("[0-9a-f]{64}", digest)
    settings.SECRET_KEY = "x" * 50
    assert digest_of(CODE) != digest
