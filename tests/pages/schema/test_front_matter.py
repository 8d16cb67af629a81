from datetime import date

import pytest

from pages.schema.errors import Report
from pages.schema.front_matter import Body, OutcomeHead, PageHead, split
from tests.pages.conftest import OUTCOME, WHAT_IT_IS, ContentFolder


def test_a_page_is_split_into_its_head_and_its_body_with_the_first_line() -> None:
    report = Report("page.md")
    head, body = split(PageHead, WHAT_IT_IS, report)
    assert report.errors == []
    assert head is not None
    assert head.value == PageHead(
        title="What is it?",
        description="What it is.",
        section="understand",
        order=10,
        reviewed_on=date(2026, 10, 1),
        review_by=date(2027, 5, 22),
        reviewed_by="dr-reed",
        sources=("fda23",),
    )
    assert head.lines["sources.0"] == 9
    assert body == Body(WHAT_IT_IS.partition("[fda23]\n---\n")[2], 11)


def test_a_page_names_the_day_of_its_review_or_that_there_was_none(content: ContentFolder) -> None:
    content.replace("en/home.md", "Read [", "Looked at: {{ reviewed_on }}. Read [")
    content.replace("en/what-it-is.md", "It is a medicine.", "Looked at: {{ reviewed_on }}.")
    pages = content.load().pages
    assert [page.text.splitlines()[0] for page in pages.values()][:2] == [
        "Looked at: not yet. Read what it is.",
        "Looked at: October 1, 2026.",
    ]


def test_only_a_page_has_a_day_of_review(content: ContentFolder) -> None:
    content.replace("en/outcomes/under-18.md", "Then that.", "On {{ reviewed_on }}.")
    [error] = content.errors()
    assert error.startswith("content/en/outcomes/under-18.md:10: clinic.yaml has no fact `reviewed_on`.")


def test_an_outcome_has_a_title_and_a_description_only() -> None:
    head, body = split(OutcomeHead, OUTCOME, Report("outcome.md"))
    assert head is not None
    assert head.value == OutcomeHead("A result", "What it means.")
    assert body.first_line == 5


def test_places_in_a_body_are_lines_and_columns_of_the_file() -> None:
    body = Body("one\ntwo three\nthree", 11)
    assert body.places_of("three") == [(12, 5), (13, 1)]
    assert body.places_of("two three\nthree") == [(12, 1)]
    assert body.places_of("four", "two") == [(12, 1)]
    assert body.places_of("four") == [(11, 1)]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "Just text.\n",
            "page.md:1: The front matter is missing. "
            "Begin the file with a line `---`, then `title:` and the other keys, then another line `---`.",
        ),
        (
            "---\ntitle: x\n",
            "page.md:1: The front matter has no end. Put a line `---` after its last key.",
        ),
    ],
)
def test_a_file_without_front_matter_is_an_error(text: str, error: str) -> None:
    report = Report("page.md")
    assert split(PageHead, text, report)[0] is None
    assert [str(error) for error in report.errors] == [error]


@pytest.mark.parametrize(
    ("old", "new"),
    [("reviewed_on: 2026-10-01", "reviewed_on:"), ("reviewed_by: dr-reed", "reviewed_by:")],
)
def test_a_review_needs_both_its_day_and_its_reviewer(content: ContentFolder, old: str, new: str) -> None:
    content.replace("en/what-it-is.md", old, new)
    assert content.errors() == [
        "content/en/what-it-is.md:2: `reviewed_on` and `reviewed_by` come together."
        " Give both, or leave both empty until it is reviewed."
    ]


def test_an_error_has_the_line_in_the_file(content: ContentFolder) -> None:
    content.replace("en/what-it-is.md", "order: 10", "ordre: 10")
    content.replace("en/what-it-is.md", "medicine.", "medicine. {{ clinic.nmae }}")
    assert content.errors() == [
        "content/en/what-it-is.md:5: `ordre` is not a key of this file. Did you mean `order`?",
        "content/en/what-it-is.md:12: clinic.yaml has no fact `clinic.nmae`. Did you mean `clinic.name`?",
    ]
