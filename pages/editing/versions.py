"""Stores drafts and versions of pages in the database; the published text of a page is its file.

Nothing that a person wrote is overwritten before it is stored as a version.
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.contrib.auth.models import User
from django.db import transaction

from pages.editing import files
from pages.editing.diff import merge
from pages.editing.files import digest, normalized
from pages.editing.refused import Refused
from pages.models import ContentPage, PageVersion, Plan
from pages.schema.page_files import DATA_FILES

How = PageVersion.How


@dataclass(frozen=True)
class Seen:
    """The digests of the texts that an editor saw when they began to type; empty for a text that did not exist."""

    newest: str
    live: str

    @classmethod
    def of(cls, page: ContentPage) -> "Seen":
        """What somebody sees who opens the page now."""
        # Under a draft, an editor sees the published text that the draft began from.
        live = page.draft_began_from if page.draft else page.live
        return cls(page.newest.digest if page.newest else "", live.digest if live else "")


@dataclass(eq=False)
class Conflict(Refused):
    """Somebody else saved first. The refused text is stored as the version `kept`.

    `merged` contains both changes, or is None if they do not fit together. `seen` belongs to an editor who was shown
    `theirs`.
    """

    theirs: PageVersion
    kept: PageVersion
    merged: str | None
    seen: Seen


@contextlib.contextmanager
def lock(folder: Path, page_id: int) -> Iterator[ContentPage]:
    """The page as its file is now.

    If Refused is raised inside, what was stored before it is committed all the same.
    """
    refused = None
    with _lock_every_page() as pages:
        page = pages[page_id]
        _record_outside_change(folder, page)
        try:
            yield page
        except Refused as error:
            refused = error
    if refused:
        raise refused


@contextlib.contextmanager
def _lock_every_page() -> Iterator[dict[int, ContentPage]]:
    # All of them, because a change of one page can break the links of another.
    with transaction.atomic():
        yield ContentPage.objects.select_for_update().order_by("pk").in_bulk()


def record_outside_changes(folder: Path) -> None:
    """Store every text that was changed in the folder by other means than the editor as a version."""
    texts = {file: files.read(folder, file) for file in files.every_file(folder)}
    digests = {file: digest(text) for file, text in texts.items() if text is not None}
    known = dict(ContentPage.objects.values_list("file", "live__digest"))
    if digests == {file: live for file, live in known.items() if live}:
        return
    new = [ContentPage(file=file) for file in digests if file not in known]
    ContentPage.objects.bulk_create(new, ignore_conflicts=True)
    with _lock_every_page() as pages:
        for page in pages.values():
            _record_outside_change(folder, page)


def _record_outside_change(folder: Path, page: ContentPage) -> None:
    text = files.read(folder, page.file)
    if text is None:
        if page.live:
            add_version(page, "", How.CHANGED_OUTSIDE, None)
            page.live = None
            page.save()
    elif page.live is None or page.live.digest != digest(text):
        page.live = add_version(page, text, How.CHANGED_OUTSIDE, None)
        if page.draft and page.draft.digest == page.live.digest:
            remove_draft(page)
        set_title(page, text)
        page.save()


def save(folder: Path, page_id: int, text: str, seen: Seen, author: User) -> PageVersion:
    """Make `text` the draft. Raises Refused."""
    with lock(folder, page_id) as page:
        return save_draft(page, normalized(text, page.file), seen, author)


def save_draft(page: ContentPage, text: str, seen: Seen, author: User) -> PageVersion:
    """The same for a locked page and a normalized text."""
    _require_no_conflict(page, text, seen, author)
    newest, live = page.newest, page.live
    if live and digest(text) == live.digest:
        remove_draft(page)
    elif newest is None or digest(text) != newest.digest:
        remove_draft(page)
        page.draft = add_version(page, text, How.DRAFT, author)
    if page.draft:
        page.draft_began_from = live
    set_title(page, text)
    page.save()
    saved = page.newest
    # For the type checker: a text was saved just now, or existed before.
    assert saved  # noqa: S101
    return saved


def conflicts(page: ContentPage, text: str, seen: Seen) -> bool:
    """Whether somebody else saved another text after an editor saw these."""
    known = [(page.newest, seen.newest), (page.live, seen.live)]
    return any(version and version.digest not in (digest_seen, digest(text)) for version, digest_seen in known)


def _require_no_conflict(page: ContentPage, text: str, seen: Seen, author: User) -> None:
    newest, live, own = page.newest, page.live, digest(text)
    if newest and newest.digest not in (seen.newest, own):
        theirs, began_from = newest, seen.newest
        seen = Seen(newest.digest, seen.live if page.draft else newest.digest)
    elif live and live.digest not in (seen.live, own):
        theirs, began_from = live, seen.live
        seen = Seen(newest.digest if newest else "", live.digest)
    else:
        return
    kept = page.versions.filter(digest=own).first() or add_version(page, text, How.CONFLICTING, author)
    base = page.versions.filter(digest=began_from).first()
    raise Conflict(theirs, kept, merge(base.text, text, theirs.text) if base else None, seen)


def discard_draft(folder: Path, page_id: int) -> None:
    """The draft stays in the history."""
    with lock(folder, page_id) as page:
        remove_draft(page)
        if page.live:
            set_title(page, page.live.text)
        page.save()


def remove_draft(page: ContentPage) -> None:
    """Delete the plan to publish it too. The caller saves the page."""
    page.draft = page.draft_began_from = None
    page.plans.filter(what=Plan.What.PUBLISH).delete()


def add_version(page: ContentPage, text: str, how: How, author: User | None) -> PageVersion:
    author_name = (author.get_full_name() or author.get_username()) if author else ""
    return PageVersion.objects.create(
        page=page, text=text, digest=digest(text), how=how, author=author, author_name=author_name
    )


def set_title(page: ContentPage, text: str) -> None:
    """Take the title from the front matter, however broken the rest of it is. The caller saves the page."""
    if page.is_data:
        page.title = DATA_FILES[page.file]
        return
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
