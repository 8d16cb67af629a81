"""Whatever Markdown did not understand is an error; the same marks where they mean something are none."""

import re

import pytest

from tests.pages.rendering.rendered import errors, html

MESSAGE = re.compile(
    r"page\.md:\d+: `(.*)` was not understood and would show as it is\. "
    r"Check its brackets and stars; a list or a table needs an empty line before it\."
)


@pytest.mark.parametrize(
    ("text", "line", "marks"),
    [
        ("1. Call us.\n   - by day", 12, ["- by day"]),
        ("1) one\n2) two", 11, ["1) one", "2) two"]),
        ("• one", 11, ["• one"]),
        ("Bring:\n· a friend", 12, ["· a friend"]),
        ("– one", 11, ["– one"]),
        ("-by day", 11, ["-by day"]),
        ("[x][ref]", 11, ["[x][ref]"]),
        ("- [ ] a task", 11, ["[ ] a task"]),
        ("A note.[^1]", 11, ["[^1]"]),
        ("See ![x][y].", 11, ["![x][y]."]),
        ("~~x~~", 11, ["~~x~~"]),
        ("It is ==new==.", 11, ["==new==."]),
        ("Read [this page(what-is-ketamine.md).", 11, ["[this pag", "what-is-ketamine.md)."]),
        ("What [is it?", 11, ["[is it?"]),
        ("*new", 11, ["*new"]),
        ("new_ words", 11, ["_ words"]),
        ("A `word", 11, ["`word"]),
        ("Title\n===", 12, ["==="]),
        ("> She said\n> - this", 12, ["- this"]),
    ],
)
def test_marks_that_would_show_as_they_are_are_an_error(text, line, marks):
    found = errors(text)
    assert [MESSAGE.fullmatch(error)[1] for error in found] == marks
    assert found[0].startswith(f"page.md:{line}: ")


@pytest.mark.parametrize(
    "text",
    [
        "“[It] helps,” they said.",
        "2 * 3 is 6, a - b, and -5 degrees.",
        "The name kat_site, or a \\* with a backslash.",
        "Write `[x][ref]`, `**` and `1) one`.",
        "Between 4–8 visits – or more.",
        "## 1. Why?",
        "[the page][ref]\n\n[ref]: what-is-it.md",
        "Text\n\n---\n\nText",
        "- a\n    - b\n\n> quoted",
    ],
)
def test_marks_that_mean_something_and_plain_signs_are_no_error(text: str) -> None:
    assert errors(text) == []


def test_a_link_without_words_is_an_error() -> None:
    assert errors("Read [](page.md) and [*it*](page.md).") == [
        "page.md:11: This link has no words, so nobody sees it. Write its words between the brackets."
    ]


def test_the_glossary_is_no_markdown() -> None:
    assert "*not*" in html("{{ glossary }}")
