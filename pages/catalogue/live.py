"""The catalogue that the site shows now, and the errors of the content folder."""

import functools
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

from pages.catalogue import last_good
from pages.catalogue.build import Catalogue, load
from pages.catalogue.held_back import load_and_keep
from pages.catalogue.watch import Stamps, Watch
from pages.media.shelf import EMPTY
from pages.media.values import MediaFile
from pages.schema.errors import BrokenContent, ContentError
from pages.search.index import Index

# A change is built within the rest of the second.
SECONDS_BETWEEN_SCANS = 0.5


def current() -> Catalogue:
    """The catalogue the site shows. Raises BrokenContent if this machine has never had content without errors.

    A change of the content shows within a second, with DEBUG at once; a change that breaks it is logged instead.
    """
    return _watch_of_site().current()


def warm() -> None:
    """Make now what the first search would wait for. Raises BrokenContent."""
    _warm(current())


def present_errors() -> tuple[ContentError, ...]:
    """The errors of the content folder, without those of wording."""
    watch = _watch_of_site()
    return watch.errors() or _broken_pages(watch)


def held_back() -> tuple[ContentError, ...]:
    """Why some pages are shown with an older text than that of their file."""
    try:
        return (*current().broken, *current().held_back)
    except BrokenContent:
        return ()


def errors_now(folder: Path) -> tuple[ContentError, ...]:
    """Like `present_errors`, but scans the folder at once: for somebody who has just saved a file."""
    return errors_of_all_pages(folder) or _broken_pages(_watch_of(folder))


def errors_of_all_pages(folder: Path) -> tuple[ContentError, ...]:
    """The errors now, if none of the changes in the folder can be shown because of them."""
    return _watch_of(folder).errors(now=True)


def _broken_pages(watch: Watch[Catalogue]) -> tuple[ContentError, ...]:
    try:
        return watch.current().broken
    except BrokenContent:
        return ()


def stamps(folder: Path) -> Stamps:
    """A cache key for anything built from the folder. It changes within a second after a file changes."""
    return _watch_of(folder).stamps()


# Each reading page asks for it, and the settings of a process never change, except in tests.
@functools.cache
def _watch_of_site() -> Watch[Catalogue]:
    return _watch_of(settings.CONTENT_DIR)


@receiver(setting_changed)
def _forget_the_settings(**kwargs: object) -> None:
    _watch_of_site.cache_clear()


def _watch_of(folder: Path) -> Watch[Catalogue]:
    return _watch(folder, settings.VAR_DIR / "content", 0.0 if settings.DEBUG else SECONDS_BETWEEN_SCANS)


@functools.cache
def _watch(folder: Path, place: Path, interval: float) -> Watch[Catalogue]:
    return Watch(
        folder,
        lambda folder: load_and_keep(folder, place),
        interval=interval,
        last_good=lambda: last_good.read(folder, place, _load_kept),
        warm=_warm,
    )


def _warm(catalogue: Catalogue) -> Index:
    return catalogue.index


def _load_kept(copy: Path, files: list[MediaFile]) -> Catalogue:
    return load(copy, shelf=replace(EMPTY, kept={file.name: file for file in files}))
