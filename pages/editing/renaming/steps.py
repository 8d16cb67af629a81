"""The two steps of a new name: `begin` checks it and stores what is to be done, `finish` does it.

`finish` may be interrupted at any point and done again. Until it is done, readers get good pages: the new file comes
first, then the links to it, then the old address leads on, and the old file is deleted last.
"""

import logging
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import yaml
from django.contrib.auth.models import User
from django.db import transaction

from pages.catalogue.live import errors_now
from pages.editing import files, versions
from pages.editing.findings import errors_of, is_required
from pages.editing.publishing import Blocked, NotWritten
from pages.editing.refused import Refused
from pages.editing.renaming.texts import changed_files, with_links, with_new_name
from pages.editing.versions import How
from pages.media import shelf_of
from pages.models import ContentPage, PageVersion, Renaming
from pages.rendering.links import is_taken
from pages.schema.page_files import FILE, HOME, LONGEST_NAME, PAGES, named
from pages.schema.references import KEBAB_CASE
from pages.schema.text_files import copied
from pages.wording import Finding
from pages.wording.check import findings_of_wording, read
from pages.wording.claims import read_claims
from pages.wording.findings import ERROR
from vault.files import delete_unfinished, replacing

logger = logging.getLogger("pages")
BROKEN_DATA = "A data file, such as redirects.yaml or changes.yaml, has an error. Fix it first: see the list of pages."
NOT_FINISHED = (
    "Another page is being renamed, and a file could not be written. It is tried again each time you come here."
)
READ_ONLY = (
    "The site may not write to `{file}` on this server, so no page can be renamed here. The person who runs the site "
    "can give it the permission."
)


@dataclass(frozen=True)
class Change:
    """A file, or a draft, whose text a new name changes."""

    file: str
    before: str
    after: str
    is_draft: bool = False


def why_not(page: ContentPage) -> str:
    """Why the page keeps its name; empty if it can be renamed."""
    if page.is_outcome:
        return "The questionnaire shows this text by its name, so it cannot be renamed. You can change its title."
    if is_required(page):
        return "Other parts of the site link to this page, so it cannot be renamed. You can change its title."
    if page.newest is None:
        return "This page has no text anymore. There is nothing to rename."
    return ""


def why_not_called(page: ContentPage, name: str) -> str:
    """Why the page cannot have this name; empty if it can."""
    if not KEBAB_CASE.fullmatch(name) or len(name) > LONGEST_NAME:
        return (
            f"Use small letters, digits and single hyphens, like what-does-it-cost, and at most {LONGEST_NAME} of them"
        )
    if name == page.slug:
        return "This is its address now. Choose another, or leave the page as it is"
    if name == HOME or is_taken(name):
        return "This address belongs to another part of the site. Choose another"
    there = ContentPage.objects.filter(file=_file_of(name)).first()
    if there and there.newest:
        return "There is a page at this address. Choose another"
    if there:
        return "There was a page at this address, and its history is kept. Choose another"
    return ""


def changes(folder: Path, page: ContentPage, name: str) -> list[Change]:
    """What a new name changes beside the name of the file. Raises Refused."""
    try:
        found = [Change(*change) for change in changed_files(folder, page.slug, name, is_public=page.live is not None)]
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise Refused(BROKEN_DATA) from error
    except OSError as error:
        raise NotWritten(error.strerror or "A file cannot be read") from error
    for draft in PageVersion.objects.filter(pk__in=ContentPage.objects.values("draft")).select_related("page"):
        text = _renamed(draft, draft.page.file, page.slug, name, is_public=page.live is not None)
        if text != draft.text:
            found.append(Change(draft.page.file, draft.text, text, is_draft=True))
    return found


def begin(folder: Path, page: ContentPage, name: str, author: User) -> None:
    """Check everything, and store what is to be done. The page is locked. Raises Refused."""
    if reason := why_not(page) or why_not_called(page, name):
        raise Refused(f"{reason}.".replace("..", "."))
    if Renaming.objects.exists():
        raise Refused(NOT_FINISHED)
    changed = [change for change in changes(folder, page, name) if not change.is_draft]
    for file in (_file_of(name), *(change.file for change in changed)) if page.live else ():
        if not files.may_write(folder / file):
            raise Refused(READ_ONLY.format(file=named(folder, file)))
    if page.live and (errors := _errors_if_renamed(folder, page.file, _file_of(name), changed)):
        raise Blocked(errors)
    Renaming.objects.create(page=page, file=_file_of(name), made_by=author)


def finish(folder: Path) -> None:
    """Rename what is to be renamed, also what a killed process left. Raises NotWritten if a file cannot be written."""
    if not Renaming.objects.exists():
        return
    with transaction.atomic():
        pages = ContentPage.objects.select_for_update().order_by("pk").in_bulk()
        refused = [error for renaming in Renaming.objects.all() if (error := _finish(folder, pages, renaming))]
    if refused:
        raise refused[0]


