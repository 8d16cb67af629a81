"""From a draft to the file, and from the file to nothing; now, or when it is planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User

from pages.editing import files
from pages.editing.findings import errors_of, errors_without
from pages.editing.texts import tidy
from pages.editing.versions import (
    Conflict,
    How,
    Seen,
    add_version,
    drop_draft,
    follow_page,
    lock,
    name_by,
    save_draft,
)
from pages.lint import Finding
from pages.models import ContentPage, PageVersion, Plan


@dataclass(frozen=True)
class Blocked:
    """Something is wrong; nothing happened to the page on the site."""

    findings: Sequence[Finding]


@dataclass(frozen=True)
class NotWritten:
    """The file could not be written or taken away; the words are safe in the database."""

    reason: str


def publish(
    folder: Path, page_id: int, text: str, seen: Seen, author: User
) -> PageVersion | Conflict | Blocked | NotWritten:
    """Save `text` as the draft, and put it on the site if nothing is wrong with it. Raises texts.CannotKeep."""
    return _with_draft(folder, page_id, text, seen, author, at=None)


def plan_to_publish(
    folder: Path, page_id: int, text: str, seen: Seen, author: User, at: datetime
) -> PageVersion | Conflict | Blocked | NotWritten:
    """Save `text` as the draft, and plan to put it on the site if nothing is wrong with it now."""
    return _with_draft(folder, page_id, text, seen, author, at=at)


def _with_draft(
    folder: Path, page_id: int, text: str, seen: Seen, author: User, at: datetime | None
) -> PageVersion | Conflict | Blocked | NotWritten:
    text = tidy(text)
    with lock() as pages:
        page = next(page for page in pages.values() if page.pk == page_id)
        follow_page(folder, page)
        saved = save_draft(page, text, seen, author)
        if isinstance(saved, Conflict) or page.draft is None:
            return saved
        if found := errors_of(folder, page, text, author):
            return Blocked(found)
        if at is None:
            return _write(folder, page, page.draft, author)
        page.plans.update_or_create(what=Plan.What.PUBLISH, defaults={"at": at, "made_by": author, "problem": ""})
        return saved


def _write(folder: Path, page: ContentPage, draft: PageVersion, author: User) -> PageVersion | NotWritten:
    try:
        files.write(folder, page.file, draft.text)
    except OSError as error:
        return NotWritten(error.strerror or "The file cannot be written")
    page.live = add_version(page, draft.text, How.PUBLISHED, author)
    drop_draft(page)
    name_by(page, draft.text)
    page.save()
    return page.live


def take_off(folder: Path, page_id: int, author: User) -> PageVersion | Blocked | NotWritten:
    """Take the page off the site. Its text stays as a draft, so that it can come back."""
    with lock() as pages:
        page = next(page for page in pages.values() if page.pk == page_id)
        follow_page(folder, page)
        return _remove(folder, page, author)


def _remove(folder: Path, page: ContentPage, author: User) -> PageVersion | Blocked | NotWritten:
    last = page.live
    if last is None:
        return Blocked(())
    if found := errors_without(folder, page):
        return Blocked(found)
    try:
        files.remove(folder, page.file)
    except OSError as error:
        return NotWritten(error.strerror or "The file cannot be taken away")
    page.live = None
    page.draft, page.draft_began_from = page.draft or last, None
    page.save()
    page.plans.filter(what=Plan.What.TAKE_OFF).delete()
    return add_version(page, "", How.TAKEN_OFF, author)


def plan_to_take_off(folder: Path, page_id: int, author: User, at: datetime) -> Blocked | None:
    """Plan to take the page off the site, if nothing on the site would miss it now."""
    with lock() as pages:
        page = next(page for page in pages.values() if page.pk == page_id)
        follow_page(folder, page)
        if found := errors_without(folder, page):
            return Blocked(found)
        page.plans.update_or_create(what=Plan.What.TAKE_OFF, defaults={"at": at, "made_by": author, "problem": ""})
        return None


def carry_out(folder: Path, now: datetime) -> list[Plan]:
    """Do what is due. The plans that were due, done or not: one that was not says why in its `problem`."""
    due = list(Plan.objects.filter(at__lte=now).values_list("pk", flat=True))
    tried = []
    for number in due:
        with lock() as pages:
            plan = Plan.objects.filter(pk=number).first()  # another process may have been quicker
            if plan:
                page = next(page for page in pages.values() if page.pk == plan.page_id)
                follow_page(folder, page)
                plan.page, plan.problem = page, _carry_out(folder, page, plan)
                Plan.objects.filter(pk=number).update(problem=plan.problem)
                tried.append(plan)
    return tried


def _carry_out(folder: Path, page: ContentPage, plan: Plan) -> str:
    """Why it could not be done; empty when it was."""
    author = plan.made_by
    if author is None or not author.is_active or not author.has_perm("pages.publish_page"):
        return "The person who planned it may no longer publish. Plan it anew."
    if plan.what == Plan.What.TAKE_OFF:
        done = _remove(folder, page, author)
    elif page.draft is None:
        return "There is no draft any more."
    elif page.changed_under_draft:
        return "The page on the site was changed meanwhile. Open the page and save it once more."
    elif found := errors_of(folder, page, page.draft.text, author):
        done = Blocked(found)
    else:
        done = _write(folder, page, page.draft, author)
    if isinstance(done, Blocked):
        return "".join(finding.reason for finding in done.findings[:1]) or "The page is not on the site."
    return f"The file was not written: {done.reason}." if isinstance(done, NotWritten) else ""
