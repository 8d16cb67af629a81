"""What `manage.py check` says of the content, so that a mistake is found before it is served."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register

from pages.catalogue import current
from pages.errors import BrokenContent, did_you_mean


@register("pages")
def content(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.E001: every mistake in every content file."""
    try:
        current()
    except BrokenContent as broken:
        return [Error(f"{e.file}:{e.line}: {e.message}", hint=e.hint, id="pages.E001") for e in broken.errors]
    return []


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
