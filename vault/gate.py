"""A gate: a bounded number of threads is inside, and the others come in by order of arrival."""

import threading
from collections import deque


class Gate:
    def __init__(self, places: int, *, most_waiting: int | None = None) -> None:
        self._lock = threading.Lock()
        self._free = places
        self._most_waiting = most_waiting
        self._waiting: deque[threading.Event] = deque()

    def enter(self, seconds: float) -> bool:
        """Wait for a place. False when there is none after this time, or at once when too many others wait."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if self._most_waiting is not None and len(self._waiting) >= self._most_waiting:
                return False
            place = threading.Event()
            self._waiting.append(place)
        if place.wait(seconds):
            return True
        with self._lock:
            if place.is_set():
                return True
            self._waiting.remove(place)
            return False

    def leave(self) -> None:
        """Give the place to whoever waits longest."""
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._free += 1

    @property
    def waiting(self) -> int:
        return len(self._waiting)
