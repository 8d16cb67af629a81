"""The content of this site is complete and easy to read."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from pages.catalogue import Catalogue, load
from pages.page import Page
from pages.serving.documents import page_html
from pages.wording.readability import grade

HARDEST_GRADE = 8
WORDS = range(500, 901)
# Privacy has to say more, and the list of who should wait names every answer of the questionnaire.
LONGER = {"privacy": range(500, 1551), "who-should-not-have-it": range(500, 2151)}
# The template adds the links above and the small lines below; a test of the journey counts all words of the page.
URGENT_WORDS = range(60, 145)
DESCRIPTION = range(60, 156)  # what a search result shows
NOT_PROSE = {"home", "glossary"}


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load(settings.CONTENT_DIR)


def test_every_page_and_result_has_at_most_reading_grade_eight(catalogue: Catalogue) -> None:
    texts = {page.slug: page.text for page in catalogue.pages.values()}
    texts |= {outcome.id: outcome.text for outcome in catalogue.outcomes.values()}
    grades = {name: grade(text) for name, text in texts.items()}
    assert {name: grade for name, grade in grades.items() if grade > HARDEST_GRADE} == {}


def test_a_page_with_urgent_help_is_short_and_has_nothing_to_scroll_past(catalogue: Catalogue) -> None:
    """The template puts the links to call above these words."""
    urgent = [outcome for id, outcome in catalogue.outcomes.items() if id.startswith("urgent-")]
    assert len(urgent) == 5
    for outcome in urgent:
        assert outcome.rest == ""
        assert len(f"{outcome.title} {outcome.text}".split()) in URGENT_WORDS


def test_the_result_of_a_not_now_names_a_phone_and_no_way_to_book(catalogue: Catalogue) -> None:
    text = catalogue.outcomes["not-suitable-now"].text
    assert f"Questions about this result? Call {catalogue.clinic.phone}." in text
    assert not any(word in text.lower() for word in ("book", "ask us for a call", "ask for a call", "$", "appointment"))


def test_every_page_is_long_enough_to_help_and_short_enough_to_read(catalogue: Catalogue) -> None:
    words = {page.slug: words_seen(page) for page in catalogue.pages.values() if page.slug not in NOT_PROSE}
    assert {slug: count for slug, count in words.items() if count not in LONGER.get(slug, WORDS)} == {}


def words_seen(page: Page) -> int:
    """With the tables; without drawings, marks of sources, and the meanings that open when a term is tapped."""
    body = BeautifulSoup(page.body, "html.parser")
    for unseen in body.select("svg, sup, button, [popover], .visually-hidden, .cell-name"):
        unseen.decompose()
    return len(body.get_text(" ").split())


@pytest.mark.parametrize(("words", "most"), [("1 in 10", 4), ("habit-forming", 4), ("a good sleep", 5)])
def test_a_fact_about_risks_is_on_few_pages(catalogue: Catalogue, words: str, most: int) -> None:
    """The safety page has all of them, and the risk panel names the main ones."""
    pages = [page.slug for page in catalogue.pages.values() if words in page.body]
    assert "safety-and-side-effects" in pages
    assert len(pages) <= most, pages


def test_the_sentence_beside_a_page_is_not_a_copy_of_the_lines_beside_it(catalogue: Catalogue) -> None:
    """It stands at the top of the page on a wide screen, so it has to come from below the first heading."""
    beside = [page for page in catalogue.pages.values() if page.pull_sentence]
    assert len(beside) > 10
    assert [page.slug for page in beside if page.pull_sentence in first_lines(page)] == []


def first_lines(page: Page) -> str:
    return BeautifulSoup(page.body.partition("<h2")[0], "html.parser").get_text(" ")


def test_every_page_that_speaks_of_a_benefit_shows_the_risk_panel(catalogue: Catalogue) -> None:
    shows = {page.slug for page in catalogue.pages.values() if 'class="risks"' in page.body}
    benefits = {page.slug for page in catalogue.pages.values() if "kew-23" in {source.id for source in page.sources}}
    # One is about how we write, the other about the risks.
    assert benefits - {"about-us", "safety-and-side-effects"} <= shows
    assert len(shows) > 8


def test_every_description_fits_a_search_result(catalogue: Catalogue) -> None:
    lengths = {page.slug: len(page.description) for page in catalogue.pages.values()}
    assert {slug: length for slug, length in lengths.items() if length not in DESCRIPTION} == {}


def test_every_page_is_in_the_navigation_once(catalogue: Catalogue) -> None:
    listed = [page.url for section in catalogue.sections for page in section.pages]
    assert ["/", *listed] == list(catalogue.pages)


def test_every_page_can_be_drawn(catalogue: Catalogue) -> None:
    for page in catalogue.pages.values():
        assert page.body in page_html(catalogue, page).decode()


def test_the_us_label_of_spravato_is_one_source_that_pages_and_questions_cite(catalogue: Catalogue) -> None:
    labels = {id: source for id, source in catalogue.sources.items() if source.kind == "label"}
    spravato = {id for id, source in labels.items() if "spravato" in source.title.lower()}
    # The others are of the European Union and of Hong Kong.
    assert spravato == {"spravato-pi26", "s-eu25", "s-euuk", "s-eu-hist24", "mims-hk"}
