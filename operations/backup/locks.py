"""Keeps a restore and a running site apart, and two restores.

Every process that serves the site holds one lock together with the others, and a restore holds it alone. The operating
system releases a lock when the last process that holds it ends, however that happens.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from operations.problems import MaintenanceError
from vault.files import make_empty_file, make_private_folder

log = logging.getLogger(__name__)
SITE, RESTORE = "site.lock", "restore.lock"


def folder() -> Path:
    """Where a restore keeps its own files."""
    return Path(settings.DATA_DIR) / "restore"


def hold_for_site() -> int | None:
    """Say that the site runs, until this process ends or the descriptor is closed.

    Raises ImproperlyConfigured while a restore runs.
    """
    try:
        descriptor = _open(SITE)
        _lock(descriptor, fcntl.LOCK_SH)
    except BlockingIOError as error:
        raise ImproperlyConfigured("A restore is running. Start the site when it has ended.") from error
    # a full disk, for instance; people still need the crisis lines
    except OSError as error:
        log.warning("A restore would not notice that the site runs (%s).", error)
        return None
    return descriptor


def site_has_run() -> bool:
    """Whether the site was ever started here, or a backup restored."""
    return (folder() / SITE).exists()


@contextmanager
def stopped_site() -> Iterator[None]:
    """Keep the site stopped. Raises MaintenanceError while it runs."""
    with _held(SITE, "The site is running. Nothing was changed. Stop it and its timers, and run this command again."):
        yield


@contextmanager
def one_restore() -> Iterator[None]:
    """Raises MaintenanceError while another process restores, or finishes a restore."""
    with _held(RESTORE, "A restore is running. Wait until it has ended."):
        yield


def held_descriptors() -> tuple[int, ...]:
    """For a program that this process starts: with these, it holds the locks even if this process is killed."""
    return tuple(_descriptors)


_descriptors: list[int] = []


@contextmanager
def _held(name: str, refusal: str) -> Iterator[None]:
    descriptor = _open(name)
    _descriptors.append(descriptor)
    try:
        try:
            _lock(descriptor, fcntl.LOCK_EX)
        except BlockingIOError as error:
            raise MaintenanceError(refusal) from error
        yield
    finally:
        _descriptors.remove(descriptor)
        os.close(descriptor)


def _open(name: str) -> int:
    make_private_folder(folder())
    make_empty_file(folder() / name)
    return os.open(folder() / name, os.O_RDONLY)


def _lock(descriptor: int, kind: int) -> None:
    fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
