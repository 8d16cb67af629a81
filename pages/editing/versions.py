"""Where pages are kept while they are written: drafts and versions in the database, published texts in their files.

Each function that changes something holds the lock of all pages: nobody else saves, publishes or follows the folder
meanwhile. Nothing a person wrote is ever overwritten without being a version first.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.contrib.auth.models import User
from django.db import transaction

from pages.editing import files
from pages.editing.merging import merge
from pages.editing.texts import digest, tidy
from pages.models import ContentPage, PageVersion, Plan

How = PageVersion.How


@dataclass(frozen=True)
class Seen:
    """What an editor had before them when they began to type: digests; empty for a text that was not there."""

    newest: str
    live: str

    @classmethod
    def of(cls, page: ContentPage) -> "Seen":
        """Of somebody who opens the page now. Under a draft that is the text on the site that the draft began from."""
        live = page.draft_began_from if page.draft else page.live
        return cls(page.newest.digest if page.newest else "", live.digest if live else "")


@dataclass(frozen=True)
class Conflict:
    """Somebody else's text came first; the one at hand is kept as a version.

    `merged` has both, if they fit together. `seen` is what the editor has seen once they have been shown `theirs`.
    """

    theirs: PageVersion
    kept: PageVersion
    merged: str | None
    seen: Seen


@contextlib.contextmanager
def lock() -> Iterator[dict[str, ContentPage]]:
    """Every page by its file, for the one who may change them now."""
    with transaction.atomic():
        yield {page.file: page for page in ContentPage.objects.select_for_update().order_by("pk")}


def follow(folder: Path) -> None:
    """Note what was changed in the folder by other means than the editor, each new text as a version."""
    there = {file: files.read(folder, file) for file in files.every_page(folder)}
    digests = {file: digest(text) for file, text in there.items() if text is not None}
    known = dict(ContentPage.objects.values_list("file", "live__digest"))
    if digests == {file: live for file, live in known.items() if live}:
        return
    new = [ContentPage(file=file) for file in digests if file not in known]
    ContentPage.objects.bulk_create(new, ignore_conflicts=True)
    with lock() as pages:
        for page in pages.values():
            follow_page(folder, page)


def follow_page(folder: Path, page: ContentPage) -> None:
    """The same for one page, under the lock."""
    text = files.read(folder, page.file)
    if text is None:
        if page.live:
            add_version(page, "", How.FOUND, None)
            page.live = None
            page.save()
    elif page.live is None or page.live.digest != digest(text):
        page.live = add_version(page, text, How.FOUND, None)
        if page.draft and page.draft.digest == page.live.digest:
            drop_draft(page)
        name_by(page, text)
        page.save()


def save(folder: Path, page_id: int, text: str, seen: Seen, author: User) -> PageVersion | Conflict:
    """Make `text` the draft. Raises texts.CannotKeep."""
    text = tidy(text)
    with lock() as pages:
        page = next(page for page in pages.values() if page.pk == page_id)
        follow_page(folder, page)
        return save_draft(page, text, seen, author)


def save_draft(page: ContentPage, text: str, seen: Seen, author: User) -> PageVersion | Conflict:
    """The same, under the lock. A draft that says something new takes back what was planned for the old one."""
    conflict = _conflict(page, text, seen, author)
    if conflict:
        return conflict
    newest, live = page.newest, page.live
    if live and digest(text) == live.digest:
        drop_draft(page)
    elif newest is None or digest(text) != newest.digest:
        drop_draft(page)
        page.draft = add_version(page, text, How.DRAFT, author)
    if page.draft:
        page.draft_began_from = live
    name_by(page, text)
    page.save()
    saved = page.newest
    assert saved  # noqa: S101 (a text was just saved, or was there)
    return saved


def _conflict(page: ContentPage, text: str, seen: Seen, author: User) -> Conflict | None:
    newest, live, own = page.newest, page.live, digest(text)
    if newest and newest.digest not in (seen.newest, own):
        theirs, began_from = newest, seen.newest
        seen = Seen(newest.digest, seen.live if page.draft else newest.digest)
    elif live and live.digest not in (seen.live, own):
        theirs, began_from = live, seen.live
        seen = Seen(newest.digest if newest else "", live.digest)
    else:
        return None
    kept = page.versions.filter(digest=own).first() or add_version(page, text, How.SET_ASIDE, author)
    base = page.versions.filter(digest=began_from).first()
    return Conflict(theirs, kept, merge(base.text, text, theirs.text) if base else None, seen)


def discard_draft(page_id: int) -> None:
    """Go back to the text on the site. The draft stays in the history."""
    with lock() as pages:
        page = next(page for page in pages.values() if page.pk == page_id)
        drop_draft(page)
        if page.live:
            name_by(page, page.live.text)
        page.save()


def drop_draft(page: ContentPage) -> None:
    """Let go of the draft, and of what was planned for it; both for the caller to save."""
    page.draft = page.draft_began_from = None
    page.plans.filter(what=Plan.What.PUBLISH).delete()


def add_version(page: ContentPage, text: str, how: How, author: User | None) -> PageVersion:
    return PageVersion.objects.create(
        page=page, text=text, digest=digest(text), how=how, author=author, author_name=name_of(author)
    )


def name_of(author: User | None) -> str:
    return (author.get_full_name() or author.get_username()) if author else ""


def name_by(page: ContentPage, text: str) -> None:
    """Call the page by the title that stands in `text`, however broken the rest is."""
    for line in text.split("\n")[1:20]:
        key, _, title = line.partition(":")
        if key == "title" and title.strip():
            page.title = _unquoted(title.strip())[:200]
            return
    page.title = page.title or page.file


def _unquoted(title: str) -> str:
    try:
        return str(yaml.safe_load(title)) if title[0] in "\"'" else title
    except yaml.YAMLError:
        return title.strip("\"'")
