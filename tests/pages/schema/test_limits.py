"""A text that would take a parser long is refused before it is parsed, with the limit and what to do."""

from pathlib import Path

import pytest
from django.conf import settings

from pages.schema.errors import Report
from pages.schema.front_matter import Body, PageHead, split
from pages.schema.limits import LONGEST_DATA, LONGEST_PAGE, excess_of_data, excess_of_page
from pages.schema.strict_yaml import read_each

CONTENT = Path(settings.CONTENT_DIR)
PAGES = sorted((CONTENT / "en").glob("**/*.md"))
SPLIT = "Put an empty line into it, or split it into two pages."


@pytest.mark.parametrize(
    ("text", "line", "message", "hint"),
    [
        (
            "x" * 40_005,
            1,
            "The page has 40,005 characters, and a page has at most 40,000.",
            "Split it into two pages.",
        ),
        ("x\n" * 2_000, 1, "The page has 2,001 lines, and a page has at most 2,000.", "Split it into two pages."),
        ("a\nb\x07", 2, "There is a control character here, which nobody sees.", "Delete it and type the line again."),
        ("[a]\n\n" * 601, 1, "The page has 601 times “[”, and a page has at most 600.", "Split it into two pages."),
        ("a\n\n" + "*a_" * 201, 3, "This paragraph has 201 times “*”, and a paragraph has at most 200.", SPLIT),
        ("a\n\n" + "`a " * 41, 3, "This paragraph has 41 times “`”, and a paragraph has at most 40.", SPLIT),
        ("a " * 2_501, 1, "This paragraph has 5,002 characters, and a paragraph has at most 5,000.", SPLIT),
        ("a\n \n" + "b\n" * 201, 3, "This paragraph has 201 lines, and a paragraph has at most 200.", SPLIT),
        (
            "a\n\n\n[ " * 1 + "[" * 8,
            4,
            "More than 8 brackets “[” are open at once in this paragraph.",
            "Close each with “]”.",
        ),
        ("(a " * 9, 1, "More than 8 brackets “(” are open at once in this paragraph.", "Close each with “)”."),
        ("a\n> > > > > b", 2, "This line begins with more than 4 marks.", "Write one list mark a line."),
        ("- " * 5, 1, "This line begins with more than 4 marks.", "Write one list mark a line."),
        (
            "\t" * 6 + "a",
            1,
            "This line is indented by more than 20 spaces.",
            "A list in a list is indented by four spaces more.",
        ),
        (
            "|" * 21,
            1,
            "This line has more than 20 times “|”, and a table has at most that many columns.",
            "Make two tables of it.",
        ),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_is_too_much_is_named_with_its_line_the_limit_and_a_hint(text, line, message, hint):
    excess = excess_of_page(text)
    assert excess is not None
    assert (excess.line, excess.message, excess.hint) == (line, message, hint)


@pytest.mark.parametrize(
    "text", ["x" * 5_000, "é" * 4_999, "- " * 4 + "a", "-----------", "(a) " * 500, "[a](b.md) " * 150, "a\n\n" * 666]
)
def test_a_text_at_the_limit_is_fine(text):
    assert excess_of_page(text) is None


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_twice_a_page_of_this_site_is_within_the_limits(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert excess_of_page(f"{text}\n\n{text}") is None


def test_every_data_file_of_this_site_is_within_the_limits() -> None:
    for path in CONTENT.rglob("*.yaml"):
        assert excess_of_data(path.read_text(encoding="utf-8") * 3) is None


def test_a_page_beyond_a_limit_has_one_error_and_no_body() -> None:
    report = Report("page.md")
    assert split(PageHead, "---\ntitle: x\n---\n\n" + "[" * LONGEST_PAGE, report) == (None, Body("", 1))
    assert [str(error) for error in report.errors] == [
        "page.md:1: The page has 40,018 characters, and a page has at most 40,000. Split it into two pages."
    ]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("a: " + "[" * 61, "1: This line has too many brackets. Put quotes around text with brackets."),
        ("a: b\n" + "{a: " * 61, "2: This line has too many brackets. Put quotes around text with brackets."),
        ("- " * 500, "1: Line 1 cannot be read: it is nested too deep."),
        ("[\n" * 500, "10: Line 10 cannot be read: it is nested too deep."),
        ("\n".join(" " * depth + "a:" for depth in range(200)), "9: Line 9 cannot be read: it is nested too deep."),
        ("a: " + "b" * LONGEST_DATA, "1: There are 200,003 characters here, and at most 200,000 can be read."),
    ],
    ids=lambda value: str(value)[:12],
)
def test_yaml_that_is_too_long_or_too_deep_is_refused(text: str, error: str) -> None:
    report = Report("a.yaml")
    assert read_each(str, text, report) is None
    assert [str(found).startswith(f"a.yaml:{error}") for found in report.errors] == [True], report.errors


def test_a_front_matter_has_a_limit_of_its_own() -> None:
    report = Report("page.md")
    head, body = split(PageHead, "---\ntitle: " + "b" * 4_000 + "\n---\nText\n", report)
    assert (head, body.text) == (None, "Text\n")
    assert [error.message for error in report.errors] == [
        "There are 4,007 characters here, and at most 4,000 can be read."
    ]
