from pages.rendering.outline import Heading, Outline, Passage
from tests.pages.rendering.rendered import html


def test_an_outline_has_the_text_without_drawings_tables_and_citation_numbers() -> None:
    outline = Outline(
        "<p>One &amp; <em>two</em>.<sup><a>1</a></sup></p><ul><li>three</li><li>four\nfive</li></ul>"
        "<figure><figcaption>Six</figcaption><svg><text>no</text></svg>"
        "<details><summary>no</summary><table><tr><td>no</td></tr></table></details></figure>"
    )
    assert outline.text == "One & two.\nthree\nfour five\nSix"


def test_an_outline_has_the_second_level_headings_and_every_id() -> None:
    outline = Outline('<h2 id="why">Why <em>now</em>?</h2><h3 id="how">How?</h3><h2 class="facts__title">Facts</h2>')
    assert outline.headings == [Heading("why", "Why now?")]
    assert outline.ids == {"why", "how"}


def test_a_page_is_cut_at_its_blocks_and_each_knows_the_heading_above() -> None:
    body = html("First.\n\n## Why *now*?\n\nBecause.[@a] It [is](x.md).\n\n- one\n- two\n\n### How\n\nSo.")
    assert Outline(body).passages == [
        Passage("", "", "First."),
        Passage("why-now", "Why now?", "Because. It is."),
        Passage("why-now", "Why now?", "one"),
        Passage("why-now", "Why now?", "two"),
        Passage("how", "How", "So."),
    ]


def test_a_row_of_a_table_is_one_passage_and_its_head_is_none() -> None:
    table = "| What | When |\n|---|---|\n| Driving | the next day |\n| Ready? | now |"
    assert [passage.text for passage in Outline(html(table)).passages] == [
        "Driving. When: the next day",
        "Ready? When: now",
    ]


def test_a_row_of_a_wide_table_names_its_columns_once() -> None:
    table = "| Way | How | Where | Why |\n|---|---|---|---|\n| Shot | fast | here | needles |"
    assert [passage.text for passage in Outline(html(table)).passages] == ["Shot. How: fast. Where: here. Why: needles"]


def test_a_short_item_or_row_has_what_a_reader_must_know_first() -> None:
    card = '!!! emergency "Call 911 if:"\n    - someone has a seizure'
    table = "| What | Rule |\n|---|---|\n| Pregnant | Not now |"
    text = f"## When?\n\nIt may harm a baby. Too little is known.\n\n{table}\n\nBring:\n\n- a list\n\n{card}"
    assert [(passage.lead, passage.text) for passage in Outline(html(text)).passages] == [
        ("", "It may harm a baby. Too little is known."),
        ("It may harm a baby.", "Pregnant. Rule: Not now"),
        ("", "Bring:"),
        ("Bring:", "a list"),
        ("", "Call 911 if:"),
        ("Call 911 if:", "someone has a seizure"),
    ]


def test_a_long_item_makes_sense_by_itself() -> None:
    (_, item) = Outline(html("Bring:\n\n- a list of all the medicines that you take, with the dose of each\n")).passages
    assert item.lead == ""


def test_a_word_and_what_is_said_of_it_stay_together() -> None:
    assert [passage.text for passage in Outline(html("Driving\n:   Not today.\n\nEating\n:   A little.")).passages] == [
        "Driving: Not today.",
        "Eating: A little.",
    ]


def test_drawings_buttons_and_meanings_are_not_read_and_neither_is_the_glossary() -> None:
    chart = '!!! range "Cost"\n    | What | From | To |\n    |---|---|---|\n    | Visit | $1 | $2 |'
    assert [passage.text for passage in Outline(html(chart)).passages] == ["Visit. From: $1. To: $2"]
    assert [passage.text for passage in Outline(html("It is off-label.")).passages] == ["It is off-label."]
    with_glossary = "Words:\n\n{{ glossary }}\n\nThat is all."
    assert [passage.text for passage in Outline(html(with_glossary)).passages] == ["Words:", "That is all."]
