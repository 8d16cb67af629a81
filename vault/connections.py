"""At most so many database connections in a process, whatever the number of threads (docs/decisions/0029).

A request gets a connection at its first query, and passes it on at its end. While all are in use, others wait by order
of arrival. A page that needs no database never waits.
"""

import threading
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper

from vault.gate import Gate

SECONDS = 15
# The server has 256 threads in each process. The others answer those who only read.
MOST_WAITING = 200


class TooManyAtOnce(OperationalError):
    """Every connection is in use, and was for as long as a person can be asked to wait."""


@dataclass(frozen=True)
class Shared:
    """The connections to one database. `kept`: those that nobody uses, and when each of them is too old."""

    gate: Gate
    kept: deque[tuple[Any, float | None]] = field(default_factory=deque)


_shared: dict[tuple[str, ...], Shared] = {}
_lock = threading.Lock()


def bound(settings: dict[str, Any], most: int) -> None:
    """Open at most so many connections from now on. None may be open."""
    settings["CONNECTIONS"] = most
    with _lock:
        _shared.pop(_database(settings), None)


def shared_by(settings: dict[str, Any]) -> Shared:
    """`settings`: an entry of DATABASES. CONNECTIONS is the number of connections."""
    database = _database(settings)
    with _lock:
        if database not in _shared:
            _shared[database] = Shared(Gate(settings["CONNECTIONS"], most_waiting=MOST_WAITING))
        return _shared[database]


def _database(settings: dict[str, Any]) -> tuple[str, ...]:
    return tuple(str(settings[name]) for name in ("NAME", "HOST", "PORT", "USER"))


def waiting() -> int:
    """How many threads of this process wait for a connection."""
    return sum(shared.gate.waiting for shared in list(_shared.values()))


class BoundedConnections(BaseDatabaseWrapper):
    """Goes before Django's own DatabaseWrapper among the bases of a backend."""

    _shared: Shared
    # when a connection that another request has used before is too old; None for a new one
    _kept_until: float | None = None

    def connect(self) -> None:
        self._shared = shared_by(self.settings_dict)
        if not self._shared.gate.enter(SECONDS):
            raise TooManyAtOnce("every connection is in use")
        try:
            super().connect()
        except BaseException:
            self._abandon()
            raise
        self.close_at = self._kept_until or self.close_at

    def get_new_connection(self, conn_params: Any) -> Any:
        self._kept_until = None
        while self._shared.kept:
            try:
                self.connection, self._kept_until = self._shared.kept.pop()
            except IndexError:
                break
            if self.is_usable():
                return self.connection
            self.connection.close()
            self.connection = self._kept_until = None
        return super().get_new_connection(conn_params)

    def _abandon(self) -> None:
        broken, self.connection = self.connection, None
        if broken:
            broken.close()
        self._shared.gate.leave()

    def close_if_unusable_or_obsolete(self) -> None:
        """Django calls this at the end of a request."""
        super().close_if_unusable_or_obsolete()
        if self.connection is None or self.in_atomic_block:
            return
        connection, self.connection = self.connection, None
        self._shared.kept.append((connection, self.close_at))
        self._shared.gate.leave()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._shared.gate.leave()
