"""The content folder as a place to write: one page a file, written whole or not at all, and nothing beside them.

A page is named by its file below the folder: `en/what-is-ketamine.md`, or `en/outcomes/under-18.md`.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from pages.schema.page_files import FILE, LONGEST_NAME, PAGES, RESULTS
from vault.files import fsync_folder, replacing


class NotAPage(ValueError):
    """A name that is not one of a page, or leads out of the folder."""


def path_of(folder: Path, file: str) -> Path:
    """Where `file` stands. Raises NotAPage for any other name than a page's, and for a link to elsewhere."""
    match = FILE.fullmatch(file)
    path = folder / file
    if not match or len(match["slug"]) > LONGEST_NAME or path.is_symlink():
        raise NotAPage(file)
    return path


def every_page(folder: Path) -> Iterator[str]:
    """The names of the pages there are."""
    for place in (PAGES, RESULTS):
        for path in sorted((folder / place).glob("*.md")):
            with contextlib.suppress(NotAPage):
                yield path_of(folder, f"{place}/{path.name}").relative_to(folder).as_posix()


def read(folder: Path, file: str) -> str | None:
    """The text of a page as the catalogue reads it; None when there is no such file. Raises NotAPage, OSError."""
    try:
        data = path_of(folder, file).read_bytes()
    except FileNotFoundError:
        return None
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def may_write(folder: Path, file: str) -> bool:
    """Whether the folder of this page lets us make files."""
    return os.access(path_of(folder, file).parent, os.W_OK | os.X_OK)


def write(folder: Path, file: str, text: str) -> None:
    """Put `text` in place of the page's file in one step; a reader sees the old text or the new. Raises OSError."""
    path = path_of(folder, file)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with replacing(path, mode=mode) as new:
        new.write(text.encode())


def remove(folder: Path, file: str) -> None:
    """Take the page's file away. Raises OSError."""
    path = path_of(folder, file)
    path.unlink()
    fsync_folder(path.parent)
