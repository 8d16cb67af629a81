"""Sources that are unknown, unused, or not checked for a year."""

from datetime import date

from pages.catalogue.citations import Use
from pages.lint.sources import findings_of_sources
from tests.pages.conftest import ContentFolder

PAGE, TODAY = "en/what-it-is.md", date(2027, 1, 31)
QUESTION = {"ketalar": [Use("Question about bladder", "/screening/questions/#bladder")]}


def findings(content: ContentFolder, elsewhere=QUESTION, today=TODAY):
    return [
        (finding.file, finding.line, finding.rule, finding.severity, finding.words)
        for finding in findings_of_sources(content.path, elsewhere, today)
    ]


def mark_as_checked(content: ContentFolder) -> None:
    content.replace("sources.yaml", "checked_on: null", "checked_on: 2027-01-01")


def test_a_source_that_is_cited_and_was_checked_within_a_year_is_fine(content: ContentFolder) -> None:
    mark_as_checked(content)
    assert findings(content) == []


def test_a_source_that_was_not_checked_for_12_months_is_a_warning(content: ContentFolder) -> None:
    assert findings(content, today=date(2027, 2, 1)) == [
        ("content/sources.yaml", 7, "source-not-checked", "warning", "fda23"),
        ("content/sources.yaml", 14, "source-not-checked", "warning", "ketalar"),
    ]


def test_a_source_that_nothing_cites_is_a_warning(content: ContentFolder) -> None:
    mark_as_checked(content)
    assert findings(content, elsewhere={}) == [("content/sources.yaml", 9, "unused-source", "warning", "ketalar")]


def test_an_unknown_source_is_an_error_on_the_page_and_in_the_questionnaire(content: ContentFolder) -> None:
    mark_as_checked(content)
    content.replace(PAGE, "for sure.", "for sure.[@fda24]")
    [on_page, in_question] = findings_of_sources(content.path, QUESTION | {"ketlar": QUESTION["ketalar"]}, TODAY)
    assert (on_page.file, on_page.line, on_page.column) == (f"content/{PAGE}", 16, 23)
    assert (on_page.rule, on_page.severity, on_page.suggestion) == ("unknown-source", "error", "Did you mean `fda23`?")
    assert in_question.reason == "Question about bladder names the source `ketlar`, which is not here."
    assert (in_question.severity, in_question.suggestion) == ("error", "Did you mean `ketalar`?")


def test_errors_in_sources_yaml_are_reported(content: ContentFolder) -> None:
    content.replace("sources.yaml", "year: 2023", "year: soon")
    assert findings(content) == [("content/sources.yaml", 4, "schema", "error", "")]
