import re

import pytest
from bs4 import BeautifulSoup, Tag

from tests.pages.rendering.rendered import errors, html

RANGE = """\
!!! range "What it costs"
    | What | From | To |
    |---|---|---|
    | First visit | no charge | no charge |
    | Session | $400 | $900 |
"""
DOTS = """\
!!! dots "Who felt better"
    | Study | Drug | Other |
    |---|---|---|
    | One | 46.9%[@a] | 33% |
    | Two | 5% | 60% |
"""


def test_a_range_chart_has_bars_on_a_scale_and_its_table() -> None:
    narrow, wide = drawings(RANGE)
    assert [text.text for text in narrow.select("text")] == [text.text for text in wide.select("text")]
    assert (narrow["viewbox"], wide["viewbox"]) == ("0 0 320 128", "0 0 576 128")
    assert re.sub(r'<svg [^>]*class="chart__wide".*?</svg>', "", html(RANGE)) == (
        '<figure class="chart chart--range"><figcaption id="chart-1">What it costs</figcaption>'
        '<svg aria-labelledby="chart-1" class="chart__narrow" fill="currentColor" font-size="15" role="img"'
        ' viewBox="0 0 320 128">'
        "<desc>First visit: no charge. Session: $400 to $900.</desc>"
        '<text class="chart__label" x="0" y="15">First visit</text>'
        '<text class="chart__value" text-anchor="end" x="320" y="15">no charge</text>'
        '<rect class="chart__track" height="12" opacity="0.15" rx="3" width="316" x="2" y="25"></rect>'
        '<rect class="chart__bar" height="12" rx="3" width="6" x="2" y="25"></rect>'
        '<text class="chart__label" x="0" y="66">Session</text>'
        '<text class="chart__value" text-anchor="end" x="320" y="66">$400 to $900</text>'
        '<rect class="chart__track" height="12" opacity="0.15" rx="3" width="316" x="2" y="76"></rect>'
        '<rect class="chart__bar" height="12" rx="3" width="158" x="128.4" y="76"></rect>'
        '<line class="chart__axis" stroke="currentColor" x1="2" x2="318" y1="102" y2="102"></line>'
        '<line class="chart__axis" stroke="currentColor" x1="2" x2="2" y1="102" y2="107"></line>'
        '<text class="chart__tick" font-size="13" x="2" y="122">$0</text>'
        '<line class="chart__axis" stroke="currentColor" x1="160" x2="160" y1="102" y2="107"></line>'
        '<text class="chart__tick" font-size="13" text-anchor="middle" x="160" y="122">$500</text>'
        '<line class="chart__axis" stroke="currentColor" x1="318" x2="318" y1="102" y2="107"></line>'
        '<text class="chart__tick" font-size="13" text-anchor="end" x="318" y="122">$1,000</text></svg>'
        '<details class="chart__data"><summary>Show as a table</summary>'
        '<div aria-label="Table: What it costs" class="table-scroll" role="region" tabindex="0"><table><thead><tr>'
        '<th scope="col">What</th><th scope="col">From</th><th scope="col">To</th></tr></thead><tbody>'
        '<tr><th scope="row">First visit</th><td>no charge</td><td>no charge</td></tr>'
        '<tr><th scope="row">Session</th><td>$400</td><td>$900</td></tr></tbody></table></div></details></figure>'
    )


def test_one_amount_is_a_bar_from_zero_and_a_range_from_its_lower_end() -> None:
    narrow, _ = drawings(RANGE.replace("no charge | no charge", "$250 | $250"))
    bars = [(bar["x"], bar["width"]) for bar in narrow.select(".chart__bar")]
    assert bars == [("2", "79"), ("128.4", "158")]


def drawings(text: str) -> tuple[Tag, Tag]:
    """The narrow drawing and the wide one."""
    narrow, wide = BeautifulSoup(html(text), "html.parser").select("figure > svg")
    assert (narrow["class"], wide["class"]) == (["chart__narrow"], ["chart__wide"])
    return narrow, wide


def test_a_dots_chart_has_a_disc_and_a_diamond_per_row_with_the_values_outside() -> None:
    drawn = html(DOTS)
    assert '<circle class="chart__dot--first" cx="153.1" cy="79" r="6"></circle>' in drawn
    assert '<polygon class="chart__dot--second" fill="none" points="121.9,72 128.9,79 121.9,86 114.9,79"' in drawn
    assert '<text class="chart__value" text-anchor="end" x="110.9" y="84">33%</text>' in drawn
    assert '<text class="chart__value" x="164.1" y="84">46.9%</text>' in drawn
    # two rows and the key, in the narrow and in the wide drawing
    assert drawn.count("<circle") == drawn.count("<polygon") == 2 * 3
    assert '<td>46.9%<sup class="cite">' in drawn


def test_a_long_label_is_broken_into_lines_of_about_the_same_length() -> None:
    drawn = html(DOTS.replace("| One |", "| A study of 2025: one drip and another drip, after four weeks |"))
    assert '">A study of 2025: one drip and</text>' in drawn
    assert '">another drip, after four weeks</text>' in drawn


def test_each_chart_on_a_page_has_its_own_id() -> None:
    drawn = html(RANGE + "\n" + DOTS)
    assert '<figcaption id="chart-1">What it costs</figcaption><svg aria-labelledby="chart-1"' in drawn
    assert '<figcaption id="chart-2">Who felt better</figcaption><svg aria-labelledby="chart-2"' in drawn


TABLE_HINT = "Write a table with three columns and one row for each thing you compare, indented by four spaces."


@pytest.mark.parametrize(
    ("chart", "old", "new", "error"),
    [
        (
            RANGE,
            "| $400 |",
            "| about 400 |",
            "`Session`: `about 400` is not an amount. Write a number like 1,200, $1,200, 45 minutes or 2 hours.",
        ),
        (RANGE, "| $400 |", "| $950 |", "`Session` goes from $950 down to $900. Swap the two amounts."),
        (RANGE, "| Session |", "| |", f"A row of the table has an empty first column. {TABLE_HINT}"),
        (
            DOTS,
            "| 33% |",
            "| 33 |",
            "`One`: `33` is not a percentage. Write a number from 0 to 100 and a %, like 46.9%.",
        ),
        (
            DOTS,
            "| 33% |",
            "| 133% |",
            "`One`: `133%` is not a percentage. Write a number from 0 to 100 and a %, like 46.9%.",
        ),
    ],
)
def test_a_table_that_cannot_be_drawn_is_an_error(chart: str, old: str, new: str, error: str) -> None:
    assert errors(chart.replace(old, new)) == [f"page.md:11: {error}"]


def test_a_table_of_two_columns_cannot_be_drawn() -> None:
    assert errors('!!! range "Costs"\n    | What | From |\n    |---|---|\n    | a | 1 |') == [
        f"page.md:11: The table has 2 columns. {TABLE_HINT}"
    ]


def test_a_table_without_rows_cannot_be_drawn() -> None:
    assert errors('!!! range "Costs"\n    | What | From | To |\n    |---|---|---|') == [
        f"page.md:11: A row of the table has an empty first column. {TABLE_HINT}"
    ]
