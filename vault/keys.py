"""The two secrets of the site, created at the first start and readable only by their owner.

A key file is created with O_EXCL and mode 0600, so two processes that start together use the same key. The file of data
keys may change while the site runs: every process reads the change before it seals or unseals the next value.
"""

import base64
import binascii
import fcntl
import logging
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from vault.files import delete_unfinished, replacing

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


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """The text of `path`. When there is no such file yet, the result of `make()` is stored there first.

    Raises ImproperlyConfigured when the file cannot be created, is empty, or can be read by others.
    """
    try:
        os.makedirs(path.parent, mode=0o700, exist_ok=True)
    except OSError as error:
        raise _cannot_create(path, error) from error
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise _cannot_create(path, error) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    return _read(path)


def _cannot_create(path: Path, error: OSError) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{path} cannot be created ({error.strerror}). Make its folder writable, or set the key in the environment."
    )


def _read(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Fix it with: chmod 600 {path}")
    # another process may have created the file and not filled it yet
    for _ in range(20):
        if text := path.read_text().strip():
            return text
        time.sleep(0.05)
    raise ImproperlyConfigured(f"{path} is empty. Restore it from your key backup; a new key cannot read old data.")


def new_data_key() -> str:
    """An entry for DATA_KEYS: a random id, and 32 random bytes in base64."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


class KeyFile(Mapping[str, bytes]):
    """The data keys in a file, newest first, as the file is now: DATA_KEYS when the environment does not set it.

    If the file becomes unreadable or malformed, the last good keys stay in use, so that people can still send answers.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._keys = data_keys(read_or_make(path, new_data_key).split(","))
        self._loaded_stamp: tuple[int, int, int] | None = None

    def __getitem__(self, key_id: str) -> bytes:
        return self._current_keys()[key_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._current_keys())

    def __len__(self) -> int:
        return len(self._current_keys())

    def entries(self) -> list[str]:
        """The entries of the file as `id:key`, newest first."""
        return _read(self.path).split(",")

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
        if stamp != self._loaded_stamp:
            try:
                self._keys = data_keys(self.path.read_text().strip().split(","))
            except (OSError, ImproperlyConfigured):
                log.error("The file of data keys cannot be read. The last good keys stay in use.")
            # set last, because another thread that reads the new stamp must find the new keys
            self._loaded_stamp = stamp
        return self._keys

    def _stamp(self) -> tuple[int, int, int] | None:
        try:
            stat = self.path.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns, stat.st_size


if __name__ == "__main__":
    print(new_data_key())
