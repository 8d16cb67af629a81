"""What is wrong with a page that is being written."""

import pytest

from pages.editing.findings import check, errors_of, errors_without, in_words
from pages.models import ContentPage
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.test_versions import NEW


def found(folder, page, text, person) -> list[tuple[int, str, str, str]]:
    return [(one.line, one.severity, one.rule, one.words) for one in check(folder.path, page, text, person)]


def test_what_the_loader_refuses_and_what_the_check_finds_stand_together_by_line(folder, page, mira):
    text = WHAT_IT_IS.replace("Nobody", "A cure. <b>Nobody</b>").replace("order: 10", "order: x")
    assert [(line, rule) for line, _, rule, _ in found(folder, page, text, mira)] == [
        (5, "schema"),
        (16, "cure"),
        (16, "raw-html"),
        (16, "raw-html"),
    ]


def test_what_is_still_to_be_written_is_an_error_where_it_stands_and_is_not_judged_otherwise(folder, page, mira):
    text = WHAT_IT_IS.replace("Nobody", "[[Say that it is a cure]] Nobody [[and so on")
    assert found(folder, page, text.replace("a medicine", "an old medicine"), mira) == [
        (8, "warning", "changed-since-review", ""),
        (16, "error", "to-be-written", "[[Say that it is a cure]]"),
        (16, "error", "to-be-written", "[[and so on knows for sure."),
    ]


def test_a_text_that_was_reviewed_and_changed_is_told_apart_from_a_review_that_was_made_up(folder, page, mira, person):
    assert found(folder, page, WHAT_IT_IS, mira) == []
    assert found(folder, page, NEW, mira) == [(8, "warning", "changed-since-review", "")]
    claimed = WHAT_IT_IS.replace("2026-10-01", "2026-11-01")
    assert found(folder, page, claimed, mira) == [(8, "error", "review-claimed", "")]
    assert found(folder, page, claimed, person("ann", "review_page")) == []


def test_a_head_of_another_title_alone_needs_no_new_review(folder, page, mira):
    assert found(folder, page, WHAT_IT_IS.replace("What is it?", "What is this?"), mira) == []


def test_what_other_files_would_lack_is_looked_for_when_nothing_else_is_wrong(folder, page, mira):
    folder.replace("en/home.md", "[what it is](what-it-is.md)", "[how](what-it-is.md#how-does-it-work)")
    text = WHAT_IT_IS.replace("How does it work?", "Why?")
    assert [one.file for one in errors_of(folder.path, page, text, mira)] == ["content/en/home.md"]
    broken = text.replace("fda23", "nobody")
    assert {one.file for one in errors_of(folder.path, page, broken, mira)} == {"content/en/what-it-is.md"}


def test_the_folder_stays_as_it_is_while_it_is_looked_at(folder, page, mira):
    before = {path: path.read_text() for path in folder.path.rglob("*.*")}
    errors_of(folder.path, page, NEW, mira)
    errors_without(folder.path, page)
    assert {path: path.read_text() for path in folder.path.rglob("*.*")} == before


def test_a_file_of_claims_that_is_broken_is_told_and_stops_nobody_from_writing(folder, page, mira):
    folder.write("claims.yaml", "claims: nonsense\n")
    assert {rule for _, _, rule, _ in found(folder, page, WHAT_IT_IS, mira)} == {"claims-file"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (WHAT_IT_IS, "Nothing to mend."),
        (NEW, "1 warning to look at."),
        (NEW.replace("old", "cure"), "1 error and 1 warning to look at."),
        (WHAT_IT_IS.replace("Nobody", "A cure. [[x]] Nobody"), "2 errors and 1 warning to look at."),
    ],
)
def test_how_much_there_is_to_mend_in_words(folder, page, mira, text, words):
    assert in_words(check(folder.path, page, text, mira)) == words


def test_the_words_of_a_result_are_checked_too(folder, page, mira):
    result = ContentPage.objects.get(file="en/outcomes/under-18.md")
    assert found(folder, result, result.live.text.replace("Then that", "A cure"), mira) == [
        (10, "error", "cure", "cure")
    ]
