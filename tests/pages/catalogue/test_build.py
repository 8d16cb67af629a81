from datetime import date
from types import MappingProxyType

import pytest
from django.utils.safestring import SafeString
from pytest_django import Settings

from pages import catalogue
from pages.page import CitedSource, Outcome, Page, Person, Section
from pages.rendering.outline import Heading, Passage
from tests.pages.conftest import OUTCOMES, WHAT_IT_IS, ContentFolder


def test_a_catalogue_has_every_page_rendered(content: ContentFolder) -> None:
    assert content.load().pages["/what-it-is/"] == Page(
        slug="what-it-is",
        url="/what-it-is/",
        title="What is it?",
        description="What it is.",
        section="understand",
        section_title="Understand it",
        order=10,
        pull_sentence="",
        reviewed_on=date(2026, 10, 1),
        review_by=date(2027, 5, 22),
        reviewed_by=Person(name="Dr. Reed", role="Medical director", id="dr-reed"),
        changed_on=date(2026, 10, 5),
        sources=(
            CitedSource(
                title="A warning",
                publisher="FDA",
                year=2023,
                kind="guideline",
                link="https://fda.example/warning",
                checked_on=None,
                id="fda23",
                number=1,
            ),
        ),
        body=SafeString(
            '<p>It is a medicine.<sup class="cite"><a aria-label="Source 1" href="#source-fda23">1</a></sup></p>\n'
            '<h2 id="how-does-it-work">How does it work?</h2>\n<p>Nobody knows for sure.</p>'
        ),
        headings=(Heading("how-does-it-work", "How does it work?"),),
        passages=(
            Passage("", "", "It is a medicine."),
            Passage("how-does-it-work", "How does it work?", "Nobody knows for sure."),
        ),
        text="It is a medicine.\nHow does it work?\nNobody knows for sure.",
        words=12,
    )


def test_an_outcome_is_split_at_its_first_heading(content: ContentFolder) -> None:
    content.replace("en/outcomes/under-18.md", "First this.", '!!! do "Do"\n    - this')
    outcomes = content.load().outcomes
    assert set(outcomes) == set(OUTCOMES)
    assert outcomes["urgent-help-now"] == Outcome(
        id="urgent-help-now",
        title="A result",
        description="What it means.",
        lead=SafeString("<p>First this.</p>\n"),
        rest=SafeString('<h2 id="what-now">What now?</h2>\n<p>Then that.</p>'),
        text="First this.\nWhat now?\nThen that.",
    )
    assert outcomes["under-18"].lead == (
        '<section class="do"><h2 class="do__title">Do</h2><ul><li>this</li></ul></section>'
    )


def test_sections_have_their_pages_in_order_and_no_home_page(content: ContentFolder) -> None:
    content.write("en/first.md", WHAT_IT_IS.replace("order: 10", "order: 5"))
    loaded = content.load()
    pages = loaded.pages
    assert list(pages) == ["/", "/first/", "/what-it-is/", "/words/"]
    assert loaded.sections == (
        Section("understand", "Understand it", (pages["/first/"], pages["/what-it-is/"])),
        Section("about", "About us", (pages["/words/"],)),
    )


def test_neighbours_are_the_previous_and_the_next_page_in_reading_order(content: ContentFolder) -> None:
    loaded = content.load()
    home, what, words = loaded.pages.values()
    assert loaded.neighbours(home) == (None, None)
    assert loaded.neighbours(what) == (None, words)
    assert loaded.neighbours(words) == (what, None)


def test_a_catalogue_is_immutable(content: ContentFolder) -> None:
    loaded = content.load()
    assert isinstance(loaded.pages, MappingProxyType)
    assert isinstance(loaded.outcomes, MappingProxyType)
    assert isinstance(loaded.sources, MappingProxyType)
    assert isinstance(loaded.changes, MappingProxyType)


def test_the_errors_of_all_files_are_reported_together(content: ContentFolder) -> None:
    content.replace("clinic.yaml", "name: Quay Clinic", "nmae: Quay Clinic")
    content.replace("en/home.md", "order: 0", "order: zero")
    content.replace("en/home.md", "what-it-is.md", "what-is-it.md")
    content.replace("en/words.md", "{{ glossary }}", "{{ clinic.name }}")
    (content.path / "en/outcomes/under-18.md").unlink()
    assert content.errors() == [
        "content/clinic.yaml:2: `nmae` is not a key of this file. Did you mean `name`?",
        "content/en/home.md:5: `order` must be a whole number; `zero` is read as text. Write digits only, like 30.",
        "content/en/home.md:12: There is no page `what-is-it.md`. Did you mean `what-it-is.md`?",
        "content/en/outcomes/under-18.md:1: This file is missing. The site needs it.",
    ]


def test_an_empty_folder_has_an_error_for_each_missing_file(content: ContentFolder) -> None:
    empty = ContentFolder(content.path.parent / "empty")
    empty.path.mkdir()
    assert [error.partition(":")[0] for error in empty.errors()] == [
        "empty/changes.yaml",
        "empty/clinic.yaml",
        "empty/en/home.md",
        *(f"empty/en/outcomes/{outcome}.md" for outcome in sorted(OUTCOMES)),
        "empty/en/sections.yaml",
        "empty/glossary.yaml",
        "empty/people.yaml",
        "empty/sources.yaml",
    ]


@pytest.mark.urls("tests.pages.site_urls")
def test_the_current_catalogue_is_loaded_once(content: ContentFolder, settings: Settings) -> None:
    settings.CONTENT_DIR = content.path
    assert catalogue.current() is catalogue.current()


@pytest.mark.urls("tests.pages.site_urls")
def test_with_debug_a_change_shows_at_once(content: ContentFolder, settings: Settings) -> None:
    settings.CONTENT_DIR, settings.DEBUG = content.path, True
    before = catalogue.current()
    content.replace("en/words.md", "title: Words", "title: Our words")
    assert before.pages["/words/"].title == "Words"
    assert catalogue.current().pages["/words/"].title == "Our words"
