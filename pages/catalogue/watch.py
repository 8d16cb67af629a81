"""A value built from a folder of files, and rebuilt when the time stamp of a file changes."""

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
# Path, time of change in nanoseconds, and size of every file.
Stamps = frozenset[tuple[str, int, int]]

logger = logging.getLogger("pages")


def in_a_thread(work: Callable[[], None]) -> None:
    threading.Thread(target=work, name="content").start()


class Watch(Generic[T]):
    """Keeps the result of `load(folder)`, and scans the folder again at most once in `interval` seconds.

    Thread-safe. Once there is a value, no reader waits: a thread of its own builds the next one while all use the old.
    With an interval of 0, and in a copy of a process that scanned before, they wait and see every change at once.
    """

    def __init__(
        self,
        folder: Path,
        load: Callable[[Path], T],
        *,
        interval: float,
        clock: Callable[[], float] = time.monotonic,
        last_good: Callable[[], T | None] = lambda: None,
        start: Callable[[Callable[[], None]], None] = in_a_thread,
        warm: Callable[[T], object] = lambda value: None,
    ) -> None:
        """`last_good` returns the value to use while the folder is broken; None to go on with the last one.

        `start` runs the building of the next value. Then, while all use that already, `warm` makes what it needs later.
        """
        self._folder, self._load, self._interval, self._clock = folder, load, interval, clock
        self._last_good, self._start, self._warm = last_good, start, warm
        self._lock = threading.Lock()
        self._next_scan = clock()
        self._process = os.getpid()
        self._stamps: Stamps | None = None
        self._value: T | None = None
        self._broken = BrokenContent(())

    def current(self) -> T:
        """The newest good value. Raises BrokenContent while there has never been one."""
        if self._clock() >= self._next_scan:
            self._scan_when_due()
        if self._value is None:
            raise BrokenContent(self._broken.errors)
        return self._value

    def errors(self, *, now: bool = False) -> tuple[ContentError, ...]:
        """The errors of the folder; none when `current` is up to date. `now` does not wait for the interval."""
        if now:
            with self._lock:
                self._scan()
        else:
            self._refresh()
        return self._broken.errors

    def stamps(self) -> Stamps:
        """A key for caches of other things built from the same folder: it changes whenever a file changes."""
        self._refresh()
        return self._stamps or frozenset()

    def _refresh(self) -> None:
        with suppress(BrokenContent):
            self.current()

    def _scan_when_due(self) -> None:
        all_wait = self._value is None or not self._interval or self._process != os.getpid()
        if not self._lock.acquire(blocking=all_wait):
            return
        # another thread may have scanned while this one waited for the lock
        if self._clock() < self._next_scan:
            self._lock.release()
        elif all_wait:
            self._scan_and_release()
        elif self._stamps_now() == self._stamps:
            self._next_scan = self._clock() + self._interval
            self._lock.release()
        else:
            self._start(self._scan_and_warm)

    def _scan_and_warm(self) -> None:
        self._scan_and_release()
        if self._value is not None:
            self._warm(self._value)

    def _scan_and_release(self) -> None:
        try:
            self._scan()
        finally:
            self._lock.release()

    def _scan(self) -> None:
        stamps = self._stamps_now()
        if stamps != self._stamps:
            self._rebuild()
            self._stamps = stamps
        self._process = os.getpid()
        self._next_scan = self._clock() + self._interval

    def _stamps_now(self) -> Stamps:
        try:
            return frozenset(_stamps(self._folder))
        except OSError:
            # A file or folder was deleted during the scan. `load` reports what is missing.
            return frozenset()

    def _rebuild(self) -> None:
        try:
            self._value, self._broken = self._load(self._folder), BrokenContent(())
        except BrokenContent as broken:
            self._broken = broken
            # What other processes show too; this one may have missed a good version.
            self._value = self._last_good() or self._value
            if self._value is not None:
                logger.error("The site keeps showing the last good pages. %s", broken.summary)
        except Exception:
            # An error in our own code: an edit that triggers it must not take the site down.
            if self._value is None:
                raise
            logger.exception("The site keeps showing the last good pages. The newest content cannot be read.")


def _stamps(folder: Path) -> Iterator[tuple[str, int, int]]:
    """The stamps of all files below `folder`, except the lock and swap files of text editors."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir():
                yield from _stamps(Path(entry.path))
            else:
                stat = entry.stat()
                yield entry.path, stat.st_mtime_ns, stat.st_size
