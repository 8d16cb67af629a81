"""The whole content with one page changed, loaded in a place of its own: what would be wrong if it were so."""

import shutil
import tempfile
from pathlib import Path

from pages.catalogue import load
from pages.catalogue.live import errors_now
from pages.editing import files
from pages.schema.errors import BrokenContent, ContentError
from pages.schema.page_files import named


def new_errors(folder: Path, file: str, text: str | None) -> list[ContentError]:
    """What stands in the way of giving the page this text, or (with None) of taking it away.

    That is every mistake of the page itself, and those of other files that are not there already: so two broken pages
    can be mended one after the other.
    """
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / folder.name  # errors name their file with the name of the folder before it
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".*"))
        if text is None:
            files.path_of(copy, file).unlink(missing_ok=True)
        else:
            files.path_of(copy, file).write_text(text, encoding="utf-8")
        after = _errors(copy)
    before = {(error.file, error.message) for error in errors_now(folder)} if after else set()
    own = named(folder, file)
    return [error for error in after if error.file == own or (error.file, error.message) not in before]


def _errors(folder: Path) -> tuple[ContentError, ...]:
    try:
        load(folder)
    except BrokenContent as broken:
        return broken.errors
    return ()
