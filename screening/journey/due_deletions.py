"""Deletes a browser's answers without letting the person wait, and without forgetting it (docs/decisions/0030).

A page with help, and the quick exit, must not wait for the database. So an empty file named after the session is on
disk before the page is sent. From then on nobody can open the session. It is deleted right after the page was sent, or
by whoever can do that first.
"""

import logging
import os
import re
import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError, InterfaceError, close_old_connections, connection

from vault.files import fsync_folder, make_private_folder

log = logging.getLogger(__name__)
# The key comes from a cookie, so it may be anything; Django makes no other ones.
SESSION_KEY = re.compile(r"[a-z0-9]{32}")
SECONDS_BETWEEN_TRIES = 5


class _Noted(threading.local):
    def __init__(self) -> None:
        self.session_keys: list[str] = []


_noted = _Noted()
# what this process could not delete yet
_left: set[str] = set()
_retrying = threading.Lock()


def folder() -> Path:
    return Path(settings.DATA_DIR) / "due-deletions"


def note(session_key: str) -> None:
    """Note on disk that the session has to be deleted, and delete it once this request was answered.

    On a full disk, only this process knows it, and what it cannot delete before it ends expires.
    """
    if not SESSION_KEY.fullmatch(session_key):
        return
    _noted.session_keys.append(session_key)
    try:
        make_private_folder(folder())
        descriptor = os.open(folder() / session_key, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        fsync_folder(folder())
    except OSError as error:
        log.error("The deletion of somebody's answers could not be noted on disk (%s).", error)


def is_due(session_key: str | None) -> bool:
    return bool(session_key and SESSION_KEY.fullmatch(session_key) and os.path.exists(folder() / session_key))


def after_request(**kwargs: object) -> None:
    """Django calls it when the page was sent."""
    session_keys, _noted.session_keys = _noted.session_keys, []
    if not session_keys:
        return
    try:
        for session_key in session_keys:
            _delete(session_key)
    except (DatabaseError, InterfaceError):
        _left.update(session_keys)
        retry()
    # Django has done so before, and the next request of this thread may come late.
    if not connection.in_atomic_block:
        close_old_connections()


def delete_due() -> int:
    """Delete every session that is due, whoever noted it; returns how many. Raises an error of the database."""
    try:
        noted = {path.name for path in folder().iterdir()}
    except FileNotFoundError:
        noted = set()
    return sum(map(_delete, noted | _left))


def retry() -> None:
    """Try until it works, in another thread. The files say what is left if this process ends before."""
    if _retrying.acquire(blocking=False):
        threading.Thread(target=_retry, name="due-deletions", daemon=True).start()


def _retry() -> None:
    try:
        is_done = False
        while not is_done:
            time.sleep(SECONDS_BETWEEN_TRIES)
            with suppress(DatabaseError, InterfaceError):
                delete_due()
                is_done = True
            connection.close()
    finally:
        _retrying.release()
    # Another request may have failed since the last try, when nobody could begin a new one.
    if _left:
        retry()


def _delete(session_key: str) -> int:
    deleted, _ = Session.objects.filter(pk=session_key).delete()
    # Only now: if this process is killed in between, there is just nothing left to delete.
    (folder() / session_key).unlink(missing_ok=True)
    _left.discard(session_key)
    return deleted
