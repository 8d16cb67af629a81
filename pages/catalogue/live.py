"""The catalogue that the site is showing now."""

import functools
from pathlib import Path

from django.conf import settings

from pages.catalogue import last_good
from pages.catalogue.build import Catalogue, load
from pages.catalogue.watch import Watch
from pages.schema.errors import ContentError


def current() -> Catalogue:
    """The catalogue the site is showing. Raises BrokenContent if the content was never good, on this machine.

    A change of the content shows within a second, with DEBUG at once; a change that breaks it is logged instead.
    """
    return _watched().current()


def present_errors() -> tuple[ContentError, ...]:
    """What is wrong with the content as it stands. While there is anything, `current` is the last good one."""
    return _watched().errors()


def _watched() -> Watch[Catalogue]:
    return _watch(settings.CONTENT_DIR, settings.VAR_DIR / "content", 0.0 if settings.DEBUG else 1.0)


@functools.cache
def _watch(folder: Path, place: Path, interval: float) -> Watch[Catalogue]:
    def load_and_keep(folder: Path) -> Catalogue:
        loaded = load(folder)
        last_good.keep(folder, place)
        return loaded

    return Watch(folder, load_and_keep, interval=interval, last_good=lambda: last_good.read(folder, place, load))
