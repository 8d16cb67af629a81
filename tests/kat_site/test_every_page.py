"""Checks of every page in every state: valid HTML, no dead links or ids, no requests to other sites, small size."""

import itertools
import re
from copy import copy
from pathlib import Path

import brotli
import html5lib
import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client

from pages import catalogue
from tests.site_states import READING, RESULTS
from tests.storing_scripts import storing_scripts


@pytest.fixture
def pages(html_by_state):
    return html_by_state


@pytest.fixture(scope="module")
def parsed() -> dict[str, BeautifulSoup]:
    """Filled by the first test of this module, because parsing all pages takes long."""
    return {}


@pytest.fixture
def soups(pages, parsed):
    """No test may change them."""
    if not parsed:
        parsed.update((name, BeautifulSoup(html, "html.parser")) for name, html in pages.items())
    return dict(parsed)


def faults(soups, check):
    """Return state -> list of what `check` finds there, without the states where it finds nothing."""
    return {name: problems for name, soup in soups.items() if (problems := list(check(soup)))}


def test_every_page_is_well_formed_html(pages):
    errors = {}
    for name, html in pages.items():
        parser = html5lib.HTMLParser()
        parser.parse(html)
        if parser.errors:
            errors[name] = parser.errors
    assert errors == {}


def test_every_id_is_unique_on_its_page(soups):
    def repeated(soup):
        ids = [element["id"] for element in soup.select("[id]")]
        return {id for id in ids if ids.count(id) > 1}

    assert faults(soups, repeated) == {}


def test_every_reference_to_an_id_has_a_target(soups):
    def dangling(soup):
        ids = {element["id"] for element in soup.select("[id]")}
        for attribute in ("for", "aria-describedby", "aria-labelledby"):
            for element in soup.select(f"[{attribute}]"):
                yield from set(element[attribute].split()) - ids
        for link in soup.select('a[href^="#"]'):
            if link["href"][1:] not in ids:
                yield link["href"]

    assert faults(soups, dangling) == {}


def test_every_link_of_an_error_summary_leads_to_an_input(soups):
    def dead(soup):
        for link in soup.select(".error-summary a"):
            target = soup.select_one(link["href"])
            if target is None or target.name != "input":
                yield link["href"]

    assert faults(soups, dead) == {}


def test_the_title_of_every_form_with_errors_begins_with_error(soups):
    def wrong_title(soup):
        if bool(soup.select(".error-summary")) != soup.title.text.strip().startswith("Error: "):
            yield soup.title.text

    assert faults(soups, wrong_title) == {}


def test_every_group_of_inputs_is_in_a_fieldset_with_a_legend(soups):
    def outside_fieldset(soup):
        for field in soup.select("input[type=radio], input[type=checkbox]:not([name=consent])"):
            fieldset = field.find_parent("fieldset")
            if fieldset is None or not fieldset.find("legend").text.strip():
                yield field["id"]

    assert faults(soups, outside_fieldset) == {}


def test_every_internal_link_and_form_leads_to_a_page_that_exists(soups):
    client = Client()
    links = {
        element.get("href") or element.get("action")
        for soup in soups.values()
        for element in soup.select("a[href^='/'], form[action^='/']")
    }
    addresses = {link.partition("#")[0] for link in links if not re.match(r"/(screening|call-me|staff)/.+", link)}
    assert {link for link in addresses if client.get(link).status_code != 200} == set()


def test_every_page_shows_the_crisis_lines(soups):
    def missing(soup):
        hrefs = {link["href"] for link in soup.select("a[href]")}
        return {"tel:988", "sms:988", "tel:911"} - hrefs

    assert faults(soups, missing) == {}


def test_every_number_of_the_clinic_calls_it_and_has_the_same_name_everywhere(soups):
    phone = catalogue.current().clinic.phone

    def wrong(soup):
        for link in soup.select(f"a[href='{phone.address}']"):
            if link.text != phone.number or link.get("aria-label"):
                yield str(link)
            link.decompose()
        if phone.number in soup.text:
            yield soup.find(string=re.compile(re.escape(phone.number)))

    assert faults({name: copy(soup) for name, soup in soups.items()}, wrong) == {}


