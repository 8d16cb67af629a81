"""Publishes drafts to their files and takes pages off the site, now or at a planned time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.contrib.auth.models import User

from pages.editing import files
from pages.editing.files import normalized
from pages.editing.findings import publishing_errors, unpublishing_errors
from pages.editing.permissions import PUBLISH
from pages.editing.refused import Refused
from pages.editing.versions import How, Seen, add_version, lock, remove_draft, save_draft, set_title
from pages.models import ContentPage, PageVersion, Plan
from pages.wording import Finding


@dataclass(eq=False)
class Blocked(Refused):
    """The content would have these errors."""

    findings: Sequence[Finding]

    def __str__(self) -> str:
        return self.findings[0].reason


@dataclass(eq=False)
class NotWritten(Refused):
    """The file could not be written or deleted; `reason` comes from the operating system."""

    reason: str

    def __str__(self) -> str:
        return f"The file was not written: {self.reason}."


def publish(folder: Path, page_id: int, text: str, seen: Seen, author: User) -> PageVersion:
    """Save `text` as the draft, and write it to the file if it has no errors. Raises Refused."""
    with lock(folder, page_id) as page:
        text = normalized(text, page.file)
        saved = save_draft(page, text, seen, author)
        if page.draft is None:
            return saved
        _require_none(publishing_errors(folder, page, text, author))
        return _write(folder, page, page.draft, author)


def plan_to_publish(folder: Path, page_id: int, text: str, seen: Seen, author: User, at: datetime) -> PageVersion:
    """Save `text` as the draft, and plan to publish it if it has no errors now. Raises Refused."""
    with lock(folder, page_id) as page:
        text = normalized(text, page.file)
        saved = save_draft(page, text, seen, author)
        if page.draft:
            _require_none(publishing_errors(folder, page, text, author))
            _plan(page, Plan.What.PUBLISH, author, at)
        return saved


def unpublish(folder: Path, page_id: int, author: User) -> None:
    """Delete the file. Its text stays as a draft, so that it can be published again. Raises Refused."""
    with lock(folder, page_id) as page:
        _remove(folder, page, author)


def plan_to_unpublish(folder: Path, page_id: int, author: User, at: datetime) -> None:
    """Plan to delete the file, if no other page needs it now. Raises Refused."""
    with lock(folder, page_id) as page:
        _require_none(unpublishing_errors(folder, page))
        _plan(page, Plan.What.UNPUBLISH, author, at)


def carry_out_plans(folder: Path, now: datetime) -> list[Plan]:
    """The plans that were due. `problem` is empty if a plan was carried out; otherwise it is tried again next time."""
    tried = []
    for plan_id, page_id in list(Plan.objects.filter(at__lte=now).values_list("pk", "page_id")):
        with lock(folder, page_id) as page:
            # None if another process was faster.
            plan = Plan.objects.filter(pk=plan_id).first()
            if plan:
                plan.page, plan.problem = page, _problem_after(folder, page, plan)
                Plan.objects.filter(pk=plan_id).update(problem=plan.problem)
                tried.append(plan)
    return tried


def _problem_after(folder: Path, page: ContentPage, plan: Plan) -> str:
    try:
        _carry_out(folder, page, plan)
    except Refused as refused:
        return str(refused)
    return ""


def _carry_out(folder: Path, page: ContentPage, plan: Plan) -> None:
    author = plan.made_by
    if author is None or not author.is_active or not author.has_perm(PUBLISH):
        raise Refused("The person who made this plan may no longer publish. Make a new plan.")
    if plan.what == Plan.What.UNPUBLISH:
        return _remove(folder, page, author)
    if page.draft is None:
        raise Refused("There is no draft anymore.")
    if page.changed_under_draft:
        raise Refused("The page on the site changed after this plan was made. Open it and save it again.")
    _require_none(publishing_errors(folder, page, page.draft.text, author))
    _write(folder, page, page.draft, author)


def _require_none(findings: Sequence[Finding]) -> None:
    if findings:
        raise Blocked(findings)


def _plan(page: ContentPage, what: Plan.What, author: User, at: datetime) -> None:
    page.plans.update_or_create(what=what, defaults={"at": at, "made_by": author, "problem": ""})


def _write(folder: Path, page: ContentPage, draft: PageVersion, author: User) -> PageVersion:
    try:
        files.write(folder, page.file, draft.text)
    except OSError as error:
        raise NotWritten(error.strerror or "The file cannot be written") from error
    page.live = add_version(page, draft.text, How.PUBLISHED, author)
    remove_draft(page)
    set_title(page, draft.text)
    page.save()
    return page.live


def _remove(folder: Path, page: ContentPage, author: User) -> None:
    last = page.live
    if last is None:
        raise Refused("The page is not on the site.")
    _require_none(unpublishing_errors(folder, page))
    try:
        files.remove(folder, page.file)
    except OSError as error:
        raise NotWritten(error.strerror or "The file cannot be deleted") from error
    page.live = None
    page.draft, page.draft_began_from = page.draft or last, None
    page.save()
    page.plans.filter(what=Plan.What.UNPUBLISH).delete()
    add_version(page, "", How.UNPUBLISHED, author)
