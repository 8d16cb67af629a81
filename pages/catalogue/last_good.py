"""The content as it was when it was last good, kept beside the data: for a process that starts while it is broken.

Without it a mistake in a page, and then a worker that the server starts anew, would take down every page, the crisis
page among them. (`manage.py serve` refuses to begin with such a mistake: whoever starts the site is there to mend it.)
"""

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
    """Put a copy of the content into `place`, whole or not at all. A disk that refuses it takes nothing down."""
    try:
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (
            replacing(_file(folder, place), mode=0o600) as file,
            zipfile.ZipFile(file, "w", strict_timestamps=False) as archive,
        ):
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                archive.write(path, path.relative_to(folder.parent))
    except OSError as error:
        logger.warning("No copy of the content could be kept: %s", error.strerror)


def read(folder: Path, place: Path, load: Callable[[Path], T]) -> T | None:
    """What `load` makes of the copy that `keep` put there; None when there is none, or it is not good any more."""
    with tempfile.TemporaryDirectory() as aside:
        try:
            with zipfile.ZipFile(_file(folder, place)) as archive:
                archive.extractall(aside)
            return load(Path(aside, folder.name))
        except (OSError, zipfile.BadZipFile, BrokenContent):
            return None


def _file(folder: Path, place: Path) -> Path:
    """One copy for each content folder."""
    return place / f"{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]}.zip"
