import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from pages.search import full_text
from pages.search.full_text import FullText, is_available

WORDS_OF_EXCERPT = 34


def excerpt(text: str, expression: str = "blood OR pressure", heading: str = "") -> str:
    _, _, _, body = FullText([("", "", heading, text)]).marked(expression, [1])[1]
    return body.replace("\2", "<").replace("\3", ">")


def long_text(**words: str) -> str:
    return " ".join(words.get(f"at{place}", f"w{place}") for place in range(100))


def test_every_match_is_marked_in_title_description_heading_and_body() -> None:
    row = ("Blood", "High blood, low blood", "The blood’s", "Bloody")
    assert FullText([row]).marked("blood", [1]) == {
        1: ("\2Blood\3", "High \2blood\3, low \2blood\3", "The \2blood\3’s", "Bloody")
    }


def test_only_the_rows_asked_for_come_back_marked() -> None:
    texts = FullText([("blood", "", "", "")] * 3)
    assert texts.ranks("blood").keys() == {1, 2, 3}
    assert texts.marked("blood", [1, 3]).keys() == {1, 3}
    assert texts.marked("blood", []) == {}


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt("A short one on blood.") == "A short one on <blood>."


def test_of_a_long_text_the_part_with_most_of_the_words_is_shown() -> None:
    text = excerpt(long_text(at2="blood", at50="blood", at60="pressure."))
    assert "<blood>" in text
    assert "<pressure>." in text
    assert (text[0], text[-1], len(text.split())) == ("…", "…", WORDS_OF_EXCERPT)


def test_an_excerpt_at_either_end_is_as_long_as_any() -> None:
    first, last = (excerpt(long_text(**{at: "blood"})) for at in ("at1", "at98"))
    assert first.startswith("w0 <blood> w2 ")
    assert last.endswith(" w97 <blood> w99")
    assert [len(text.split()) for text in (first, last)] == [WORDS_OF_EXCERPT, WORDS_OF_EXCERPT]


def test_without_any_of_the_words_an_excerpt_is_the_beginning() -> None:
    assert excerpt(long_text(), heading="Blood").startswith("w0 w1 ")


def test_bodies_below_the_same_heading_rank_alike_unless_one_has_a_word_too() -> None:
    texts = FullText([("", "", "blood", "a b c d e"), ("", "", "blood", "a"), ("", "", "blood", "a blood"), ("a",) * 4])
    ranks = texts.ranks("blood")
    assert ranks[1] == ranks[2] < ranks[3]


def test_nothing_can_be_changed_once_it_is_filled() -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        FullText([])._select("DELETE FROM texts")


def test_many_threads_find_the_same_as_one() -> None:
    texts = FullText([("", "", f"h{n % 7}", f"w{n % 11} v{n % 13} blood") for n in range(500)])
    expressions = [f"w{n % 11} OR h{n % 7} OR v{n % 13}" for n in range(40)]
    alone = [(texts.ranks(words), texts.marked(words, [*range(100)])) for words in expressions]
    start = threading.Barrier(8)

    def search(_: int) -> list[object]:
        start.wait()
        return [(texts.ranks(words), texts.marked(words, [*range(100)])) for words in expressions]

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(search, range(8))) == [alone] * 8


def test_the_database_is_closed_with_the_last_reader() -> None:
    texts = FullText([])
    database = texts._database
    del texts
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        database.execute("SELECT 1")


def test_an_sqlite_without_fts5_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_available()
    monkeypatch.setattr(full_text, "TABLE", full_text.TABLE.replace("fts5", "fts0"))
    assert not is_available()
