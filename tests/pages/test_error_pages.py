"""Pages for errors and for things that are gone: they say whose site it is, and lead on."""

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.test import Client

from pages import catalogue
from pages.schema.errors import BrokenContent

TEMPLATES = ("400.html", "403.html", "404.html", "413.html", "429.html", "500.html", "503.html")
WAY_ON = {"/": "Home page", "/all-pages/": "All pages", "/talk-to-us/": "Talk to us"}


def way_on(html: str) -> tuple[str, dict[str, str]]:
    """The address of the search form, and the links."""
    page = BeautifulSoup(html, "html.parser")
    [search] = page.select('main form[role="search"]')
    links = {str(link["href"]): link.text for link in page.select("main a") if link["href"] in WAY_ON}
    return str(search["action"]), links


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_error_page_has_the_name_of_the_clinic_a_search_and_three_links(template: str) -> None:
    html = render_to_string(template)
    assert catalogue.current().clinic.name in BeautifulSoup(html, "html.parser").header.text
    assert way_on(html) == ("/search/", WAY_ON)


def test_an_error_page_is_shown_although_the_content_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise BrokenContent(())

    monkeypatch.setattr("pages.templatetags.clinic_name.current", broken)
    html = render_to_string("500.html")
    assert BeautifulSoup(html, "html.parser").header.text.strip() == "Home page"


@pytest.mark.django_db
def test_the_page_of_an_attempt_that_is_gone_leads_on_too(client: Client) -> None:
    response = client.get("/screening/AAAAAAAAAAAA/age/")
    assert response.status_code == 410
    assert way_on(response.content.decode()) == ("/search/", WAY_ON)
