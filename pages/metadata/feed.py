"""The Atom feed: what editors changed, and which pages a clinician reviewed."""

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
    """An entry of the feed. Its `id` stays the same when its text changes; `path` is the address of its page."""

    id: str
    day: date
    path: str
    title: str
    text: str


def entries(catalogue: Catalogue) -> list[Entry]:
    """All changes and reviews, newest first, except changes of pages that no longer exist."""
    return sorted((*_changes(catalogue), *_reviews(catalogue)), key=lambda entry: entry.day, reverse=True)


def _changes(catalogue: Catalogue) -> Iterator[Entry]:
    for id, change in catalogue.changes.items():
        if page := catalogue.pages.get(url_of(change.page)):
            yield Entry(id, change.changed_on, page.url, page.title, change.message)


def _reviews(catalogue: Catalogue) -> Iterator[Entry]:
    for page in catalogue.pages.values():
        if page.reviewed_on and page.reviewed_by:
            text = f"{page.reviewed_by.name}, {page.reviewed_by.role}, has reviewed this page."
            yield Entry(
                f"reviewed-{page.slug}-{page.reviewed_on}", page.reviewed_on, page.url, f"Reviewed: {page.title}", text
            )


def atom(catalogue: Catalogue) -> bytes:
    """The feed in the Atom format (RFC 4287)."""
    site, clinic = settings.SITE_URL, catalogue.clinic
    feed = Atom1Feed(
        title=f"{clinic.name}: what changed",
        link=f"{site}/",
        description=None,
        subtitle="Changes to our pages that a reader should know about.",
        author_name=clinic.name,
        feed_url=f"{site}{PATH}",
        feed_guid=f"{site}{PATH}",
        language=None,
    )
    for entry in entries(catalogue):
        feed.add_item(
            title=entry.title,
            link=f"{site}{entry.path}",
            # Feed readers take the summary for HTML.
            description=escape(entry.text),
            unique_id=f"{site}{PATH}#{entry.id}",
            updateddate=_noon(entry.day),
        )
    return feed.writeString("utf-8").encode()


def _noon(day: date) -> datetime:
    """A time that is on `day` in every time zone of the United States: content files have no time of day."""
    return datetime.combine(day, time(17), UTC)
