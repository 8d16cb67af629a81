"""Reads a content file as text, and copies a content folder."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pages.schema.errors import ContentError, Report
from pages.schema.rule_ids import Rule


def read_file(folder: Path, path: Path, errors: list[ContentError]) -> tuple[str | None, Report]:
    """The text of a content file, None if it cannot be read, and the report for its errors."""
    report = Report(path.relative_to(folder.parent).as_posix(), errors)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"This file cannot be read: {error.strerror}."
        report.add(1, message, "The site needs it.", Rule.MISSING_FILE)
        return None, report
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save it as UTF-8, or type this line again."
        report.add(line, "This file is not in UTF-8.", hint, Rule.UNREADABLE_FILE)
        text = data.decode(errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n"), report


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """A temporary copy with the same name, because errors begin with it. Raises OSError.

    It can be changed, also if nobody may write to the folder. Hidden files are left out.
    """
    with tempfile.TemporaryDirectory() as temporary:
        copy = Path(temporary, folder.name)
        for place, folders, files in os.walk(folder, followlinks=True):
            folders[:] = [name for name in folders if not name.startswith(".")]
            target = copy / Path(place).relative_to(folder)
            target.mkdir()
            for name in files:
                if not name.startswith("."):
                    shutil.copyfile(Path(place, name), target / name)
        yield copy
