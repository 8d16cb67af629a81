"""The feed of changes: what editors say is new, and which clinician reviewed which page when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from pages.catalogue import Catalogue
from pages.schema.page_files import url_of

PATH = "/feed.xml"
CONTENT_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """`id` never changes, whatever becomes of the words; `path` is the page it is about."""

    id: str
    day: date
    path: str
    title: str
    text: str


def entries(catalogue: Catalogue) -> list[Entry]:
    """Everything there is to tell, the newest first. What is told of a page that is gone leads nowhere: left out."""
    return sorted((*_changes(catalogue), *_reviews(catalogue)), key=lambda entry: entry.day, reverse=True)


def _changes(catalogue: Catalogue) -> Iterator[Entry]:
    for id, change in catalogue.changes.items():
        if page := catalogue.pages.get(url_of(change.page)):
            yield Entry(id, change.changed_on, page.url, page.title, change.says)


def _reviews(catalogue: Catalogue) -> Iterator[Entry]:
    for page in catalogue.pages.values():
        if page.reviewed_on and page.reviewed_by:
            text = f"{page.reviewed_by.name}, {page.reviewed_by.role}, has reviewed this page."
            yield Entry(
                f"reviewed-{page.slug}-{page.reviewed_on}", page.reviewed_on, page.url, f"Reviewed: {page.title}", text
            )


def atom(catalogue: Catalogue) -> bytes:
    """The feed as Atom (RFC 4287)."""
    site, clinic = settings.SITE_URL, catalogue.clinic
    feed = Atom1Feed(
        title=f"{clinic.name}: what changed",
        link=f"{site}/",
        description=None,
        subtitle="Changes to our pages that a reader should know of.",
        author_name=clinic.name,
        feed_url=f"{site}{PATH}",
        feed_guid=f"{site}{PATH}",
        language=None,
    )
    for entry in entries(catalogue):
        feed.add_item(
            title=entry.title,
            link=f"{site}{entry.path}",
            description=escape(entry.text),  # a summary is HTML
            unique_id=f"{site}{PATH}#{entry.id}",
            updateddate=_noon(entry.day),
        )
    return feed.writeString("utf-8").encode()


def _noon(day: date) -> datetime:
    """A moment that falls on `day` everywhere in the United States: we know the day, not the hour."""
    return datetime.combine(day, time(17), UTC)
