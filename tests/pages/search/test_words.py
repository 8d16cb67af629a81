import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.search.words import Vocabulary, folded, is_call_for_help, words_of


def test_a_text_is_read_word_by_word_and_a_compound_also_as_one() -> None:
    assert words_of("Off-label use, I'm told_so: 2 ½") == [
        "Off",
        "label",
        "use",
        "I'm",
        "told",
        "so",
        "2",
        "½",
        "Off-label",
    ]


@pytest.mark.parametrize(
    ("word", "same"),
    [
        ("Café", "cafe"),
        ("CAFE\u0301", "cafe"),
        ("Off-label", "offlabel"),
        ("I’m", "im"),
        ("don't", "dont"),
        ("ketamine's", "ketamine"),
        ("Straße", "strasse"),
        ("ﬁt", "fit"),
        ("\ufe70", ""),
    ],
)
def test_case_accents_hyphens_and_apostrophes_do_not_count(word: str, same: str) -> None:
    assert folded(word) == same


@given(st.text(max_size=40))
def test_any_text_can_be_read_and_what_is_folded_stays_as_it_is(text: str) -> None:
    for word in map(folded, words_of(text)):
        assert all(map(str.isalnum, word))
        assert folded(unicodedata.normalize("NFC", word)) == word


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("cetamine", ["ketamine"]),
        ("ketamne", ["ketamine"]),
        ("ketaamine", ["ketamine"]),
        ("ketaimne", ["ketamine"]),  # two neighbors swapped
        ("ketermine", ["ketamine"]),  # two letters wrong
        ("cetermine", []),  # three
        ("dsoe", ["dose"]),
        ("dxxe", []),  # a short word has one
        ("dxe", []),  # a shorter one none
        ("", []),
        ("hose", ["dose", "nose"]),  # the one that is used more comes first
        ("nase", ["nose"]),
        ("rate", ["rite", "date"]),  # the one with the same first letter comes first
    ],
)
def test_the_nearest_words_have_one_or_two_letters_wrong(word: str, nearest: list[str]) -> None:
    assert Vocabulary(["Ketamine dose, dose; nose date date rite"]).nearest(word) == nearest


def test_the_beginning_of_a_word_is_three_letters() -> None:
    vocabulary = Vocabulary(["Driving drives the off-label drip"])
    assert vocabulary.beginning_with("dri") == ["drip", "drives", "driving"]
    assert vocabulary.beginning_with("offla") == ["offlabel"]
    assert vocabulary.beginning_with("dr") == vocabulary.beginning_with("dru") == []


def test_a_word_is_spelled_the_way_it_is_written_most() -> None:
    assert Vocabulary(["Off-label", "off-label use", "off-label"]).spellings == {
        "off": "off",
        "label": "label",
        "offlabel": "off-label",
        "use": "use",
    }


IN_NEED = """
suicide suicides suicidal suicidality kill kills killed killing die dies died dying dead death deaths
overdose overdosed overdosing crisis crises emergency emergencies hotline hopeless hopelessness
selfharm selfharming cut cutting 988 911
hurt+me hurting+myself harm+self harmed+myself end+my ending+my cuts+me
"""


@pytest.mark.parametrize("query", IN_NEED.split())
def test_words_of_somebody_in_need_call_for_help(query: str) -> None:
    assert is_call_for_help({"and", *query.split("+")})


@pytest.mark.parametrize(
    "query",
    ["cost", "diet", "deal", "skill", "cute", "end+of+treatment", "does+it+hurt", "my+insurance", "my+trend", ""],
)
def test_other_words_call_for_none(query: str) -> None:
    assert not is_call_for_help(set(query.split("+")))
