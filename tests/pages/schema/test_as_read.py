import pytest

from pages.schema.as_read import as_read


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("risk\u00a0free", "risk free"),
        ("risk\u2011free", "risk-free"),
        ("risk\u2013free", "risk-free"),
        ("cu\u00adres", "cures"),
        ("cu\u200b\u2060\ufeffres", "cures"),
        ("ﬁfty", "fifty"),
        ("７０％", "70%"),
        ("cafe\u0301", "café"),
        ("Two\nlines", "Two\nlines"),
        ("“Don’t”", "“Don’t”"),
    ],
)
def test_what_looks_the_same_is_the_same_and_what_cannot_be_seen_is_gone(text: str, seen: str) -> None:
    assert as_read(text) == seen
    assert as_read(seen) == seen
