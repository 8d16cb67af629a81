"""A sieve holds back no text that a pattern matches, in whatever letters either is written."""

import re
from pathlib import Path

import pytest
import yaml

from pages.wording.sieve import Sieve, small
from tests.pages.wording.texts import CLAIMS

SAID = yaml.safe_load(Path(__file__).with_name("claim_sentences.yaml").read_text(encoding="utf-8"))
SPELLINGS = (str, str.upper, str.title, lambda text: text.replace("i", "ı").replace("s", "ſ").replace("k", "K"))


@pytest.mark.parametrize("claim_id", CLAIMS.claims)
def test_each_sentence_that_makes_a_claim_passes(claim_id):
    claim = CLAIMS.claims[claim_id]
    sentences = [spelled(sentence) for sentence in SAID[claim_id]["said"] for spelled in SPELLINGS]
    patterns = (claim.pattern, claim.never_exempt_pattern)
    made = [text for text in sentences if any(pattern and pattern.search(text) for pattern in patterns)]
    assert made
    assert [text for text in made if not claim.sieve.may_match(small(text))] == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("KAT", "what kat is"),
        (r"\x4bat", "KAT"),
        ("é", "CAFÉ"),
        (r"(a)(b)\2", "ABB"),
        ("(?P<word>cure)s", "Cures"),
        ("(?i)cure", "A CURE"),
        ("[A-C]x", "bx"),
        (r"\bcure\W", "A Cure."),
        ("İ", "i"),
        ("İ", "İ"),
        ("istanbul", "İSTANBUL"),
        (r"\bcure$", "This is a CURE"),
    ],
)
def test_a_pattern_of_any_kind_is_searched_beside_others(pattern, text):
    assert re.search(pattern, text, re.IGNORECASE)
    assert Sieve(["never", pattern, "(x)y"]).may_match(small(text))


def test_a_text_that_no_pattern_matches_is_held_back():
    assert not Sieve(["cures?", "KAT"]).may_match(small("What a session is like"))
    assert not Sieve([]).may_match("")


def test_small_letters_are_at_the_place_of_the_others():
    assert small("İstanbul Kıſ") == "istanbul kis"
