import base64
import logging
from urllib.parse import unquote

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import expect

from pages import catalogue
from pages.search.index import MOST_LETTERS
from vault.seal import seal


def asked(client: Client, words: str) -> BeautifulSoup:
    response = client.post("/search/", {"q": words}, follow=True)
    assert [status for _, status in response.redirect_chain] == [302]
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def headings(soup: BeautifulSoup) -> list[str]:
    return [heading.text.strip() for heading in soup.select("main h2")]


def test_the_results_list_pages_with_the_words_highlighted(client: Client) -> None:
    soup = asked(client, "bladder")
    assert soup.title.text.startswith("What we found")
    assert headings(soup)[-1].startswith("Found on ")
    assert {mark.text.lower() for mark in soup.select("mark")} >= {"bladder"}
    assert soup.select_one("input[name=q]")["value"] == "bladder"


def test_a_misspelled_word_is_corrected_and_the_page_says_so(client: Client) -> None:
    soup = asked(client, "blader")
    assert "We found no “blader”. We searched for bladder." in soup.main.text
    assert headings(soup)[-1].startswith("Found on ")


@pytest.mark.parametrize("words", ["suicide", "I want to die", "988"])
def test_crisis_help_comes_before_everything_else(client: Client, words: str) -> None:
    soup = asked(client, words)
    panel = soup.select_one("main .crisis-panel")
    assert panel is not None
    assert panel.select_one("a[href='tel:988']")
    assert panel.sourceline <= soup.select_one("main h1").sourceline
    assert "/crisis-help/" in {link["href"] for link in soup.select("main a")}
    assert "We found nothing" not in soup.main.text


def test_without_results_the_page_offers_other_pages_and_a_person_to_talk_with(client: Client) -> None:
    soup = asked(client, "zzzzqx")
    assert headings(soup) == ["We found nothing"]
    assert {"/glossary/", "/questions-people-ask/", "tel:988"} <= {link["href"] for link in soup.select("main a")}


def test_an_empty_query_is_an_error_at_the_field(client: Client) -> None:
    for words in ("", "   "):
        soup = asked(client, words)
        assert soup.select_one("#q-error").text == "Enter a word, like driving or bladder"
        assert "q-error" in soup.select_one("#q")["aria-describedby"].split()
    assert BeautifulSoup(client.get("/search/").content, "html.parser").select_one("#q-error") is None


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", '" onfocus="alert(1)', "a\tb", "x" * 10_000, "😀"])
def test_any_query_gets_a_page_and_is_escaped(client: Client, words: str) -> None:
    response = client.post("/search/", {"q": words}, follow=True)
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 200
    assert not soup.select("main script, main [onfocus]")
    assert len(soup.select_one("#q")["value"]) <= MOST_LETTERS


def test_the_query_is_read_only_from_the_request_body(client: Client) -> None:
    form = client.get("/search/").content
    assert client.get("/search/?q=bladder").content == form
    soup = BeautifulSoup(form, "html.parser")
    assert soup.select_one("main form")["method"] == "post"
    assert client.put("/search/").status_code == 405


@pytest.mark.django_db
def test_a_query_is_not_stored_logged_or_readable_in_an_address(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.post("/search/", {"q": "thalassophobia"}, follow=True)
    ((address, _),) = response.redirect_chain
    assert "thalassophobia" in response.content.decode()
    assert response["Cache-Control"] == "no-store, private"
    assert not response.cookies
    assert not Session.objects.exists()
    assert "thalassophobia" not in caplog.text + address
    assert b"thalassophobia" not in base64.b64decode(unquote(address).rpartition(".")[2])
    assert "thalassophobia" not in client.get("/search/").content.decode()


def test_the_address_of_results_works_again_for_half_an_hour(client: Client) -> None:
    with time_machine.travel("2030-01-01 12:00", tick=False) as clock:
        address = client.post("/search/", {"q": "bladder"}).url
        pages = [client.get(address).content for _ in range(2)]
        clock.shift(30 * 60 + 1)
        expired = BeautifulSoup(client.get(address).content, "html.parser")
    assert pages[0] == pages[1]
    assert headings(BeautifulSoup(pages[0], "html.parser"))[-1].startswith("Found on ")
    assert headings(expired) == []
    assert expired.select_one("#q-error").text.startswith("These results are no longer here")


SEALED_FOR_ANOTHER_USE = seal(["bladder", 0], context="another", row="")


@pytest.mark.parametrize(
    "text",
    ["", "x", "v1.x.y", SEALED_FOR_ANOTHER_USE],
    ids=["empty", "a letter", "three parts", "sealed for another use"],
)
def test_an_address_that_the_site_did_not_make_shows_no_results(client: Client, text: str) -> None:
    soup = BeautifulSoup(client.get("/search/", {"of": text}).content, "html.parser")
    assert headings(soup) == []
    assert soup.select_one("#q-error").text.startswith("These results are no longer here")


def test_the_form_is_never_stored_and_has_no_csrf_token(client: Client) -> None:
    response = client.get("/search/")
    assert response["Cache-Control"] == "no-store, private"
    assert Client(enforce_csrf_checks=True).post("/search/", {"q": "bladder"}).status_code == 302


def test_a_glossary_term_shows_its_meaning_and_a_link_to_the_glossary(client: Client) -> None:
    soup = asked(client, "what does off-label mean")
    assert soup.select_one("dl.glossary dt").text.strip() == "Off-label"
    assert soup.select_one("dl.glossary a")["href"] == "/glossary/#term-off-label"
    assert 'id="term-off-label"' in catalogue.current().pages["/glossary/"].body


@pytest.mark.browser
def test_back_leads_to_the_results_again(transactional_db, live_server, page) -> None:
    page.goto(f"{live_server.url}/search/")
    page.get_by_label("What are you looking for?").fill("bladder")
    page.get_by_role("button", name="Search").click()
    page.locator(".found__pages a").first.click()
    page.go_back()
    expect(page.locator(".found__pages a").first).to_be_visible()
    expect(page.get_by_label("What are you looking for?")).to_have_value("bladder")
