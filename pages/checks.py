"""System checks of the content, which `manage.py check` runs before the site starts.

`manage.py check_content` reports more about the content: warnings too, and the words and columns of each finding.
"""

import functools
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils import timezone

from pages.catalogue import Catalogue, current, present_errors
from pages.catalogue.build import NO_SEARCH
from pages.lint import wording_findings
from pages.schema.errors import BrokenContent, did_you_mean
from pages.search.full_text import is_available
from pages.wording import Finding
from pages.wording.findings import ERROR

# `manage.py serve` starts in spite of these.
CONTENT = "pages.E001"
WORDING = "pages.E002"


@register("pages")
def content(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.E001: an error in a content file, which cannot be shown. pages.E003: SQLite without FTS5."""
    if not is_available():
        return [Error(NO_SEARCH.message, hint=NO_SEARCH.hint, id="pages.E003")]
    return [Error(f"{e.file}:{e.line}: {e.message}", hint=e.hint, id=CONTENT) for e in present_errors()]


@register("pages")
def wording(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.E002: wording that must not be published, in content that can be shown."""
    # pages.E001 reports these.
    if present_errors():
        return []
    catalogue = current()
    return [
        Error(
            f"{finding.file}:{finding.line}: {finding.rule}: “{finding.words}” {finding.reason}",
            hint=finding.suggestion,
            id=WORDING,
        )
        for finding in _findings(catalogue, timezone.localdate())
        if finding.severity == ERROR
    ]


# The catalogue is only a cache key: when a file changes, there is a new catalogue.
@functools.lru_cache(maxsize=1)
def _findings(catalogue: Catalogue, today: date) -> tuple[Finding, ...]:
    return tuple(wording_findings(Path(settings.CONTENT_DIR), today))


@register("pages")
def changes(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.W002: a change of an unknown page, which the feed leaves out."""
    try:
        catalogue = current()
    except BrokenContent:
        # pages.E001 reports it.
        return []
    slugs = [page.slug for page in catalogue.pages.values()]
    return [
        Warning(
            f"changes.yaml: `{id}` names the page `{change.page}`, which does not exist.",
            hint=did_you_mean(change.page, slugs, "If the page was deleted, ignore this warning."),
            id="pages.W002",
        )
        for id, change in catalogue.changes.items()
        if change.page not in slugs
    ]


@register("pages", deploy=True)
def sample_clinic(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.W001: the site still shows the sample clinic."""
    try:
        sample = current().clinic.sample
    except BrokenContent:
        # pages.E001 reports it.
        return []
    hint = "Put the facts of your own clinic into clinic.yaml, then set `sample: false`."
    return (
        [Warning("The site shows a sample clinic that does not exist.", hint=hint, id="pages.W001")] if sample else []
    )
