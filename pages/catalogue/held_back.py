"""Holds back pages with an error or with forbidden wording: the site keeps showing the last good text of each.

Every process compares with the same saved copy, one after the other, so that all of them show the same.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from pages.catalogue import last_good
from pages.catalogue.build import Catalogue, load
from pages.catalogue.kept import Kept, kept
from pages.catalogue.redirects import REDIRECTS_FILE
from pages.media import Shelf, shelf_of
from pages.media.values import MediaFile, Unusable
from pages.schema.errors import BrokenContent, ContentError
from pages.schema.page_files import PAGES
from pages.schema.text_files import copied, read_file
from pages.wording.check import findings_of_wording, read
from pages.wording.claims import NO_CLAIMS, Claims, read_claims
from pages.wording.findings import ERROR

logger = logging.getLogger("pages")


def load_and_keep(folder: Path, place: Path) -> Catalogue:
    """The catalogue with the last good text of each page whose new text has an error or forbidden wording.

    Raises BrokenContent. `place` has the saved copy of what the site shows.
    """
    with last_good.one_at_a_time(folder, place):
        try:
            # What is checked is what is shown and saved, also if somebody saves a file meanwhile.
            with copied(folder) as copy, kept("pages") as results:
                return _load_and_keep(copy, folder, place, results)
        except OSError:
            # The loader says which file cannot be read.
            return load(folder)


def _load_and_keep(copy: Path, folder: Path, place: Path, results: Kept) -> Catalogue:
    good, shelf = last_good.texts(folder, place), shelf_of(folder)
    held_back = list(_hold_back(copy, good))
    broken: list[ContentError] = []
    while True:
        try:
            catalogue = load(copy, kept=results, shelf=shelf)
            break
        except BrokenContent as error:
            # A page that is held back may be one to which another new text has a link, and so on.
            changed = {file for file in {e.file for e in error.errors} if _put_back(copy, file, good)}
            lost = lost_files(shelf, last_good.files(folder, place))
            if not changed and not lost:
                raise BrokenContent([*error.errors, *broken, *held_back]) from error
            broken += [one for one in error.errors if one.file in changed or lost]
            shelf = replace(shelf, kept={**shelf.kept, **lost})
    for one in [*broken, *held_back]:
        logger.error("The site keeps showing the last good text of this page. %s", one)
    last_good.keep(copy, folder, place, catalogue.files)
    return replace(catalogue, broken=tuple(broken), held_back=tuple(held_back))


def lost_files(shelf: Shelf, good: Iterable[MediaFile]) -> dict[str, MediaFile]:
    """The pictures and PDFs that the site shows, and that somebody deleted or broke in the folder."""
    return {file.name: file for file in good if isinstance(shelf.find(file.name), Unusable)}


def _put_back(folder: Path, file: str, good: Mapping[str, bytes]) -> bool:
    """Replace a page, or redirects.yaml, by the last good text; remove a new file. False if that changes nothing."""
    path = folder.parent / file
    present = path.read_bytes() if path.is_file() else None
    if not good or not (path.suffix == ".md" or path.name == REDIRECTS_FILE) or present == good.get(file):
        return False
    if file in good:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(good[file])
    else:
        path.unlink()
    return True


def _hold_back(folder: Path, good: Mapping[str, bytes]) -> Iterator[ContentError]:
    """Replaces texts in `folder` by the good ones, and yields why. `good` is empty before the first good content."""
    claims = cache(partial(_claims, folder))
    for path in sorted((folder / PAGES).rglob("*.md")) if good else ():
        name = path.relative_to(folder.parent).as_posix()
        # A word that must not be published is no reason to hold back help in an emergency.
        if path.read_bytes() == good.get(name) or path.stem == "crisis-help" or path.stem.startswith("urgent-"):
            continue
        text, report = read_file(folder, path, [])
        findings = findings_of_wording(read(report.file, text or ""), claims())
        errors = [finding for finding in findings if finding.severity == ERROR]
        if errors and name in good:
            path.write_bytes(good[name])
        elif errors:
            path.unlink()
        for error in errors:
            place = error.file, error.line
            yield ContentError(*place, error.reason, error.suggestion, error.rule, error.column, error.words)


def _claims(folder: Path) -> Claims:
    try:
        return read_claims(folder)
    except BrokenContent:
        return NO_CLAIMS
