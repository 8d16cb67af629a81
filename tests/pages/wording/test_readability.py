"""The reading grade of a text."""

import pytest

from pages.wording.readability import grade


def test_the_grade_is_that_of_flesch_and_kincaid() -> None:
    # 6 words, 1 sentence, 6 syllables: 0.39 * 6 + 11.8 * 1 - 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)
    # 4 words, 1 sentence; syllables: 3 + 1 + 4 + 3
    assert grade("Ketamine is habituating medicine.") == pytest.approx(0.39 * 4 + 11.8 * 11 / 4 - 15.59)


def test_long_sentences_and_long_words_raise_the_grade() -> None:
    plain = "You can stop at any time. We will help you."
    hard = "Discontinuation is possible at any time, and the multidisciplinary team will provide assistance."
    assert grade(plain) < 3 < 12 < grade(hard)


def test_a_line_break_ends_a_sentence() -> None:
    assert grade("one two three\nfour five six") == grade("One two three. Four five six.")


def test_no_text_has_no_grade() -> None:
    assert grade("") == grade("42 - 7.") == 0
