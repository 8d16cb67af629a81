"""Counts requests by kind of page and by status, for /health/metrics: never a path, because paths contain attempts.

Each process writes its counts to a small file, at most once a second, and any of them adds up the files. The files of
prometheus-client are mapped into memory, and a full disk would kill every process that counts (record 35).
"""

import json
import os
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from vault import connections
from vault.files import make_private_folder
from vault.sqlite3 import turns

SECONDS_BETWEEN_WRITES = 1.0
# Later, a process that was killed would still count as waiting.
SECONDS_OF_A_QUEUE = 15.0
SLOW_SECONDS = 2.0
# the first part of a path -> the kind; anything else is a page to read
KINDS = {
    "call-me": "call",
    "calendar": "calendar",
    "fhir": "fhir",
    "health": "health",
    "preview": "staff",
    "receipt": "receipt",
    "screening": "screening",
    "search": "search",
    "staff": "staff",
    "static": "static",
}
SLOW, WRITERS, CONNECTIONS = "slow", "writers", "connections"

_lock = threading.Lock()
# kind and first digit of the status -> number
_requests: dict[tuple[str, str], int] = {}
_slow = 0
_written_at = 0.0


def count(path: str, status: str, seconds: float) -> None:
    """`status`: the line of the response, like "200 OK"."""
    global _slow
    end = path.find("/", 1)
    key = (KINDS.get(path[1:end] if end > 0 else path[1:], "page"), status[:1])
    with _lock:
        _requests[key] = _requests.get(key, 0) + 1
        if seconds >= SLOW_SECONDS:
            _slow += 1
    if time.monotonic() - _written_at >= SECONDS_BETWEEN_WRITES:
        _write_now()


def totals() -> tuple[Counter[str], Counter[str]]:
    """The requests of all processes since the server started, and its slow requests and people who wait now."""
    _write()
    requests: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for file in folder().glob("*.json"):
        with suppress(OSError, ValueError):
            stored = json.loads(file.read_text(encoding="utf-8"))
            requests.update(stored["requests"])
            others[SLOW] += stored[SLOW]
            if time.time() - stored["at"] < SECONDS_OF_A_QUEUE:
                others.update({name: stored[name] for name in (WRITERS, CONNECTIONS)})
    return requests, others


def forget() -> None:
    """Delete the counts of a server that has ended."""
    for file in folder().glob("*.json"):
        with suppress(OSError):
            file.unlink()


def folder() -> Path:
    return Path(settings.DATA_DIR) / "counts"


def _write_now() -> None:
    global _written_at
    _written_at = time.monotonic()
    _write()


def _write() -> None:
    """Do nothing on a full disk: counts are not worth a response."""
    with _lock:
        numbers = {f"{kind} {digit}xx": number for (kind, digit), number in _requests.items()}
        stored: dict[str, object] = {"requests": numbers, SLOW: _slow, "at": time.time()}
    stored |= {WRITERS: turns.waiting(), CONNECTIONS: connections.waiting()}
    file = folder() / f"{os.getpid()}.json"
    with suppress(OSError):
        make_private_folder(folder())
        new = file.with_suffix(f".{threading.get_ident()}")
        new.write_text(json.dumps(stored), encoding="utf-8")
        os.replace(new, file)
