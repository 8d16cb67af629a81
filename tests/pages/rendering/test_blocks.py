from pages.rendering.blocks import Block, blocks
from tests.pages.rendering.rendered import html


def test_a_page_is_cut_into_what_a_reader_sees_as_one_thing() -> None:
    text = (
        "Some *words*.[@a]\n\n## A heading\n\n- one\n\n    more\n\n- two\n    - three\n\nTerm\n:   Its meaning.\n\n"
        "| A | B |\n|---|---|\n| c | d? |\n| e | f |\n"
    )
    assert blocks(html(text)) == [
        Block("paragraph", "Some words.", cites=True),
        Block("heading", "A heading", cites=False),
        Block("item", "one", cites=False),
        Block("item", "more", cites=False),
        Block("item", "two", cites=False),
        Block("item", "three", cites=False),
        Block("paragraph", "Term", cites=False),
        Block("paragraph", "Its meaning.", cites=False),
        Block("row", "A. B", cites=False),
        Block("row", "c. d?", cites=False),
        Block("row", "e. f", cites=False),
    ]


def test_a_component_has_a_title_without_the_words_for_screen_readers() -> None:
    assert blocks(html('!!! soon "Call us if"\n    - you feel unwell')) == [
        Block("title", "Call us if", cites=False),
        Block("item", "you feel unwell", cites=False),
    ]


def test_a_chart_is_read_as_its_table() -> None:
    chart = '!!! range "Cost"\n    | What | From | To |\n    |---|---|---|\n    | Visit | $1 | $2 |'
    assert [block.text for block in blocks(html(chart))] == ["Cost", "What. From. To", "Visit. $1. $2"]


def test_elements_can_be_left_out() -> None:
    assert blocks("<p>A <code>b</code> c</p>", frozenset({"code"})) == [Block("paragraph", "A  c", cites=False)]