def test_pages_with_urgent_help_and_for_people_under_18_lead_to_crisis_help_only(soups):
    phone = catalogue.current().clinic.phone
    pages = {
        name: soup for name, soup in soups.items() if re.match(r"urgent, |/screening/(get-help-now|under-18)/", name)
    }
    assert len(pages) == 6
    to_the_clinic = f"a[href^='/talk-to-us/'], a[href^='/call-me/'], a[href='{phone.address}']"
    assert faults(pages, lambda soup: soup.select(to_the_clinic)) == {}


def test_every_reading_page_and_result_leads_to_the_clinic(soups):
    results = {f"result {name}{sent}" for name in RESULTS for sent in ("", ", sent")} | {"early result"}
    pages = {name: soups[name] for name in [*READING, "/cost/", *results]}
    assert faults(pages, lambda soup: [] if soup.select("main a[href='/talk-to-us/']") else ["no link"]) == {}


def test_every_page_has_one_h1_and_skips_no_heading_level(soups):
    def skipped(soup):
        levels = [int(heading.name[1]) for heading in soup.select("main h1, main h2, main h3, main h4")]
        if len(soup.select("h1")) != 1:
            yield f"{len(soup.select('h1'))} h1"
        # a crisis panel or an error summary may come before the h1; it is an h2
        yield from (f"h{a} then h{b}" for a, b in itertools.pairwise(levels) if b > a + 1)

    assert faults(soups, skipped) == {}


def test_titles_are_unique_and_end_with_the_name_of_the_site(pages, soups):
    titles = {name: soup.title.text for name, soup in soups.items() if name.startswith("/")}
    assert len(set(titles.values())) == len(titles)
    assert all(title.endswith(" - Harbor Light") for title in titles.values())


@pytest.mark.promise("P9")
def test_no_page_loads_from_another_site_or_has_inline_code(soups):
    def foreign(soup):
        for element in soup.select("[src], link[href]"):
            address = element.get("src") or element.get("href")
            if "canonical" not in element.get("rel", []) and not address.startswith("/"):
                yield address
        yield from soup.select("style, [style], script:not([src], [type='application/ld+json']), [onclick]")

    assert faults(soups, foreign) == {}


def test_reading_pages_have_no_script(soups):
    assert (
        faults(
            {n: s for n, s in soups.items() if re.fullmatch(r"/[a-z-]*/?", n) and n not in ("/screening/", "/cost/")},
            lambda s: s.select("script:not([type='application/ld+json'])"),
        )
        == {}
    )


def test_a_page_and_its_stylesheets_fit_into_14_kib(pages):
    def compressed(text):
        return len(brotli.compress(text.encode(), quality=11))

    sheets = {name: compressed(Path(finders.find(name)).read_text()) for name in ("site.css", "journey.css")}
    weights = {
        name: compressed(html) + sum(weight for sheet, weight in sheets.items() if f"/{sheet}" in html)
        for name, html in pages.items()
    }
    assert {name: weight for name, weight in weights.items() if weight > 14 * 1024} == {}


@pytest.mark.parametrize("name", ["js/journey.js", "js/cost.js"])
def test_a_script_is_at_most_3_kib(name):
    with open(finders.find(name), "rb") as file:
        assert len(file.read()) <= 3 * 1024


def test_no_page_is_a_placeholder(soups):
    def unfinished(soup):
        # whole words only, because a receipt code may contain TBD
        words = r"lorem|\btodo\b|\btbd\b|coming soon|placeholder text|\{\{|\{%"
        return re.findall(words, soup.main.text, re.IGNORECASE)

    assert faults(soups, unfinished) == {}


def test_no_page_has_a_script_that_stores_something_in_the_browser(soups):
    assert faults(soups, storing_scripts) == {}
