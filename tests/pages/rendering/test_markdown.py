import pytest

from pages.rendering.markdown import Rendered, render
from pages.rendering.outline import Heading, Passage
from pages.schema.errors import Report
from pages.schema.front_matter import Body
from tests.pages.rendering.rendered import errors, html, rendered


def test_a_body_becomes_html_with_its_text_headings_citations_and_links() -> None:
    result, errors = rendered("Words.[@b]\n\n## Why *now*?\n\nMore[@a][@b] [there](x.md).\n\n### How\n")
    assert errors == []
    assert result == Rendered(
        html=(
            '<p>Words.<sup class="cite"><a aria-label="Source 1" href="#source-b">1</a></sup></p>\n'
            '<h2 id="why-now">Why <em>now</em>?</h2>\n'
            '<p>More<sup class="cite"><a aria-label="Source 2" href="#source-a">2</a></sup>'
            '<sup class="cite"><a aria-label="Source 1" href="#source-b">1</a></sup> <a href="/x/">there</a>.</p>\n'
            '<h3 id="how">How</h3>'
        ),
        text="Words.\nWhy now?\nMore there.\nHow",
        headings=(Heading("why-now", "Why now?"),),
        passages=(Passage("", "", "Words."), Passage("why-now", "Why now?", "More there.")),
        ids=frozenset({"why-now", "how"}),
        cited=("b", "a"),
        links=frozenset({"x.md"}),
    )


def test_clinic_facts_are_inserted_as_plain_text_everywhere() -> None:
    assert html("{{ clinic.name }}: {{clinic.prices.visit}}. [Call](tel:{{ clinic.phone }})") == (
        '<p>Quay &amp; Co: $400 to $900. <a href="tel:5555550100">Call</a></p>'
    )
    assert html("## At {{ clinic.name }}") == '<h2 id="at-quay-co">At Quay &amp; Co</h2>'


def test_a_number_at_the_start_of_a_heading_is_not_a_list() -> None:
    assert html("## 1. Why?") == '<h2 id="1-why">1. Why?</h2>'


def test_an_outside_link_sends_no_referrer() -> None:
    assert html("[a](https://example.org/) [b](x.md)") == (
        '<p><a href="https://example.org/" rel="noreferrer">a</a> <a href="/x/">b</a></p>'
    )


def test_a_table_has_scopes_and_a_frame_named_after_the_nearest_heading() -> None:
    table = "| | A |\n|---|--:|\n| Row | 1 |\n"
    frame = (
        '<div aria-label="{}" class="table-scroll" role="region" tabindex="0"><table><thead><tr><td></td>'
        '<th align="right" scope="col">A</th></tr></thead><tbody><tr><th scope="row">Row</th>'
        '<td align="right">1</td></tr></tbody></table></div>'
    )
    assert html(f"{table}\n## Prices\n\n{table}\n{table}") == "".join(
        [
            frame.format("Table: this page"),
            '<h2 id="prices">Prices</h2>',
            frame.format("Table: Prices"),
            frame.format("Table 2: Prices"),
        ]
    )


def test_the_glossary_is_a_definition_list_with_anchors() -> None:
    assert html("Words:\n{{ glossary }}\nThat is all.") == (
        '<p>Words:</p><dl class="glossary"><dt id="term-off-label">Off-label</dt>'
        "<dd>A use that is *not* on the label.</dd></dl><p>That is all.</p>"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ours: {{ clinic.nmae }}",
            ["page.md:11: clinic.yaml has no fact `clinic.nmae`. Did you mean `clinic.name`?"],
        ),
        (
            "See {{ glossary }}",
            [
                "page.md:11: clinic.yaml has no fact `glossary`."
                " Facts begin with `clinic.`; `glossary` and `risks` need a line of their own."
            ],
        ),
        (
            "\n# Title\n\n## Part",
            ["page.md:12: A page has one main heading, its `title`. Begin this heading with ##."],
        ),
        (
            "### Part",
            ["page.md:11: This heading skips a level: ### after the title. Begin it with ##."],
        ),
        (
            "## Part\n\n#### Detail",
            ["page.md:13: This heading skips a level: #### after ##. Begin it with ###."],
        ),
        (
            "## Part[@a]",
            ["page.md:11: A heading cannot have a citation. Put it after the sentence it supports."],
        ),
        (
            "![A tree](tree.png)",
            [
                "page.md:11: The picture `tree.png` cannot be shown. "
                "Upload it in the Content area, then write it as files/room.jpg"
            ],
        ),
    ],
)
def test_an_error_in_a_body_has_its_line(text: str, expected: list[str]) -> None:
    assert errors(text) == expected


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("Some <b>bold</b> words", ["<b>", "</b>"]),
        ("<div>\n\nwords\n\n</div>", ["<div>", "</div>"]),
        ("<script>alert(1)</script>", ["<script>", "</script>"]),
        ('<img src=x onerror="alert(1)">', ['<img src=x onerror="alert(1)">']),
        ("<!-- a note -->", ["<!-- a note -->"]),
        ("<https://example.org/>", ["<https://example.org/>"]),
        ("- a list with <br> in it", ["<br>"]),
        ('!!! callout "A <i>title</i>"\n    Text', ["<i>", "</i>"]),
        ("<a\nhref=x>", ["<a\nhref=x>"]),
    ],
)
@pytest.mark.promise("P19")
def test_raw_html_is_an_error_and_not_in_the_result(text: str, tags: list[str]) -> None:
    result, errors = rendered(text)
    hint = "Write a link as [text](address), emphasis as *text*, and boxes as components."
    assert [error.partition(": ")[2] for error in errors] == [
        f"HTML such as `{tag}` is not allowed. {hint}" for tag in tags
    ]
    assert not any(tag in result.html for tag in tags)


def test_a_less_than_sign_is_not_html() -> None:
    assert html("1 < 2 and 3 > 2, `<b>`") == "<p>1 &lt; 2 and 3 &gt; 2, <code>&lt;b&gt;</code></p>"


@pytest.mark.parametrize(
    ("text", "line", "markup"),
    [
        ("Bring:\n- a friend", 12, "- a friend"),
        ("Rows:\n| a | b |\n|---|---|\n| 1 | 2 |", 12, "| a | b |"),
        ("Words.[@ fda", 11, "[@ fda"),
        ("Ours is {{ clinic.name }.", 11, "{{ clinic."),
        ("Some **bold words.", 11, "**bold wor"),
        ("[there] (x.md) and [there](x y.md", 11, "](x y.md"),
        ("{: .red }", 11, "{: .red }"),
    ],
)
def test_markup_that_was_not_understood_is_an_error(text: str, line: int, markup: str) -> None:
    hint = "Check its brackets and stars; a list or a table needs an empty line before it."
    expected = f"page.md:{line}: `{markup}` was not understood and would show as it is. {hint}"
    assert expected in errors(text)


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "&#106;avascript:x"]
)
@pytest.mark.promise("P19")
def test_a_script_address_is_removed(target: str) -> None:
    assert rendered(f"[a]({target})")[0].html.strip() == "<p><a>a</a></p>"


def test_without_facts_no_fact_is_reported_as_unknown() -> None:
    report = Report("page.md")
    assert render(Body("At {{ clinic.name }}", 1), None, None, report).html.strip() == "<p>At 1</p>"
    assert report.errors == []
