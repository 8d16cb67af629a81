"""What a text must be to be kept."""

import hashlib

import pytest

from pages.editing.texts import LONGEST, CannotKeep, digest, tidy


def test_lines_end_alike_and_the_last_one_ends_too():
    assert tidy("a\r\nb\rc\n\n\n") == "a\nb\nc\n"


def test_a_digest_is_that_of_the_file():
    assert digest("Résumé\n") == hashlib.sha256("Résumé\n".encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("half \ud800 a sign", "half a character"),
        ("a nul \0 here", "control character"),
        ("a bell \a here", "control character"),
        ("x" * (LONGEST + 4), "too long by 5 signs"),
        ("é" * (LONGEST // 2), "too long by 1 signs"),
    ],
)
def test_what_a_file_or_a_database_cannot_hold_is_refused_with_a_sentence(text, says):
    with pytest.raises(CannotKeep, match=says):
        tidy(text)


def test_the_longest_text_is_kept():
    assert len(tidy("x" * (LONGEST - 1))) == LONGEST
