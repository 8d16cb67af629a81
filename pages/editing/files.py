"""Reads and writes pages and data files, named by their path below the content folder: `en/outcomes/under-18.md`."""

import contextlib
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from pages.editing.refused import Refused
from pages.schema.limits import CONTROL, Excess, excess_of_data, excess_of_page
from pages.schema.page_files import DATA_FILES, FILE, LONGEST_NAME, PAGES, RESULTS
from vault.files import fsync_folder, replacing


class NotAPage(ValueError):
    """The name is not the name of a page or data file, or the file is a link."""


def path_of(folder: Path, file: str) -> Path:
    """Raises NotAPage, so that no other file can be read or written."""
    match = FILE.fullmatch(file)
    path = folder / file
    is_page = match is not None and len(match["slug"]) <= LONGEST_NAME
    if not (is_page or file in DATA_FILES) or path.is_symlink():
        raise NotAPage(file)
    return path


def every_file(folder: Path) -> Iterator[str]:
    """The names of all pages and data files."""
    yield from every_page(folder)
    for name in DATA_FILES:
        with contextlib.suppress(NotAPage):
            if path_of(folder, name).is_file():
                yield name


def every_page(folder: Path) -> Iterator[str]:
    for place in (PAGES, RESULTS):
        for path in sorted((folder / place).glob("*.md")):
            with contextlib.suppress(NotAPage):
                yield path_of(folder, f"{place}/{path.name}").relative_to(folder).as_posix()


def read(folder: Path, file: str) -> str | None:
    """The text as the catalogue reads it; None if there is no such file. Raises NotAPage, OSError."""
    try:
        data = path_of(folder, file).read_bytes()
    except FileNotFoundError:
        return None
    return data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")


def is_writable(folder: Path, file: str) -> bool:
    """Whether this process may create files in the folder of the page."""
    return may_write(path_of(folder, file))


def may_write(path: Path) -> bool:
    """Whether this process may replace or create the file."""
    return os.access(path.parent, os.W_OK | os.X_OK) and not path.is_symlink()


def write(folder: Path, file: str, text: str) -> None:
    """Replace the file in one step: a reader gets the old text or the new text. Raises NotAPage, OSError."""
    path = path_of(folder, file)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
    with replacing(path, mode=mode) as new_file:
        new_file.write(text.encode())


def remove(folder: Path, file: str) -> None:
    """Delete the file. Raises NotAPage, OSError."""
    path = path_of(folder, file)
    path.unlink()
    fsync_folder(path.parent)


def normalized(text: str, file: str) -> str:
    """`text` with `\\n` after every line, the last one too. Raises Refused if `file` or a database cannot hold it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    try:
        text.encode()
    except UnicodeEncodeError:
        raise Refused("The text contains half a character. Delete the odd character and type it again.") from None
    if excess := _excess_of_data(text) if file in DATA_FILES else excess_of_page(text):
        raise Refused(f"{f'Line {excess.line}: ' if excess.line > 1 else ''}{excess.message} {excess.hint}")
    return text


def _excess_of_data(text: str) -> Excess | None:
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        return Excess(line, "There is a control character here, which nobody sees.", "Delete it and type it again.")
    return excess_of_data(text)


def digest(text: str) -> str:
    """The SHA-256 of the text as a file holds it, in hexadecimal."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
