"""Finds what is wrong with a text that an editor writes, and what prevents publishing or deleting a page."""

import functools
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone

from pages.catalogue import load
from pages.catalogue.citations import uses_in_other_apps
from pages.catalogue.library import READERS, read_people, read_sources
from pages.catalogue.live import errors_now
from pages.catalogue.redirects import check_redirects
from pages.editing import files, trial
from pages.editing.permissions import REVIEW
from pages.editing.trial import SiteContext, site_context
from pages.lint import findings_of, findings_of_data
from pages.lint.files import weight_of_pictures
from pages.media import Shelf, shelf_of
from pages.models import ContentPage
from pages.schema.errors import BrokenContent, ContentError, Report
from pages.schema.front_matter import PageHead, split
from pages.schema.page_files import DATA_FILES, HOME, PEOPLE, REDIRECTS, SOURCES, named
from pages.schema.strict_yaml import Record
from pages.schema.text_files import copied
from pages.wording import Finding
from pages.wording.findings import ERROR, WARNING

REVIEWER_CHANGED, SOURCE_OF_QUESTION = "reviewer-changed", "source-of-question"
# Rules about what a file no longer has, or as a whole: their findings are at no line.
ABOUT_FILE = (REVIEWER_CHANGED, SOURCE_OF_QUESTION)
# Templates link to these pages.
REQUIRED_PAGES = {HOME, "about-us", "accessibility", "crisis-help", "privacy", "what-is-kat"}


def check(folder: Path, page: ContentPage, text: str, person: User) -> list[Finding]:
    """Errors and warnings of the text, by line."""
    name = named(folder, page.file)
    about_text = findings_of_text(folder, page.file, text)
    if page.is_data:
        about_role = _about_people(name, page, text, person) if page.file == PEOPLE else []
        return sorted([*about_text, *about_role, *_about_questions(name, page, text)])
    return sorted([*about_text, *_about_review(name, page, text, person)])


def publishing_errors(folder: Path, page: ContentPage, text: str, person: User) -> list[Finding]:
    """Other files are checked only if the text itself has no errors."""
    own_errors = [finding for finding in check(folder, page, text, person) if finding.severity == ERROR]
    return own_errors or [*map(Finding.of, errors_if_published(folder, page.file, text))]


def unpublishing_errors(folder: Path, page: ContentPage) -> list[Finding]:
    if is_required(page):
        reason = "Other parts of the site link to this page, so it has to stay."
        file, hint = named(folder, page.file), "Change its text instead."
        return [Finding(file, 1, 1, "always-there", ERROR, "", reason, hint)]
    return [*map(Finding.of, errors_if_published(folder, page.file, None))]


def is_required(page: ContentPage) -> bool:
    """Whether the site does not work without the page."""
    return page.is_outcome or page.is_data or page.slug in REQUIRED_PAGES


def findings_of_text(folder: Path, file: str, text: str) -> tuple[Finding, ...]:
    """What the loader and the lint find, and what is still to be written: the same for every person."""
    return _findings(site_context(folder), folder.name, file, text, timezone.localdate())


def errors_if_published(folder: Path, file: str, text: str | None) -> list[ContentError]:
    """The errors of the page itself, and the new errors in other files, if `file` had this text or (None) were deleted.

    Errors that other files already have do not count, so that two broken pages can be fixed one after the other.
    """
    with copied(folder) as copy:
        if text is None:
            files.path_of(copy, file).unlink(missing_ok=True)
        else:
            files.path_of(copy, file).write_text(text, encoding="utf-8")
        errors = errors_of(copy, shelf_of(folder))
    present = {(error.file, error.message) for error in errors_now(folder)} if errors else set()
    own_name = named(folder, file)
    return [error for error in errors if error.file == own_name or (error.file, error.message) not in present]


