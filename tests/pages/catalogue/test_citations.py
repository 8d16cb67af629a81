import re

from django.test import Client

from pages.catalogue import current
from pages.catalogue.citations import ListedSource, Use, listed
from tests.pages.conftest import ContentFolder


def test_every_source_is_listed_by_title_with_its_uses(content: ContentFolder) -> None:
    catalogue = content.load()
    question = Use("Question about bladder", "/screening/questions/#bladder")
    assert listed(catalogue, lambda: {"ketalar": [question], "just-taken-out": [question]}) == [
        ListedSource("ketalar", catalogue.sources["ketalar"], (question,)),
        ListedSource("fda23", catalogue.sources["fda23"], (Use("What is it?", "/what-it-is/#source-fda23"),)),
    ]


def test_a_source_without_uses_is_listed_too(content: ContentFolder) -> None:
    assert listed(content.load())[0].uses == ()


def test_the_pages_list_every_source_once_and_link_to_its_uses(client: Client) -> None:
    shown, number = [], 1
    while True:
        html = client.get("/sources/", {"page": number}).content.decode()
        shown += re.findall(r'<li id="([^"]+)"><a href="https?://', html)
        if 'rel="next"' not in html:
            break
        number += 1
    assert sorted(shown) == sorted(current().sources)


def test_a_reader_sees_how_much_of_a_source_was_read(client: Client) -> None:
    html = client.get("/legal-status-and-consent/").content.decode()
    item = re.search(r'<li id="source-fr-25">.*?</li>', html)
    assert item
    assert item[0].endswith("2025. Read so far: the beginning, with the end date of December 31, 2026.</li>")


def test_the_page_names_the_questions_that_cite_a_source(client: Client) -> None:
    links = re.findall(r'href="(/screening/questions/#[a-z_]+)"', client.get("/sources/").content.decode())
    assert links
    questions = client.get("/screening/questions/").content.decode()
    assert {link.partition("#")[2] for link in links} <= set(re.findall(r'<li id="([a-z_]+)"', questions))


def test_an_invalid_page_number_shows_the_nearest_page(client: Client) -> None:
    first, last = (client.get("/sources/", {"page": page}).content.decode() for page in ("x", "99"))
    assert 'rel="prev"' not in first
    assert 'rel="next"' not in last
