"""Sources that are unknown, unused, or not looked at for a year."""

from datetime import date

from pages.catalogue.citations import Use
from pages.lint.sources import findings_of_sources
from tests.pages.conftest import ContentFolder

PAGE, TODAY = "en/what-it-is.md", date(2027, 1, 31)
QUESTION = {"ketalar": [Use("Question about bladder", "/screening/questions/#bladder")]}


def found(content: ContentFolder, elsewhere=QUESTION, today=TODAY):
    return [
        (one.file, one.line, one.rule, one.severity, one.words)
        for one in findings_of_sources(content.path, elsewhere, today)
    ]


def checked(content: ContentFolder) -> None:
    content.replace("sources.yaml", "checked_on: null", "checked_on: 2027-01-01")


def test_a_source_that_is_cited_and_was_looked_at_within_a_year_is_fine(content: ContentFolder) -> None:
    checked(content)
    assert found(content) == []


def test_a_source_nobody_looked_at_is_a_warning_and_so_is_one_after_12_months(content: ContentFolder) -> None:
    assert found(content, today=date(2027, 2, 1)) == [
        ("content/sources.yaml", 6, "source-not-checked", "warning", "fda23"),
        ("content/sources.yaml", 12, "source-not-checked", "warning", "ketalar"),
    ]


def test_a_source_no_page_and_no_question_cites_is_a_warning(content: ContentFolder) -> None:
    checked(content)
    assert found(content, elsewhere={}) == [("content/sources.yaml", 8, "unused-source", "warning", "ketalar")]


def test_a_source_nobody_knows_is_an_error_on_the_page_and_in_the_questionnaire(content: ContentFolder) -> None:
    checked(content)
    content.replace(PAGE, "for sure.", "for sure.[@fda24]")
    [on_page, in_question] = findings_of_sources(content.path, QUESTION | {"ketlar": QUESTION["ketalar"]}, TODAY)
    assert (on_page.file, on_page.line, on_page.column) == (f"content/{PAGE}", 16, 23)
    assert (on_page.rule, on_page.severity, on_page.suggestion) == ("unknown-source", "error", "Did you mean `fda23`?")
    assert in_question.reason == "Question about bladder names the source `ketlar`, which is not here."
    assert (in_question.severity, in_question.suggestion) == ("error", "Did you mean `ketalar`?")


def test_a_file_of_sources_that_is_broken_is_told(content: ContentFolder) -> None:
    content.replace("sources.yaml", "year: 2023", "year: soon")
    assert found(content) == [("content/sources.yaml", 4, "schema", "error", "")]
