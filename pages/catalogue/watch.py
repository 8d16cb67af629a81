"""Something built from a folder of files, kept up to date by the files' time stamps.

Readers never wait for a lock once there is something to read: one of them builds the new version aside while the
others go on with the old, and the swap is one assignment.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from pages.schema.errors import BrokenContent, ContentError

T = TypeVar("T")

logger = logging.getLogger("pages")


class Watch(Generic[T]):
    """Holds what `load(folder)` gives, and looks at the folder again after `interval` seconds at the earliest."""

    def __init__(
        self,
        folder: Path,
        load: Callable[[Path], T],
        *,
        interval: float,
        clock: Callable[[], float] = time.monotonic,
        last_good: Callable[[], T | None] = lambda: None,
    ) -> None:
        """`last_good` gives what to hold while the folder has not been good since the start."""
        self._folder, self._load, self._interval, self._clock = folder, load, interval, clock
        self._last_good = last_good
        self._lock = threading.Lock()
        self._look_at = clock()
        self._seen: frozenset[tuple[str, int, int]] | None = None
        self._loaded: T | None = None
        self._broken = BrokenContent(())

    def current(self) -> T:
        """The newest good version. Raises BrokenContent while there has never been one."""
        if self._clock() >= self._look_at and self._lock.acquire(blocking=self._loaded is None):
            try:
                self._look()
            finally:
                self._lock.release()
        if self._loaded is None:
            raise BrokenContent(self._broken.errors)
        return self._loaded

    def errors(self) -> tuple[ContentError, ...]:
        """What is wrong with the folder as it stands; nothing when `current` is what is in it."""
        with suppress(BrokenContent):
            self.current()
        return self._broken.errors

    def _look(self) -> None:
        try:
            seen = frozenset(_files(self._folder))
        except OSError:  # a file went away while we looked; what is left of the folder speaks for itself
            seen = frozenset()
        if seen != self._seen:
            try:
                self._loaded, self._broken = self._load(self._folder), BrokenContent(())
            except BrokenContent as broken:
                self._broken = broken
                self._loaded = self._last_good() if self._loaded is None else self._loaded
                if self._loaded is not None:
                    logger.error("The last good pages stay up. %s", broken.summary)
            except Exception:  # no edit takes the site down, not even one nobody thought of
                if self._loaded is None:
                    raise
                logger.exception("The last good pages stay up. The newest content cannot be read at all.")
            self._seen = seen
        self._look_at = self._clock() + self._interval


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Path, time of change in nanoseconds, and size of every file below `folder` but those an editor program hides."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from _files(Path(entry.path))
            else:
                stat = entry.stat()
                yield entry.path, stat.st_mtime_ns, stat.st_size
