"""Results of reading and checking content files, kept on disk so that no start and no process makes them again.

A result is known by the digest of all that it was made from, and of the program that made it. A file of results that
cannot be read costs time, and nothing else.
"""

import dataclasses
import enum
import functools
import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import TZPATH

from django.conf import settings

from pages.catalogue.at_once import made
from vault.files import make_private_folder, replacing

T = TypeVar("T")

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("pages", "bases")
LIBRARIES = ("Django", "Markdown", "nh3", "PyYAML", "phonenumberslite")
# of those that the last run did not use: texts that an editor tries, and pages that come back
MOST_UNUSED = 100
PLAIN = {("builtins", "frozenset"), ("datetime", "date")}


def digest_of(made_from: object) -> bytes:
    return hashlib.sha256(repr(made_from).encode(errors="surrogatepass")).digest()


class Kept:
    """Results by the digest of what they were made from."""

    def __init__(self, known: dict[bytes, Any] | None = None) -> None:
        self._known, self._used = known or {}, dict[bytes, Any]()

    def result(self, made_from: object, make: Callable[[], T]) -> T:
        """What `make` returned for an equal `made_from`, whose `repr` says all that the result depends on."""
        key = digest_of(made_from)
        if key not in self._used:
            self._used[key] = self._known[key] if key in self._known else make()
        result: T = self._used[key]
        return result

    def results(self, wanted: Sequence[tuple[object, Callable[[], T]]]) -> list[T]:
        """The same for many, of which those that are not known are made at once."""
        keys = [digest_of(made_from) for made_from, _ in wanted]
        known = self._known | self._used
        missing = {key: make for key, (_, make) in zip(keys, wanted, strict=True) if key not in known}
        known |= zip(missing, made([*missing.values()]), strict=True)
        self._used |= {key: known[key] for key in keys}
        return [self._used[key] for key in keys]

    def known(self, made_from: object, make: Callable[[], T]) -> T:
        """The same, but a new result is not kept: for a text that somebody is still writing."""
        key = digest_of(made_from)
        known = self._used if key in self._used else self._known
        result: T = known[key] if key in known else make()
        return result

    @property
    def has_new(self) -> bool:
        return not self._used.keys() <= self._known.keys()

    def all(self) -> dict[bytes, Any]:
        """The used results first. The oldest of the others are left out."""
        unused = {key: self._known[key] for key in self._known if key not in self._used}
        return self._used | dict([*unused.items()][:MOST_UNUSED])


@contextmanager
def kept(name: str) -> Iterator[Kept]:
    """The results of this name. New ones are on disk when the block ends."""
    folder = Path(settings.VAR_DIR) / "content"
    file = folder / f"{name}.results"
    results = Kept(_read(file))
    try:
        yield results
    finally:
        if results.has_new:
            # a full disk, or a command of another account
            with suppress(OSError):
                make_private_folder(folder)
                with replacing(file, mode=0o600) as new:
                    pickle.dump((_program(), results.all()), new, pickle.HIGHEST_PROTOCOL)


def _read(file: Path) -> dict[bytes, Any]:
    try:
        program, known = _Reader(BytesIO(file.read_bytes())).load()
    # a damaged file may raise anything
    except Exception:
        return {}
    return dict(known) if program == _program() else {}


class _Reader(pickle.Unpickler):
    """Makes nothing but the dataclasses and enumerations of this app, so that a file cannot run code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in PLAIN:
            return super().find_class(module, name)
        found = super().find_class(module, name) if module.startswith("pages.") else None
        if isinstance(found, type) and (dataclasses.is_dataclass(found) or issubclass(found, enum.Enum)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


@functools.cache
def _program() -> str:
    """A digest of the code of this app, and of the libraries and the time zones that it reads content with."""
    time_zones = [str(os.stat(folder).st_mtime_ns) for folder in TZPATH if os.path.isdir(folder)]
    digest = hashlib.sha256("\0".join([sys.version, *map(version, LIBRARIES), *time_zones]).encode())
    for path in sorted(path for name in PROGRAM for path in (ROOT / name).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
