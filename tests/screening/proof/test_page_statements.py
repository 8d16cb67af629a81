"""Pages cannot disagree with the rules about who should not have ketamine."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from pages import catalogue
from screening.proof.page_statements import FULL_LIST, MARK, disagreements
from screening.questionnaire import QUESTIONNAIRE
from screening.vocabulary.dispositions import Level
from tests.screening.mutants import at_level, with_choice

PAGES = Path(settings.CONTENT_DIR) / "en"


def messages(questionnaire=QUESTIONNAIRE, folder=PAGES):
    return [(one.file, one.line > 0, one.message) for one in disagreements(questionnaire, folder)]


def test_the_pages_agree_with_the_rules():
    assert messages() == []


def test_every_answer_that_is_not_clear_is_on_the_page_that_lists_them():
    listed = {(mark["question"], mark["choice"]) for mark in MARK.finditer((PAGES / FULL_LIST).read_text())}
    levels = {QUESTIONNAIRE.by_id[question].by_id[choice].level for question, choice in listed}
    assert len(listed) > 120
    assert levels == set(Level) - {Level.CLEAR}


@pytest.mark.parametrize(
    ("choice", "level", "expected"),
    [
        ("untreated", Level.TALK_FIRST, "The page says “not now” for [=pressure_told:untreated], but the rules"),
        ("treated_checked", Level.NOT_NOW, "The page says “note” for [=pressure_told:treated_checked], but the"),
        ("no", Level.NOTE, "The page does not mention pressure_told:no, level “note”: “No”"),
    ],
)
def test_a_changed_rule_is_reported_until_the_page_agrees(choice, level, expected):
    [(file, _, message)] = messages(with_choice("pressure_told", choice, at_level(level)))
    assert file == FULL_LIST
    assert message.startswith(expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "| Pregnant [=pregnancy:yes] | Talk first |",
            "The page says “talk first” for [=pregnancy:yes], but the rules ",
        ),
        ("| Pregnant [=pregnancy:perhaps] | Not now |", "The rules have no answer pregnancy:perhaps."),
        ("| Pregnant [=pregnant:yes] | Not now |", "The rules have no answer pregnant:yes."),
        ("| Pregnant [=pregnancy:yes] | Better wait |", "It does not say what [=pregnancy:yes] leads to."),
        (
            "- Chest pain [=emergency_signs:new_or_worse note]",
            "The page says “note” for [=emergency_signs:new_or_worse note], but the",
        ),
        (
            "- Chest pain [=emergency_signs:new_or_worse bad]",
            "It does not say what [=emergency_signs:new_or_worse bad] leads to.",
        ),
    ],
)
def test_a_statement_that_does_not_agree_with_the_rules_is_reported_with_its_line(line, expected, tmp_path):
    (tmp_path / "page.md").write_text(f"Text.\n\n{line}\n")
    [disagreement] = disagreements(QUESTIONNAIRE, tmp_path)
    assert (disagreement.file, disagreement.line) == ("page.md", 3)
    assert disagreement.message.startswith(expected)


@pytest.mark.parametrize(
    "line",
    [
        "| Pregnant [=pregnancy:yes] | Not now; ask your doctor |",
        "- Chest pain [=emergency_signs:new_or_worse urgent]",
        "| Mood medicines [=medicines:lamotrigine] [=medicines:lithium] | Extra care |",
    ],
)
def test_a_correct_statement_is_accepted(line, tmp_path):
    (tmp_path / "page.md").write_text(line)
    assert list(disagreements(QUESTIONNAIRE, tmp_path)) == []


def test_hidden_files_of_editors_are_ignored(tmp_path):
    (tmp_path / ".#page.md").symlink_to("nobody@nowhere.1234")
    assert list(disagreements(QUESTIONNAIRE, tmp_path)) == []


def test_readers_do_not_see_the_marks():
    page = next(page for page in catalogue.current().pages.values() if page.url == "/who-should-not-have-it/")
    assert "[=" not in page.body
    cells = [cell.text for cell in BeautifulSoup(page.body, "html.parser").find_all(["th", "td"])]
    assert {"Pregnant", "Not now"} <= set(cells)