def summary(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Nothing to fix."
    return f"{' and '.join(count(findings, severity) for severity in severities(findings))} to look at."


def severities(findings: Sequence[Finding]) -> list[str]:
    """The severities that occur, the worst first."""
    return [severity for severity in (ERROR, WARNING) if any(finding.severity == severity for finding in findings)]


def count(findings: Sequence[Finding], severity: str) -> str:
    """As text: "1 error", "2 warnings"."""
    number = sum(finding.severity == severity for finding in findings)
    return f"{number} {severity}{'' if number == 1 else 's'}"


@functools.lru_cache(maxsize=128)
def _findings(site: SiteContext, folder_name: str, file: str, text: str, today: date) -> tuple[Finding, ...]:
    name = f"{folder_name}/{file}"
    if file in DATA_FILES:
        return tuple(sorted(_findings_of_data(site, name, file, text)))
    findings = [*map(Finding.of, (*site.broken_claims, *trial.read(site, folder_name, file, text).errors))]
    if site.claims:
        about_all = site.library.sources or {}, today, site.library.redirects
        findings += findings_of(name, text, site.claims, *about_all, site.wording, site.claims_text)
    findings += weight_of_pictures(name, text, site.library.shelf)
    return tuple(sorted(findings))


def _findings_of_data(site: SiteContext, name: str, file: str, text: str) -> list[Finding]:
    content = READERS[file](text, report := Report(name))
    if file == REDIRECTS and isinstance(content, Record):
        check_redirects(content, site.ids_of, report)
    about_claims = findings_of_data(name, text, site.claims) if site.claims else []
    return [*map(Finding.of, {*site.broken_claims, *report.errors}), *about_claims]


def _about_people(name: str, page: ContentPage, text: str, person: User) -> list[Finding]:
    """An error if somebody who is not a reviewer changes who reviews pages: reviewed pages show that person's name."""
    if person.has_perm(REVIEW):
        return []
    before = read_people(page.live.text if page.live else "", Report("")) or {}
    after = read_people(text, Report(""))
    if after is None or after == before:
        return []
    reason = "Only a reviewer can change who reviews pages."
    hint = "Save your draft, and ask a reviewer to publish it."
    return [Finding(name, 1, 1, REVIEWER_CHANGED, ERROR, "", reason, hint)]


def _about_questions(name: str, page: ContentPage, text: str) -> list[Finding]:
    """Errors for sources that questions name and that the text does not have any more."""
    after = read_sources(text, Report("")) if page.file == SOURCES else None
    if after is None:
        return []
    before = read_sources(page.live.text if page.live else "", Report("")) or {}
    uses = uses_in_other_apps()
    return [
        Finding(name, 1, 1, SOURCE_OF_QUESTION, ERROR, id, f"{use.title} names this source.", "Keep the source.")
        for id in before.keys() - after.keys()
        for use in uses.get(id, ())
    ]


def _about_review(name: str, page: ContentPage, text: str, person: User) -> list[Finding]:
    """An error if somebody who is not a reviewer claims a review, a warning if the text changed since its review."""
    head, body = split(PageHead, text, Report(""))
    if head is None or head.value.reviewed_by is None:
        return []
    line = head.lines["reviewed_by"]
    live_head, live_body = split(PageHead, page.live.text if page.live else "", Report(""))
    review = head.value.reviewed_by, head.value.reviewed_on
    if live_head is None or review != (live_head.value.reviewed_by, live_head.value.reviewed_on):
        if person.has_perm(REVIEW):
            return []
        reason = "Only a reviewer can say that a page was reviewed."
        hint = "Leave `reviewed_on` and `reviewed_by` as they were, or empty both."
        return [Finding(name, line, 1, "review-claimed", ERROR, "", reason, hint)]
    if body.text == live_body.text:
        return []
    reason = f"The text changed since `{review[0]}` read it on {review[1]}."
    hint = "Empty `reviewed_on` and `reviewed_by`, or ask for a new review."
    return [Finding(name, line, 1, "changed-since-review", WARNING, "", reason, hint)]


def errors_of(copy: Path, shelf: Shelf) -> tuple[ContentError, ...]:
    try:
        load(copy, shelf=shelf)
    except BrokenContent as broken:
        return broken.errors
    return ()
