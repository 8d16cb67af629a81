from weakref import WeakKeyDictionary

import pytest
from django.template.loader import render_to_string
from django.test import Client

from pages.serving.page_cache import PageCache
from screening.journey import question_views
from tests.screening.journeys import begin

BANNER = "Demo with made-up people. Nothing you enter here reaches a clinic."


def pages_of(client: Client) -> dict[str, str]:
    attempt = begin(client)
    return {
        "sign-in": client.get("/staff/account/sign-in/").text,
        "reading page": client.get("/what-is-ketamine/").text,
        "question": client.get(f"/screening/{attempt}/answering-for/").text,
        "no such page": client.get("/nowhere/").text,
        "server error": render_to_string("500.html"),
        "from memory": from_memory("/what-is-ketamine/"),
    }


def from_memory(path: str) -> str:
    """A reading page from the page cache."""
    cache = PageCache(lambda environ, start: [b""], add_headers=list, hosts=["testserver"], https=None)
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "HTTP_HOST": "testserver"}
    return b"".join(cache(environ, lambda status, headers: None)).decode()


@pytest.mark.django_db
def test_every_page_of_a_demo_has_the_banner(client, settings, monkeypatch):
    # it is drawn once, and a process has a demo either always or never
    monkeypatch.setattr(question_views, "_drawings", WeakKeyDictionary())
    settings.DEMO = True
    assert [name for name, page in pages_of(client).items() if page.count(BANNER) != 1] == []
    assert '<meta name="robots" content="noindex">' in from_memory("/what-is-ketamine/")


@pytest.mark.django_db
def test_no_page_of_a_real_site_has_the_banner(client):
    assert [name for name, page in pages_of(client).items() if "made-up" in page or "demo-banner" in page] == []
