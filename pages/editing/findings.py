"""What is wrong with a page that is being written, and what stands in the way of publishing it."""

import functools
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.contrib.auth.models import User
from django.utils import timezone

from pages.editing.access import REVIEW, is_outcome, slug_of
from pages.editing.aside import new_errors
from pages.editing.reading import Surroundings, read, surroundings
from pages.editing.starters import TO_BE_WRITTEN
from pages.lint import Finding, findings_of
from pages.models import ContentPage
from pages.schema.errors import Report
from pages.schema.front_matter import PageHead, split
from pages.schema.page_files import HOME, named

ERROR, WARNING = "error", "warning"
ALWAYS_THERE = {HOME, "about-us", "accessibility", "crisis-help", "privacy", "what-is-kat"}  # templates link to them


def check(folder: Path, page: ContentPage, text: str, person: User) -> list[Finding]:
    """Errors and warnings of the text, those an editor is told while they type. By line."""
    found = findings_of_text(folder, page.file, text)
    return sorted([*found, *_about_the_review(named(folder, page.file), page, text, person)])


def errors_of(folder: Path, page: ContentPage, text: str, person: User) -> list[Finding]:
    """What stands in the way of publishing the text: nothing, when the list is empty."""
    found = [finding for finding in check(folder, page, text, person) if finding.severity == ERROR]
    return found or [*map(Finding.of, new_errors(folder, page.file, text))]


def errors_without(folder: Path, page: ContentPage) -> list[Finding]:
    """What stands in the way of taking the page off the site."""
    if is_always_there(page):
        reason = "Other parts of the site lead to this page, so it has to stay."
        return [Finding(named(folder, page.file), 1, 1, "always-there", ERROR, "", reason, "Change its text instead.")]
    return [*map(Finding.of, new_errors(folder, page.file, None))]


def is_always_there(page: ContentPage) -> bool:
    """Whether the site cannot do without the page: it is the words of a result, or templates link to it."""
    return is_outcome(page) or slug_of(page) in ALWAYS_THERE


def findings_of_text(folder: Path, file: str, text: str) -> tuple[Finding, ...]:
    """The same for everybody: what the loader refuses, what the lint finds, and what is still to be written."""
    return _findings(surroundings(folder), folder.name, file, text, timezone.localdate())


@functools.lru_cache(maxsize=128)
def _findings(around: Surroundings, folder_name: str, file: str, text: str, today: date) -> tuple[Finding, ...]:
    name = f"{folder_name}/{file}"
    found = [*map(Finding.of, (*around.broken_claims, *read(around, folder_name, file, text).errors))]
    found += _to_be_written(name, text)
    if around.claims:
        found += findings_of(name, TO_BE_WRITTEN.sub("", text), around.claims, today)
    return tuple(sorted(found))


def in_words(findings: Sequence[Finding]) -> str:
    """How many errors and warnings there are."""
    if not findings:
        return "Nothing to mend."
    return f"{' and '.join(count(findings, severity) for severity in severities(findings))} to look at."


def severities(findings: Sequence[Finding]) -> list[str]:
    """Those that occur, the worst first."""
    return [severity for severity in (ERROR, WARNING) if any(finding.severity == severity for finding in findings)]


def count(findings: Sequence[Finding], severity: str) -> str:
    """How many there are of one kind: "1 error", "2 warnings"."""
    number = sum(finding.severity == severity for finding in findings)
    return f"{number} {severity}{'' if number == 1 else 's'}"


def _to_be_written(name: str, text: str) -> list[Finding]:
    found = []
    for line, words in enumerate(text.split("\n"), 1):
        for match in TO_BE_WRITTEN.finditer(words):
            reason, hint = "This is still to be written.", "Write it, or take it out with its brackets."
            found.append(Finding(name, line, match.start() + 1, "to-be-written", ERROR, match[0], reason, hint))
    return found


def _about_the_review(name: str, page: ContentPage, text: str, person: User) -> list[Finding]:
    """Only a reviewer says that a page was reviewed. And a reviewed text that changes was not reviewed as it is now."""
    head, body = split(PageHead, text, Report(""))
    if head is None or head.value.reviewed_by is None:
        return []
    line = head.lines["reviewed_by"]
    old_head, old_body = split(PageHead, page.live.text if page.live else "", Report(""))
    claim = head.value.reviewed_by, head.value.reviewed_on
    if old_head is None or claim != (old_head.value.reviewed_by, old_head.value.reviewed_on):
        if person.has_perm(REVIEW):
            return []
        reason = "Only a reviewer can say that a page was reviewed."
        hint = "Leave `reviewed_on` and `reviewed_by` as they were, or empty both."
        return [Finding(name, line, 1, "review-claimed", ERROR, "", reason, hint)]
    if body.text == old_body.text:
        return []
    reason = f"The text changed since `{claim[0]}` read it on {claim[1]}."
    hint = "Empty `reviewed_on` and `reviewed_by`, or ask for a new review."
    return [Finding(name, line, 1, "changed-since-review", WARNING, "", reason, hint)]
