"""Builds the stylesheets from one file for each cascade layer, joined and minified, whenever a source is newer.

`site.css` is for every page. `journey.css` is for pages with forms, so that reading pages do not load it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import rcssmin
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from vault.files import replacing

SHEETS = {
    "site.css": ("reset", "tokens", "base", "layout", "components", "utilities"),
    "journey.css": ("journey",),
}


class StylesheetFinder(BaseFinder):
    """Lets `collectstatic` and the development server find the stylesheets."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(location=settings.STYLESHEET_BUILD_DIR)
        super().__init__(*args, **kwargs)

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in SHEETS:
            build(sources_of(name), Path(self.storage.path(name)))
            yield name, self.storage

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in SHEETS:
            return []
        build(sources_of(path), built := Path(self.storage.path(path)))
        return [str(built)] if find_all else str(built)


def sources_of(sheet: str) -> list[Path]:
    """The files of the layers of a stylesheet, in order."""
    return [settings.BASE_DIR / "static" / "css" / f"{layer}.css" for layer in SHEETS[sheet]]


def build(sources: list[Path], target: Path) -> None:
    """Write the sources, joined in order and minified, to `target`, unless it is newer than all of them."""
    newest = max(source.stat().st_mtime for source in sources)
    if target.exists() and target.stat().st_mtime >= newest:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as file:
        file.write(rcssmin.cssmin("\n".join(source.read_text() for source in sources)).encode())
