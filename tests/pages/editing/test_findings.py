"""Errors and warnings of a text that an editor writes."""

from datetime import date

import pytest

from pages.editing import trial
from pages.editing.findings import check, findings_of_text, publishing_errors, summary, unpublishing_errors
from pages.editing.trial import site_context
from pages.lint import findings_of_site
from pages.models import ContentPage
from pages.wording import check as wording_check
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.texts import NEW


def findings(folder, page, text, person) -> list[tuple[int, str, str, str]]:
    return [
        (finding.line, finding.severity, finding.rule, finding.words)
        for finding in check(folder.path, page, text, person)
    ]


def test_errors_of_the_loader_and_findings_of_the_lint_are_listed_by_line(folder, page, mira):
    text = WHAT_IT_IS.replace("Nobody", "A cure. <b>Nobody</b>").replace("order: 10", "order: x")
    assert [(line, rule) for line, _, rule, _ in findings(folder, page, text, mira)] == [
        (5, "schema"),
        (16, "cure"),
        (16, "raw-html"),
        (16, "raw-html"),
    ]


def test_what_is_still_to_be_written_is_an_error_and_has_no_other_findings(folder, page, mira):
    text = WHAT_IT_IS.replace("Nobody", "[[Say that it is a cure]] Nobody [[and so on")
    assert findings(folder, page, text.replace("a medicine", "an old medicine"), mira) == [
        (8, "warning", "changed-since-review", ""),
        (16, "error", "to-be-written", "[[Say that it is a cure]]"),
        (16, "error", "to-be-written", "[[and so on knows for sure."),
    ]


def test_a_text_changed_since_its_review_is_a_warning_and_an_invented_review_is_an_error(folder, page, mira, person):
    assert findings(folder, page, WHAT_IT_IS, mira) == []
    assert findings(folder, page, NEW, mira) == [(8, "warning", "changed-since-review", "")]
    claimed = WHAT_IT_IS.replace("2026-10-01", "2026-11-01")
    assert findings(folder, page, claimed, mira) == [(8, "error", "review-claimed", "")]
    assert findings(folder, page, claimed, person("ann", "review_page")) == []


def test_a_new_title_alone_needs_no_new_review(folder, page, mira):
    assert findings(folder, page, WHAT_IT_IS.replace("What is it?", "What is this?"), mira) == []


def test_errors_in_other_files_are_reported_if_the_text_has_none(folder, page, mira):
    folder.replace("en/home.md", "[what it is](what-it-is.md)", "[how](what-it-is.md#how-does-it-work)")
    text = WHAT_IT_IS.replace("How does it work?", "Why?")
    assert [error.file for error in publishing_errors(folder.path, page, text, mira)] == ["content/en/home.md"]
    broken = text.replace("fda23", "nobody")
    assert {error.file for error in publishing_errors(folder.path, page, broken, mira)} == {"content/en/what-it-is.md"}


def test_checking_changes_nothing_in_the_folder(folder, page, mira):
    before = {path: path.read_text() for path in folder.path.rglob("*.*")}
    publishing_errors(folder.path, page, NEW, mira)
    unpublishing_errors(folder.path, page)
    assert {path: path.read_text() for path in folder.path.rglob("*.*")} == before


def test_a_broken_claims_file_is_reported(folder, page, mira):
    folder.write("claims.yaml", "claims: nonsense\n")
    assert {rule for _, _, rule, _ in findings(folder, page, WHAT_IT_IS, mira)} == {"claims-file"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHAT_IT_IS, "Nothing to fix."),
        (NEW, "1 warning to look at."),
        (NEW.replace("old", "cure"), "1 error and 1 warning to look at."),
        (WHAT_IT_IS.replace("Nobody", "A cure. [[x]] Nobody"), "2 errors and 1 warning to look at."),
    ],
)
def test_the_summary_counts_errors_and_warnings(folder, page, mira, text, expected):
    assert summary(check(folder.path, page, text, mira)) == expected


def test_the_text_of_a_result_is_checked_too(folder, page, mira):
    result = ContentPage.objects.get(file="en/outcomes/under-18.md")
    assert findings(folder, result, result.live.text.replace("Then that", "A cure"), mira) == [
        (10, "error", "cure", "cure")
    ]


@pytest.fixture
def checked(folder, settings, tmp_path, monkeypatch):
    """The folder after a check of it, and the texts that are read or checked from then on."""
    settings.VAR_DIR = tmp_path / "var"
    findings_of_site(folder.path, date(2026, 11, 28))
    site_context(folder.path)
    again: list[str] = []

    def noticed(real):
        return lambda *arguments: again.append(real.__name__) or real(*arguments)

    monkeypatch.setattr(trial, "read_draft", noticed(trial.read_draft))
    monkeypatch.setattr(wording_check, "findings_of_wording", noticed(wording_check.findings_of_wording))
    return folder, again


def test_a_text_that_is_on_the_site_is_not_read_and_checked_again_for_the_list(checked):
    folder, again = checked
    texts = {path.relative_to(folder.path).as_posix(): path.read_text() for path in folder.path.rglob("*.md")}
    for file, text in texts.items():
        findings_of_text(folder.path, file, text)
    assert again == []
    findings_of_text(folder.path, "en/what-it-is.md", f"{WHAT_IT_IS}\nA new sentence.\n")
    assert sorted(again) == ["findings_of_wording", "read_draft"]
