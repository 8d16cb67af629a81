from pages.search.highlight import BEFORE, WORDS, excerpt, mark
from pages.search.words import read


def test_what_was_looked_for_is_marked_and_the_rest_is_escaped() -> None:
    found = mark(read("Doses & <b>dosing</b>, off-label"), frozenset({"dos", "off", "offlabel"}))
    assert found == "<mark>Doses</mark> &amp; &lt;b&gt;<mark>dosing</mark>&lt;/b&gt;, <mark>off-label</mark>"


def test_marked_text_is_safe_to_show() -> None:
    assert mark(read('"<script>"'), frozenset({"script"})) == "&quot;&lt;<mark>script</mark>&gt;&quot;"


def test_a_short_text_is_shown_whole() -> None:
    assert excerpt(read("A short one."), frozenset({"short"})) == "A <mark>short</mark> one."


def long_text(**words: str) -> str:
    return " ".join(words.get(f"at{place}", f"w{place}") for place in range(100))


def test_of_a_long_text_the_part_with_most_of_the_words_is_shown() -> None:
    found = excerpt(read(long_text(at2="blood", at50="blood", at60="pressure.")), frozenset({"blood", "pressur"}))
    assert found.startswith(f"… w{50 - BEFORE} ")
    assert "<mark>blood</mark>" in found
    assert "<mark>pressure</mark>." in found
    assert found.endswith(f" w{50 - BEFORE + WORDS - 1} …")


def test_an_excerpt_at_either_end_is_as_long_as_any() -> None:
    first, last = (excerpt(read(long_text(**{at: "blood"})), frozenset({"blood"})) for at in ("at1", "at98"))
    assert first.startswith("w0 <mark>blood</mark> w2 ")
    assert last.endswith(" w97 <mark>blood</mark> w99")
    assert [len(found.replace("…", "").split()) for found in (first, last)] == [WORDS, WORDS]


def test_without_any_of_the_words_an_excerpt_is_the_beginning() -> None:
    assert excerpt(read(long_text()), frozenset({"blood"})).startswith("w0 w1 ")
