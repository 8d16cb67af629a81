"""The feed of changes: what Atom (RFC 4287) asks for, and nothing that is not so."""

from datetime import date, datetime
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings

from pages import catalogue
from pages.metadata.feed import Entry, atom, entries
from tests.pages.conftest import ContentFolder

ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(content: ContentFolder) -> ElementTree.Element:
    return ElementTree.fromstring(atom(content.load()))  # noqa: S314 (our own)


def test_the_feed_has_changes_and_reviews_newest_first(content: ContentFolder) -> None:
    assert entries(content.load()) == [
        Entry(
            "how-it-works",
            date(2026, 10, 5),
            "/what-it-is/",
            "What is it?",
            "We tell what is known of how it works.",
        ),
        Entry(
            "reviewed-what-it-is-2026-10-01",
            date(2026, 10, 1),
            "/what-it-is/",
            "Reviewed: What is it?",
            "Dr. Reed, Medical director, has reviewed this page.",
        ),
        Entry("first-pages", date(2026, 9, 1), "/", "Home", "The first pages are up."),
    ]


def test_a_page_without_review_has_no_review_entry(content: ContentFolder) -> None:
    content.replace("en/what-it-is.md", "reviewed_on: 2026-10-01", "reviewed_on:")
    content.replace("en/what-it-is.md", "reviewed_by: dr-reed", "reviewed_by:")
    assert [entry.id for entry in entries(content.load())] == ["how-it-works", "first-pages"]


def test_a_change_of_a_deleted_page_is_left_out(content: ContentFolder) -> None:
    content.replace("changes.yaml", "page: what-it-is", "page: gone")
    assert "how-it-works" not in [entry.id for entry in entries(content.load())]


def test_the_feed_has_a_title_an_author_and_the_day_of_its_last_change(content: ContentFolder, settings) -> None:
    settings.SITE_URL = "https://clinic.example"
    feed = parsed(content)
    elements = {child.tag.removeprefix(ATOM): child.text for child in feed if child.text}
    assert elements == {
        "title": "Quay Clinic: what changed",
        "subtitle": "Changes to our pages that a reader should know about.",
        "id": "https://clinic.example/feed.xml",
        "updated": "2026-10-05T17:00:00+00:00",
    }
    assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Quay Clinic"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "alternate": "https://clinic.example/",
        "self": "https://clinic.example/feed.xml",
    }


@pytest.mark.parametrize("real", [False, True])
def test_every_entry_is_complete_and_has_a_unique_id(content: ContentFolder, real: bool) -> None:
    shown = catalogue.load(django_settings.CONTENT_DIR) if real else content.load()
    feed = ElementTree.fromstring(atom(shown))  # noqa: S314
    atom_entries = feed.findall(f"{ATOM}entry")
    assert len(atom_entries) == len(entries(shown)) > 0
    for entry in atom_entries:
        assert all(entry.findtext(ATOM + name) for name in ("id", "title", "updated", "summary"))
        assert entry.find(f"{ATOM}link").get("href").startswith(django_settings.SITE_URL)
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).tzinfo is not None
    ids = [entry.findtext(f"{ATOM}id") for entry in atom_entries]
    assert len(set(ids)) == len(ids)


def test_an_entry_keeps_its_id_when_its_text_changes(content: ContentFolder) -> None:
    before = [entry.findtext(f"{ATOM}id") for entry in parsed(content).iter(f"{ATOM}entry")]
    content.replace("changes.yaml", "The first pages are up.", "We are here.")
    content.replace("en/home.md", "title: Home", "title: Welcome")
    assert [entry.findtext(f"{ATOM}id") for entry in parsed(content).iter(f"{ATOM}entry")] == before


def test_special_characters_are_escaped(content: ContentFolder) -> None:
    content.replace("changes.yaml", "The first pages are up.", "Doses < 1 mg & more.")
    assert "&lt; 1 mg &amp; more" in parsed(content).findall(f"{ATOM}entry")[-1].findtext(f"{ATOM}summary")
