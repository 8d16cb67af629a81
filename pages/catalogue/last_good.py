"""A copy of the last content without errors, for a process that starts while the content has an error.

Without it, an error in one page and a worker that restarts would take down every page, even the crisis page."""

import hashlib
import logging
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pages.schema.errors import BrokenContent
from vault.files import replacing

T = TypeVar("T")
logger = logging.getLogger("pages")


def keep(folder: Path, place: Path) -> None:
    """Saves a copy of the content in the folder `place`. Logs a failure and goes on."""
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (
            replacing(_file(folder, place), mode=0o600) as file,
            zipfile.ZipFile(file, "w", strict_timestamps=False) as archive,
        ):
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder.parent))
    except OSError as error:
        logger.warning("The copy of the last good content could not be saved: %s", error.strerror)


def read(folder: Path, place: Path, load: Callable[[Path], T]) -> T | None:
    """The copy that `keep` saved, loaded with `load`; None if there is none, or if it has errors now."""
    with tempfile.TemporaryDirectory() as extracted:
        try:
            with zipfile.ZipFile(_file(folder, place)) as archive:
                archive.extractall(extracted)
            return load(Path(extracted, folder.name))
        except (OSError, zipfile.BadZipFile, BrokenContent):
            return None


def _file(folder: Path, place: Path) -> Path:
    """The archive of this content folder: each folder has its own."""
    return place / f"{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.zip"
