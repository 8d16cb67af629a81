"""A copy of the last content without errors, which every process shows while the content has an error.

Without it, an error in one page and a worker that restarts would take down every page, even the crisis page; and a
worker that was not asked between two changes would show an older page than the others.
"""

import fcntl
import hashlib
import json
import logging
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from pages.media.values import MediaFile, as_stored, from_stored
from pages.schema.errors import BrokenContent
from vault.files import make_private_folder, replacing

T = TypeVar("T")
# The list of pictures and PDFs in a copy, beside the content folder.
FILES = "files.json"
logger = logging.getLogger("pages")


@contextmanager
def one_at_a_time(folder: Path, place: Path) -> Iterator[None]:
    """Other processes wait until the block ends. Goes on if `place` cannot be written."""
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(_file(folder, place).with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        yield
        return
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def keep(content: Path, folder: Path, place: Path, shown: Iterable[MediaFile]) -> None:
    """Saves `content`, which the site shows for `folder`, in the folder `place`. Logs a failure and goes on.

    Of pictures and PDFs, it saves what a page needs to know about them. The site serves them from another place.
    """
    try:
        present = {
            path.relative_to(content.parent).as_posix(): path.read_bytes()
            for path in sorted(content.rglob("*"))
            if path.is_file()
        }
        # another process has saved it, or nothing changed since the last start
        shown = sorted(shown, key=lambda file: file.name)
        if present == texts(folder, place) and shown == files(folder, place):
            return
        make_private_folder(place)
        with replacing(_file(folder, place), mode=0o600) as file, zipfile.ZipFile(file, "w") as archive:
            for name, data in present.items():
                archive.writestr(name, data)
            archive.writestr(FILES, json.dumps([as_stored(one) for one in shown]))
    except OSError as error:
        logger.warning("The copy of the last good content could not be saved: %s", error.strerror)


def read(folder: Path, place: Path, load: Callable[[Path, list[MediaFile]], T]) -> T | None:
    """The copy that `keep` saved, loaded with `load`; None if there is none, or if it has errors now."""
    with tempfile.TemporaryDirectory() as extracted:
        try:
            with zipfile.ZipFile(_file(folder, place)) as archive:
                archive.extractall(extracted)
            return load(Path(extracted, folder.name), files(folder, place))
        except (OSError, zipfile.BadZipFile, BrokenContent):
            return None


def texts(folder: Path, place: Path) -> dict[str, bytes]:
    """Name -> text of every file that `keep` saved; none if there is no copy."""
    try:
        with zipfile.ZipFile(_file(folder, place)) as archive:
            return {name: archive.read(name) for name in archive.namelist() if name != FILES}
    except (OSError, zipfile.BadZipFile):
        return {}


def files(folder: Path, place: Path) -> list[MediaFile]:
    """The pictures and PDFs that the saved pages show."""
    try:
        with zipfile.ZipFile(_file(folder, place)) as archive:
            return [from_stored(stored, stored["name"]) for stored in json.loads(archive.read(FILES))]
    # The copy of an earlier version has no list, or another one.
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError):
        return []


def _file(folder: Path, place: Path) -> Path:
    """The archive of this content folder: each folder has its own."""
    return place / f"{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.zip"
