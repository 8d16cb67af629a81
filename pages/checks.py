"""What `manage.py check` says of the content, so that a mistake is found before it is served.

pages.E001 what cannot be shown; E002 what must not be said as it is said; E003 search cannot be built; W001 a sample
clinic; W002 a change of a page that is not there. `manage.py check_content` tells more of the same: warnings, and the
words and columns.
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
from pages.lint import Finding, wording_findings
from pages.lint.findings import ERROR
from pages.schema.errors import BrokenContent, did_you_mean
from pages.search.full_text import is_available

WORDING = "pages.E002"


@register("pages")
def content(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.E001: every mistake in every content file. pages.E003: without SQLite's FTS5 no content can be shown."""
    if not is_available():
        return [Error(NO_SEARCH.message, hint=NO_SEARCH.hint, id="pages.E003")]
    return [Error(f"{e.file}:{e.line}: {e.message}", hint=e.hint, id="pages.E001") for e in present_errors()]


@register("pages")
def wording(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.E002: every error `manage.py check_content` finds in content that can be shown."""
    if present_errors():  # pages.E001 tells them
        return []
    catalogue = current()
    return [
        Error(f"{one.file}:{one.line}: {one.rule}: “{one.words}” {one.reason}", hint=one.suggestion, id=WORDING)
        for one in _findings(catalogue, timezone.localdate())
        if one.severity == ERROR
    ]


@functools.lru_cache(maxsize=1)
def _findings(catalogue: Catalogue, today: date) -> tuple[Finding, ...]:
    """Found once for each catalogue: it is replaced when a file changes."""
    return tuple(wording_findings(Path(settings.CONTENT_DIR), today))


@register("pages")
def changes(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.W002: the feed leaves out a change, because its page has gone or its name was mistyped."""
    try:
        catalogue = current()
    except BrokenContent:  # pages.E001 says why
        return []
    slugs = [page.slug for page in catalogue.pages.values()]
    return [
        Warning(
            f"changes.yaml: `{id}` tells of the page `{change.page}`, which is not there.",
            hint=did_you_mean(change.page, slugs, "If the page was taken away, all is well."),
            id="pages.W002",
        )
        for id, change in catalogue.changes.items()
        if change.page not in slugs
    ]


@register("pages", deploy=True)
def sample_clinic(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.W001: the facts are still those of the clinic we made up."""
    try:
        sample = current().clinic.sample
    except BrokenContent:  # pages.E001 says why
        return []
    hint = "Put the facts of your own clinic into clinic.yaml, then set `sample: false`."
    return (
        [Warning("The site shows a sample clinic that does not exist.", hint=hint, id="pages.W001")] if sample else []
    )
