"""The HTML of every page of the desk, and of every form with errors, is as accessible as that of the public site."""

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.kat_site.staff_site.desk_pages import fill, pages

LABELABLE = {"button", "input", "meter", "output", "progress", "select", "textarea"}
LONGEST_TITLE = 70
FEWEST_PAGES = 70
HASH = re.compile(r"\b[0-9a-f]{64}\b")


def headers_without_scope(soup):
    return [str(th) for th in soup.select("th") if th.get("scope") not in ("row", "col", "rowgroup", "colgroup")]


def fieldsets_without_legend(soup):
    fieldsets = soup.select("fieldset:not([aria-labelledby])")
    return [str(fieldset)[:200] for fieldset in fieldsets if getattr(fieldset.find(True), "name", "") != "legend"]


def links_without_words(soup):
    def words(link):
        return link.get("aria-label") or link.text.strip() or "".join(image.get("alt", "") for image in link("img"))

    return [str(link) for link in soup.select("#content a[href]:not(.related-widget-wrapper-link)") if not words(link)]


def labels_of_nothing(soup):
    # the first of several, as a browser does; to search the page for each label takes seconds
    by_id = {element["id"]: element for element in reversed(soup.select("[id]"))}
    labels = ((label, by_id.get(label["for"])) for label in soup.select("label[for]"))
    return [str(label) for label, control in labels if control is None or not is_labelable(control)]


def is_labelable(control):
    return control.name in LABELABLE and control.get("type") != "hidden"


def repeated_labels(soup):
    labels = soup.select("#content label[for]:not(fieldset fieldset label, .export label, .inline-group label)")
    names = Counter(label.text.strip() for label in labels)
    return [name for name, count in names.items() if count > 1]


def hashes_read_in_full(soup):
    return soup.find_all(string=HASH)


def long_titles(soup):
    return [soup.title.text] if len(soup.title.text.strip()) > LONGEST_TITLE else []


def errors_without_summary(soup):
    """Each error is in the summary too, whose link says which field it means."""
    linked = {link["href"].removeprefix("#") for link in soup.select(".error-summary a")}
    if soup.select(".errorlist, [aria-invalid=true]") and not soup.select(".error-summary"):
        return [str(error) for error in soup.select(".errorlist, [aria-invalid=true]")]
    wrong = [id for id in linked if soup.find(id=id) is None]
    return wrong + [link.text for link in soup.select(".error-summary a") if link.text.startswith("This field")]


def errors_without_title(soup):
    has_errors = bool(soup.select(".error-summary"))
    return [] if soup.title.text.strip().startswith("Error: ") is has_errors else [soup.title.text]


CHECKS = (
    errors_without_summary,
    errors_without_title,
    headers_without_scope,
    fieldsets_without_legend,
    links_without_words,
    labels_of_nothing,
    repeated_labels,
    hashes_read_in_full,
    long_titles,
)


@pytest.mark.django_db
def test_every_page_of_the_desk_is_accessible(tmp_path, settings):
    client = Client()
    client.force_login(fill(tmp_path, settings))
    soups = {url: BeautifulSoup(html, "html.parser") for url, html in pages(client)}
    assert len(soups) > FEWEST_PAGES
    faults = {
        f"{url}: {check.__name__}": found for url, soup in soups.items() for check in CHECKS if (found := check(soup))
    }
    assert faults == {}
