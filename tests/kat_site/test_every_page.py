"""What holds for every page in every state: valid HTML, no dead link or id, no foreign request, light weight."""

import itertools
import re
from pathlib import Path

import brotli
import html5lib
import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client

from tests.site_states import states


@pytest.fixture(scope="module")
def walked() -> dict[str, str]:
    """What the first test of this module saw; walking every state once is enough."""
    return {}


@pytest.fixture
def pages(walked, db):
    if not walked:
        client = Client(raise_request_exception=False)
        walked.update((name, response.content.decode()) for name, response in states(client))
    return walked


@pytest.fixture
def soups(pages):
    return {name: BeautifulSoup(html, "html.parser") for name, html in pages.items()}


def faults(soups, find):
    """{state: what find gives}, of the states where it gives something."""
    return {name: found for name, soup in soups.items() if (found := list(find(soup)))}


def test_every_page_is_well_formed_html(pages):
    wrong = {}
    for name, html in pages.items():
        parser = html5lib.HTMLParser()
        parser.parse(html)
        if parser.errors:
            wrong[name] = parser.errors
    assert wrong == {}


def test_every_id_stands_once(soups):
    def repeated(soup):
        ids = [element["id"] for element in soup.select("[id]")]
        return {one for one in ids if ids.count(one) > 1}

    assert faults(soups, repeated) == {}


def test_every_reference_to_an_id_leads_somewhere(soups):
    def dangling(soup):
        ids = {element["id"] for element in soup.select("[id]")}
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for element in soup.select(f"[{attribute}]"):
                yield from set(element[attribute].split()) - ids
        for link in soup.select('a[href^="#"]'):
            if link["href"][1:] not in ids:
                yield link["href"]

    assert faults(soups, dangling) == {}


def test_every_error_link_leads_to_an_input(soups):
    def dead(soup):
        for link in soup.select(".error-summary a"):
            target = soup.select_one(link["href"])
            if target is None or target.name != "input":
                yield link["href"]

    assert faults(soups, dead) == {}


def test_every_error_page_says_so_in_its_title(soups):
    def silent(soup):
        if bool(soup.select(".error-summary")) != soup.title.text.strip().startswith("Error: "):
            yield soup.title.text

    assert faults(soups, silent) == {}


def test_every_group_of_inputs_stands_in_a_fieldset_with_a_legend(soups):
    def bare(soup):
        for field in soup.select("input[type=radio], input[type=checkbox]:not([name=consent])"):
            fieldset = field.find_parent("fieldset")
            if fieldset is None or not fieldset.find("legend").text.strip():
                yield field["id"]

    assert faults(soups, bare) == {}


def test_every_internal_link_and_form_leads_to_a_page(soups):
    client = Client()
    links = {
        element.get("href") or element.get("action")
        for soup in soups.values()
        for element in soup.select("a[href^='/'], form[action^='/']")
    }
    reading = {link.partition("#")[0] for link in links if not re.match(r"/(screening|call-me|staff)/.+", link)}
    assert {link for link in reading if client.get(link).status_code != 200} == set()


def test_every_page_shows_the_crisis_lines(soups):
    def missing(soup):
        hrefs = {link["href"] for link in soup.select("a[href]")}
        return {"tel:988", "sms:988", "tel:911"} - hrefs

    assert faults(soups, missing) == {}


def test_every_page_has_one_h1_and_skips_no_heading_level(soups):
    def skipped(soup):
        levels = [int(heading.name[1]) for heading in soup.select("main h1, main h2, main h3, main h4")]
        if len(soup.select("h1")) != 1:
            yield f"{len(soup.select('h1'))} h1"
        # a crisis panel or an error summary may come before the h1; it is an h2
        yield from (f"h{a} then h{b}" for a, b in itertools.pairwise(levels) if b > a + 1)

    assert faults(soups, skipped) == {}


def test_titles_are_unique_and_name_the_site(pages, soups):
    titles = {name: soup.title.text for name, soup in soups.items() if name.startswith("/")}
    assert len(set(titles.values())) == len(titles)
    assert all(title.endswith(" - Harbor Light") for title in titles.values())


def test_nothing_is_fetched_from_elsewhere_and_nothing_runs_inline(soups):
    def foreign(soup):
        for element in soup.select("[src], link[href]"):
            address = element.get("src") or element.get("href")
            if "canonical" not in element.get("rel", []) and not address.startswith("/"):
                yield address
        yield from soup.select("style, [style], script:not([src], [type='application/ld+json']), [onclick]")

    assert faults(soups, foreign) == {}


def test_reading_pages_need_no_script(soups):
    assert (
        faults(
            {n: s for n, s in soups.items() if re.fullmatch(r"/[a-z-]*/?", n) and n not in ("/screening/", "/cost/")},
            lambda s: s.select("script:not([type='application/ld+json'])"),
        )
        == {}
    )


def test_a_page_and_its_stylesheets_fit_into_the_first_flight(pages):
    def compressed(text):
        return len(brotli.compress(text.encode(), quality=11))

    sheets = {name: compressed(Path(finders.find(name)).read_text()) for name in ("site.css", "journey.css")}
    weights = {
        name: compressed(html) + sum(weight for sheet, weight in sheets.items() if f"/{sheet}" in html)
        for name, html in pages.items()
    }
    assert {name: weight for name, weight in weights.items() if weight > 14 * 1024} == {}


@pytest.mark.parametrize("name", ["js/journey.js", "js/cost.js"])
def test_a_script_stays_small(name):
    with open(finders.find(name), "rb") as file:
        assert len(file.read()) <= 3 * 1024


def test_no_page_is_a_placeholder(soups):
    def unfinished(soup):
        words = r"lorem|\btodo\b|\btbd\b|coming soon|placeholder text|\{\{|\{%"  # whole: a receipt code may hold TBD
        return re.findall(words, soup.main.text, re.IGNORECASE)

    assert faults(soups, unfinished) == {}
