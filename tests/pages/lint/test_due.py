"""Reviews that are due, statements that end by themselves, and pages that are all due on one day."""

from datetime import date

import pytest

from pages.lint import wording_findings
from pages.schema.references import Source
from pages.wording.findings import Finding
from tests.pages.conftest import ContentFolder
from tests.pages.wording.texts import CLAIMS_YAML, FIRST_LINE, findings

LAW = Source(
    title="A rule with an end",
    publisher="Register",
    year=2025,
    kind="other",
    link="https://law.example/",
    checked_on=None,
    review_by=date(2026, 12, 31),
)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 4, 21), []),
        (date(2027, 4, 22), ["warning"]),
        (date(2027, 8, 20), ["warning"]),
        (date(2027, 8, 21), ["error"]),
    ],
)
def test_a_due_review_is_a_warning_30_days_before_and_an_error_90_days_after(today, expected):
    due = findings("Text.\n", today=today)
    assert [(finding.rule, finding.severity) for finding in due] == [("review-due", severity) for severity in expected]
    assert [finding.line for finding in due] == [7] * len(expected)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 11, 30), []),
        (date(2026, 12, 1), ["warning"]),
        (date(2027, 3, 31), ["warning"]),
        (date(2027, 4, 1), ["error"]),
    ],
)
def test_a_statement_that_ends_by_itself_is_due_long_before_its_page(today, expected):
    due = findings("One thing.\n\nThis holds for now.[@law]\n", today=today, sources={"law": LAW})
    assert [(finding.rule, finding.severity) for finding in due] == [
        ("statement-due", severity) for severity in expected
    ]
    assert [(finding.line, finding.column) for finding in due] == [(FIRST_LINE + 2, 20)] * len(expected)


def test_a_page_that_does_not_cite_the_source_has_no_due_statement():
    assert findings("This holds.[@other]\n", today=date(2027, 4, 1), sources={"law": LAW}) == []


@pytest.fixture
def folder(content: ContentFolder) -> ContentFolder:
    content.write("claims.yaml", CLAIMS_YAML)
    return content


def test_a_folder_reads_the_dates_of_its_sources(folder: ContentFolder) -> None:
    folder.replace("sources.yaml", "  year: 2023\n", "  year: 2023\n  review_by: 2026-12-31\n")
    [due] = wording_findings(folder.path, date(2026, 12, 31))
    assert due == Finding(
        *("content/en/what-it-is.md", 12, 18, "statement-due", "warning", "[@fda23]"),
        "What this source says has to be looked up again by December 31, 2026.",
        "Then change the statement, or set a new `review_by` of `fda23` in sources.yaml.",
    )


def test_a_missing_file_of_sources_does_not_stop_the_check(folder: ContentFolder) -> None:
    (folder.path / "sources.yaml").unlink()
    assert wording_findings(folder.path, date(2026, 12, 31)) == []


def test_pages_that_are_all_due_on_one_day_are_a_warning(folder: ContentFolder) -> None:
    folder.replace("en/words.md", "review_by: 2027-11-22", "review_by: 2027-05-22")
    [same] = wording_findings(folder.path, date(2026, 12, 31))
    assert same == Finding(
        *("content/en/home.md", 7, 1, "same-review-date", "warning", "2027-05-22"),
        "Every page has to be reviewed by May 22, 2027, as if all facts aged at the same pace.",
        "Give pages whose facts change soon an earlier date.",
    )
