import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.search.words import Token, distance, read, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Dose", "doses"),
        ("dosed", "dosing"),
        ("studies", "study"),
        ("studied", "studying"),
        ("dizziness", "dizzy"),
        ("lozenges", "lozenge"),
        ("stopped", "stop"),
        ("safely", "safe"),
        ("illnesses", "illness"),
        ("ketamine's", "ketamine"),
        ("Ketamine’s", "ketamine"),
        ("café", "CAFE"),
        ("I'm", "Im"),
    ],
)
def test_words_that_differ_in_a_simple_ending_accent_or_case_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["psychosis", "anxious", "loss", "sing", "bed", "988", "is"])
def test_what_only_looks_like_an_ending_stays(word: str) -> None:
    assert stem(word) == word


def test_a_text_is_read_word_by_word_and_a_compound_also_as_one() -> None:
    assert read("Off-label use").tokens == (
        Token(0, 9, "offlabel"),
        Token(0, 3, "off"),
        Token(4, 9, "label"),
        Token(10, 13, "use"),
    )
    assert read("Off-label use").stems == {"offlabel", "off", "label", "use"}


@pytest.mark.parametrize(
    ("one", "other", "most", "far"),
    [
        ("ketamin", "ketamin", 2, 0),
        ("ketamin", "cetamin", 2, 1),
        ("ketamin", "ketamn", 2, 1),
        ("ketamin", "ketaamin", 2, 1),
        ("seizur", "seziur", 2, 1),  # two neighbours swapped
        ("ketamin", "ketermin", 2, 2),
        ("ketamin", "ketermin", 1, 2),  # more than asked for is one more than asked for
        ("ab", "abcdef", 2, 3),
        ("", "ab", 2, 2),
    ],
)
def test_the_distance_of_two_words_is_in_letters(one: str, other: str, most: int, far: int) -> None:
    assert distance(one, other, most) == distance(other, one, most) == far


@given(st.text(alphabet="abc", max_size=6), st.text(alphabet="abc", max_size=6), st.integers(1, 2))
def test_a_word_with_so_many_letters_dropped_is_never_farther_than_that(one: str, other: str, most: int) -> None:
    far = distance(one, other, most)
    assert (far == 0) == (one == other)
    assert min(abs(len(one) - len(other)), most + 1) <= far <= most + 1


@given(st.text(max_size=40))
def test_any_text_can_be_read_and_no_stem_is_empty(text: str) -> None:
    assert all(text[word.start : word.end] for word in read(text).tokens)
