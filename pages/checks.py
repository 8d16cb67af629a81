"""What `manage.py check` says of the content, so that a mistake is found before it is served."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register

from pages.catalogue import current
from pages.errors import BrokenContent


@register("pages")
def content(**kwargs: Any) -> Sequence[CheckMessage]:
    """pages.E001: every mistake in every content file."""
    try:
        current()
    except BrokenContent as broken:
        return [Error(f"{e.file}:{e.line}: {e.message}", hint=e.hint, id="pages.E001") for e in broken.errors]
    return []


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
