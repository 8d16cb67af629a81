from pages.search.passages import Passage, passages
from tests.pages.rendering.test_markdown import html


def test_a_page_is_cut_at_its_blocks_and_each_knows_the_heading_above() -> None:
    body = html("First.\n\n## Why *now*?\n\nBecause.[@a] It [is](x.md).\n\n- one\n- two\n\n### How\n\nSo.")
    assert passages(body) == [
        Passage("", "", "First."),
        Passage("why-now", "Why now?", "Because. It is."),
        Passage("why-now", "Why now?", "one"),
        Passage("why-now", "Why now?", "two"),
        Passage("how", "How", "So."),
    ]


def test_a_row_of_a_table_is_one_passage_and_its_head_is_none() -> None:
    table = "| What | When |\n|---|---|\n| Driving | the next day |\n| Ready? | now |"
    assert [one.text for one in passages(html(table))] == ["Driving. the next day", "Ready? now"]


def test_a_word_and_what_is_said_of_it_stay_together() -> None:
    assert [one.text for one in passages(html("Driving\n:   Not today.\n\nEating\n:   A little."))] == [
        "Driving: Not today.",
        "Eating: A little.",
    ]


def test_drawings_buttons_and_meanings_are_not_read_and_neither_is_the_glossary() -> None:
    chart = '!!! range "Cost"\n    | What | From | To |\n    |---|---|---|\n    | Visit | $1 | $2 |'
    assert [one.text for one in passages(html(chart))] == ["Visit. $1. $2"]
    assert [one.text for one in passages(html("It is off-label."))] == ["It is off-label."]
    with_glossary = "Words:\n\n{{ glossary }}\n\nThat is all."
    assert [one.text for one in passages(html(with_glossary))] == ["Words:", "That is all."]
