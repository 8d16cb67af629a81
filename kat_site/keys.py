"""The two secrets of the site, made on first start and readable by their owner only.

A key file is made with O_EXCL and mode 0600, so two processes that start together end up with the same key.
"""

import base64
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read_or_make(path: Path, make: Callable[[], str]) -> str:
    """The text of `path`; when there is none yet, what `make()` gives, stored there first.

    Raises ImproperlyConfigured when the file cannot be made, is empty, or can be read by others.
    """
    try:
        os.makedirs(path.parent, mode=0o700, exist_ok=True)
    except OSError as error:
        raise _cannot_be_made(path, error) from error
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read(path)
    except OSError as error:
        raise _cannot_be_made(path, error) from error
    with os.fdopen(descriptor, "w") as file:
        file.write(make())
        file.flush()
        os.fsync(file.fileno())
    return _read(path)


def _cannot_be_made(path: Path, error: OSError) -> ImproperlyConfigured:
    return ImproperlyConfigured(
        f"{path} cannot be made ({error.strerror}). Make its folder writable, or set the key in the environment."
    )


def _read(path: Path) -> str:
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} can be read by others. Mend it with: chmod 600 {path}")
    for _ in range(20):  # another process may have made the file and not yet filled it
        if text := path.read_text().strip():
            return text
        time.sleep(0.05)
    raise ImproperlyConfigured(f"{path} is empty. Restore it from your key backup; a new key cannot read old data.")


def new_data_key() -> str:
    """A fresh entry for DATA_KEYS: an id that tells the keys apart, and 32 random bytes in base64."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


if __name__ == "__main__":
    print(new_data_key())
