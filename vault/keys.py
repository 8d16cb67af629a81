"""The two secrets of the site, created together with the database and readable only by their owner.

A key file is read when a key is needed, so a command that needs none runs without it. `migrate` alone makes keys, and
only for an empty database (operations/keys.py). The file of data keys may change while the site runs: every process
reads the change before it seals or unseals the next value.
"""

import base64
import binascii
import fcntl
import logging
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import cast

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import SimpleLazyObject

from vault.files import delete_unfinished, make_private_folder, replacing, who_must_own

log = logging.getLogger(__name__)


def data_keys(values: list[str]) -> dict[str, bytes]:
    """Key id -> 32 key bytes, newest first, from entries `id:base64`. No error message contains a key.

    Raises ImproperlyConfigured for an entry without id, with another length, or with an id used twice.
    """
    keys: dict[str, bytes] = {}
    for number, entry in enumerate(values, start=1):
        key_id, _, encoded = entry.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            key = b""
        if not key_id.isalnum() or len(key) != 32 or key_id in keys:
            raise ImproperlyConfigured(
                f"DATA_KEYS: entry {number} is not `id:key` with a unique id and 32 bytes in base64. "
                "Make one with: python -m vault.keys"
            )
        keys[key_id] = key
    return keys


class MissingKey(ImproperlyConfigured):
    """There is no file at `path`, and the environment does not set the key either."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path} is missing. If this site has no data yet, run: manage.py migrate. Otherwise put the file back "
            "from your backup of the keys: a new key cannot read old data."
        )


def read(path: Path) -> str:
    """The text of a key file.

    Raises MissingKey, and ImproperlyConfigured when the file is empty or not for this account alone.
    """
    try:
        mode, text = path.stat().st_mode, path.read_text().strip()
    except FileNotFoundError as error:
        raise MissingKey(path) from error
    except PermissionError as error:
        raise ImproperlyConfigured(who_must_own(path)) from error
    except OSError as error:
        raise ImproperlyConfigured(f"{path} cannot be read ({error.strerror}).") from error
    if mode & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Fix it with: chmod 600 {path}")
    if not text:
        raise ImproperlyConfigured(f"{path} is empty. Put it back from your backup of the keys.")
    return text


def secret_key(path: Path) -> str:
    """A text that is read from the file when it is first used."""
    return cast(str, SimpleLazyObject(partial(read, path)))


def key_errors() -> list[ImproperlyConfigured]:
    """One error for each of the two keys that cannot be read."""
    errors = []
    for name in ("SECRET_KEY", "DATA_KEYS"):
        try:
            len(getattr(settings, name))
        except ImproperlyConfigured as error:
            errors.append(error)
    return errors


def make_missing_keys() -> None:
    """Make each key that neither a file nor the environment has. Data that an earlier key sealed stay unreadable.

    Raises OSError. Processes that do this at once all use the key of the first.
    """
    for error in key_errors():
        if isinstance(error, MissingKey):
            make(error.path)


def make(path: Path) -> None:
    """Make a key of the kind that `path` names, unless it is there already. Raises OSError."""
    make_private_folder(path.parent)
    with suppress(FileExistsError), replacing(path, mode=0o600, only_new=True) as file:
        file.write(NEW_KEYS[path.name]().encode())


def new_secret_key() -> str:
    return secrets.token_urlsafe(64)


def new_data_key() -> str:
    """An entry for DATA_KEYS: a random id, and 32 random bytes in base64."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


class KeyFile(Mapping[str, bytes]):
    """The data keys in a file, newest first, as the file is now: DATA_KEYS when the environment does not set it.

    Raises ImproperlyConfigured before it has read good keys. If the file becomes unreadable or malformed later, the
    last good keys stay in use, so that people can still send answers.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keys: dict[str, bytes] = {}
        self._loaded_stamp: tuple[int, int, int] | None = None

    def __getitem__(self, key_id: str) -> bytes:
        return self._current_keys()[key_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._current_keys())

    def __len__(self) -> int:
        return len(self._current_keys())

    def entries(self) -> list[str]:
        """The entries of the file as `id:key`, newest first."""
        return read(self.path).split(",")

    def put(self, entries: list[str]) -> None:
        """Replace the keys, for every process. They are on disk when this returns."""
        data_keys(entries)
        delete_unfinished(self.path)
        with replacing(self.path, mode=0o600) as file:
            file.write(",".join(entries).encode())

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Lock the file against other writers. Raises BlockingIOError when another process holds the lock."""
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(folder)

    def _current_keys(self) -> dict[str, bytes]:
        stamp = self._stamp()
        if stamp != self._loaded_stamp or not self._keys:
            try:
                self._keys = data_keys(self.entries())
            except ImproperlyConfigured:
                if not self._keys:
                    raise
                log.error("The file of data keys cannot be read. The last good keys stay in use.")
            # set last, because another thread that reads the new stamp must find the new keys
            self._loaded_stamp = stamp
        return self._keys

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            stat = self.path.stat()
        except OSError:
            return None
        # of any change, also of its mode
        return stat.st_ino, stat.st_ctime_ns, stat.st_size


# By the name of the file.
NEW_KEYS: Mapping[str, Callable[[], str]] = {"secret_key": new_secret_key, "data_key": new_data_key}

if __name__ == "__main__":
    print(new_data_key())
