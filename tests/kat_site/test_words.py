"""Visitors and staff read American English: in pages, templates, questions, results, errors, mails and scripts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from pages.wording import read_claims
from screening.questionnaire import QUESTIONNAIRE

ROOT = Path(settings.BASE_DIR)
PHRASES = read_claims(Path(settings.CONTENT_DIR))
# What nobody reads on the site, and a library.
NOT_READ = {"migrations", "proof", "codemirror.js"}
MARKS = re.compile(r"<!--.*?-->|<[^>]+>|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
STATES = ("consultations/appointments/states.py", "consultations/models.py")
ALLOWED = {
    # The standard for calendar files has this spelling.
    ("consultations/appointments/calendars.py", "CANCELLED"),
    # Values in the database, and the name of a mail's template.
    *((place, "cancelled") for place in STATES),
    ("consultations/appointments/letters.py", "cancelled"),
    # A key of clinic.yaml.
    ("pages/editing/fields/words.py", "cancelling"),
}


def is_read(path: Path) -> bool:
    return not NOT_READ & set(path.relative_to(ROOT).parts)


def words_of_templates() -> Iterator[tuple[str, str]]:
    for path in filter(is_read, (ROOT / "templates").rglob("*.*")):
        yield path.relative_to(ROOT).as_posix(), MARKS.sub(" ", path.read_text())


def words_of_scripts() -> Iterator[tuple[str, str]]:
    for path in filter(is_read, (ROOT / "static").rglob("*.js")):
        yield path.relative_to(ROOT).as_posix(), path.read_text()


def words_of_code() -> Iterator[tuple[str, str]]:
    """The texts in the code that draws what people read: forms with their errors, mails, receipts, results."""
    folders = ("consultations", "receipts", "screening", "pages", "kat_site", "staff", "operations")
    for folder in folders:
        for path in filter(is_read, (ROOT / folder).rglob("*.py")):
            for text in texts_of(path.read_text()):
                yield path.relative_to(ROOT).as_posix(), text


def texts_of(code: str) -> Iterator[str]:
    """The strings of Python code that are no docstrings."""
    tree = ast.parse(code)
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)]
    docstrings = {id(node.body[0].value) for node in nodes if node.body and isinstance(node.body[0], ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def words_of_questions() -> Iterator[tuple[str, str]]:
    for question in QUESTIONNAIRE.by_id.values():
        words = [question.text, question.hint, question.why, question.topic, *question.listed]
        for choice in question.choices:
            words += [choice.text, *([choice.finding.words] if choice.finding else [])]
        yield question.id, "\n".join(word for word in words if word)


def words_of_clinic() -> Iterator[tuple[str, str]]:
    for name in ("clinic.yaml", "risks.yaml", "changes.yaml", "people.yaml", "en/sections.yaml"):
        values = re.sub(r"^ *[a-z_-]+:|#.*$", "", (Path(settings.CONTENT_DIR) / name).read_text(), flags=re.MULTILINE)
        yield name, values


def words_of_pages() -> Iterator[tuple[str, str]]:
    for path in (Path(settings.CONTENT_DIR) / "en").rglob("*.md"):
        yield path.name, re.sub(r"\{\{.*?\}\}|\[=.*?\]", " ", path.read_text())


@pytest.mark.parametrize(
    "places",
    [words_of_pages, words_of_clinic, words_of_templates, words_of_questions, words_of_code, words_of_scripts],
)
def test_an_american_reader_stumbles_over_nothing(places) -> None:
    found = {(place, match[0]) for place, words in places() for match, _ in PHRASES.find_phrases(words)}
    assert found - ALLOWED == set()


def test_no_date_has_its_day_before_its_month() -> None:
    """In formats of Python and of Django, in code and in templates; dates that programs read are left out."""
    day_first = re.compile(r"%-?d[ ./](%b|%B|%m)|\b[jd][ ./][FMNmn]\b")
    formats = [*words_of_code(), *((path.name, path.read_text()) for path in (ROOT / "templates").rglob("*.*"))]
    assert [(place, match[0]) for place, text in formats if (match := day_first.search(text))] == []


def test_the_words_are_found_where_people_read_them() -> None:
    """Each kind of place has texts, so that an empty folder does not pass."""
    assert len(list(words_of_pages())) > 30
    assert len(list(words_of_templates())) > 50
    assert len(list(words_of_questions())) > 40
    assert sum(1 for _ in words_of_code()) > 500
    assert len(list(words_of_scripts())) > 2


@pytest.mark.parametrize(
    "words",
    [
        "Sleep mends.",
        "Tick all that apply.",
        "The better road.",
        "Ask for the best proof for it.",
        "For all, also people who are tired.",
        "The code opens nothing any more.",
        "This page tells what is there.",
        "a ketamine drip",
        "You get car-sick.",
        "Your time is cancelled.",
        "This holds for people of 24 and younger.",
        "The file with this email has the time.",
        "You cannot ask for a call for now.",
        "We know nothing of any answers.",
        "They have been deleted since.",
        "The clinic must see to its backups.",
        "It is another product.",
    ],
)
def test_these_words_are_known(words: str) -> None:
    assert list(PHRASES.find_phrases(words))


@pytest.mark.parametrize("words", ["an IV drip", "any more questions", "You can also ask us.", "We recommend rest."])
def test_these_words_are_fine(words: str) -> None:
    assert not list(PHRASES.find_phrases(words))