def catch_up(folder: Path) -> None:
    """Follow the files, as everybody does who opens the Content area. A new name that cannot be finished waits."""
    try:
        finish(folder)
    except NotWritten as error:
        logger.error("A page could not be renamed. It is tried again. %s", error)
        return
    versions.record_outside_changes(folder)


def _finish(folder: Path, pages: dict[int, ContentPage], renaming: Renaming) -> NotWritten | None:
    page = pages[renaming.page_id]
    old, new = page.slug, FILE.sub(r"\g<slug>", renaming.file)
    try:
        text = files.read(folder, page.file)
        if text is None:
            text = files.read(folder, renaming.file)
        if text is not None:
            _write(folder, page.file, renaming.file, text)
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        if not (folder / renaming.file).exists():
            renaming.delete()
        return NotWritten(getattr(error, "strerror", None) or BROKEN_DATA)
    author = renaming.made_by
    for stray in [other for other in pages.values() if other.file == renaming.file and other.pk != page.pk]:
        # Somebody recorded the new file before this was finished: what is stored of it belongs to this page.
        stray.versions.update(page=page)
        pages.pop(stray.pk).delete()
    page.file = renaming.file
    for other in pages.values():
        _store(folder, other, old, new, author, is_renamed=other.pk == page.pk, is_public=text is not None)
    renaming.delete()
    return None


def _write(folder: Path, old_file: str, new_file: str, text: str) -> None:
    """Every file is written before the first one takes its place. Raises OSError."""
    old, new = (FILE.sub(r"\g<slug>", file) for file in (old_file, new_file))
    changed = {file: after for file, _, after in changed_files(folder, old, new, is_public=True)}
    changed.pop(old_file, None)
    changed = {new_file: with_links(text, old, new)} | {
        file: after for file, after in changed.items() if file != new_file
    }
    with ExitStack() as stack:
        # The last one that is entered is the first to take its place.
        for file, after in reversed(changed.items()):
            path = folder / file
            # What a killed process left. Whoever writes a page has the same lock.
            delete_unfinished(path)
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
            new_text = stack.enter_context(replacing(path, mode=mode))
            new_text.write(after.encode())
            new_text.flush()
    if (folder / old_file).exists():
        files.remove(folder, old_file)


def _renamed(version: PageVersion, file: str, old: str, new: str, *, is_public: bool) -> str:
    try:
        return with_new_name(file, version.text, old, new, is_public=is_public)
    except yaml.YAMLError:
        # A draft may be unfinished, and is compared with the file before it is published.
        return version.text


def _store(
    folder: Path, page: ContentPage, old: str, new: str, author: User | None, *, is_renamed: bool, is_public: bool
) -> None:
    """Keep the changed texts of a file as versions. What somebody else changed meanwhile is found by the next visit."""
    live, draft = (
        _renamed(version, page.file, old, new, is_public=is_public) if version else None
        for version in (page.live, page.draft)
    )
    is_live_changed = page.live is not None and (is_renamed or live != page.live.text)
    is_draft_changed = page.draft is not None and draft != page.draft.text
    if not (is_renamed or is_live_changed or is_draft_changed):
        return
    began_from_live = not page.changed_under_draft
    if is_live_changed and live is not None and files.read(folder, page.file) == live:
        page.live = versions.add_version(page, live, How.MOVED, author)
    if is_draft_changed and draft is not None:
        page.draft = versions.add_version(page, draft, How.MOVED_DRAFT, author)
    if page.draft and began_from_live:
        page.draft_began_from = page.live
    page.save()


def _errors_if_renamed(folder: Path, old_file: str, new_file: str, changed: Sequence[Change]) -> list[Finding]:
    """The errors that the content would have and does not have now, and forbidden wording in the page."""
    texts = {change.file: change.after for change in changed}
    text = texts.pop(old_file, None) or files.read(folder, old_file) or ""
    with copied(folder) as copy:
        (copy / old_file).unlink(missing_ok=True)
        for file, after in {**texts, new_file: text}.items():
            (copy / file).write_bytes(after.encode())
        errors = errors_of(copy, shelf_of(folder))
    present = {(error.file, error.message) for error in errors_now(folder)} if errors else set()
    found = [Finding.of(error) for error in errors if (error.file, error.message) not in present]
    wording = findings_of_wording(read(named(folder, new_file), text), read_claims(folder))
    return [*found, *(finding for finding in wording if finding.severity == ERROR)]


def _file_of(name: str) -> str:
    return f"{PAGES}/{name}.md"
