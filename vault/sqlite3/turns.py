"""Who writes next: SQLite lets one connection write at a time, and the others try again later, in no order.

Those with the longest pauses between their tries lose, so we line up first: the threads of a process at a gate, and the
first of each process at a lock of the operating system. Both serve by order of arrival.
"""

import fcntl
import os
import threading
from contextlib import suppress
from pathlib import Path

from vault.gate import Gate

SUFFIX = "-turns"

_gates: dict[str, Gate] = {}
_lock = threading.Lock()


def waiting() -> int:
    """How many threads of this process wait to write."""
    return sum(gate.waiting for gate in list(_gates.values()))


class Turn:
    """The right of one thread to write to the database in `file`."""

    def __init__(self, file: str) -> None:
        with _lock:
            self._gate = _gates.setdefault(file, Gate(1))
        self._path = Path(f"{file}{SUFFIX}")
        self._descriptor = -1
        self.is_taken = False

    def take(self, seconds: float) -> bool:
        """Wait for the turn. False when it did not come within this time."""
        if not self._gate.enter(seconds):
            return False
        self.is_taken = True
        # On a full disk there may be no such file. The order is then right in each process only.
        with suppress(OSError):
            # Anybody may read it: it is empty, and a command of another account needs it as well.
            self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o644)
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        return True

    def give_back(self) -> None:
        """Do nothing when it is not taken."""
        if not self.is_taken:
            return
        self.is_taken = False
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        self._gate.leave()
