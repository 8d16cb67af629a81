"""Holds back pages with forbidden wording: the site keeps showing the last good text of each.

Every process compares with the same saved copy, one after the other, so that all of them show the same.
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pages.catalogue import last_good
from pages.catalogue.build import Catalogue, load
from pages.schema.errors import BrokenContent, ContentError
from pages.schema.page_files import PAGES
from pages.schema.text_files import copied, read_file
from pages.wording.check import findings_of_wording, read
from pages.wording.claims import NO_CLAIMS, Claims, read_claims
from pages.wording.findings import ERROR

logger = logging.getLogger("pages")


def load_and_keep(folder: Path, place: Path) -> Catalogue:
    """The catalogue with the last good text of each page whose new text has forbidden wording.

    Raises BrokenContent. `place` has the saved copy of what the site shows.
    """
    with last_good.one_at_a_time(folder, place):
        try:
            # What is checked is what is shown and saved, also if somebody saves a file meanwhile.
            with copied(folder) as copy:
                return _load_and_keep(copy, folder, place)
        except OSError:
            # The loader says which file cannot be read.
            return load(folder)


def _load_and_keep(copy: Path, folder: Path, place: Path) -> Catalogue:
    errors = list(_hold_back(copy, last_good.texts(folder, place)))
    try:
        catalogue = load(copy)
    except BrokenContent as broken:
        raise BrokenContent([*broken.errors, *errors]) from broken
    for error in errors:
        logger.error("The site keeps showing the last good text of this page. %s", error)
    last_good.keep(copy, folder, place)
    return replace(catalogue, held_back=tuple(errors))


def _hold_back(folder: Path, good: Mapping[str, bytes]) -> Iterator[ContentError]:
    """Replaces texts in `folder` by the good ones, and yields why. `good` is empty before the first good content."""
    claims = _claims(folder)
    for path in sorted((folder / PAGES).rglob("*.md")) if good else ():
        name = path.relative_to(folder.parent).as_posix()
        # Nothing holds back help in an emergency.
        if path.read_bytes() == good.get(name) or path.stem == "crisis-help" or path.stem.startswith("urgent-"):
            continue
        text, report = read_file(folder, path, [])
        findings = findings_of_wording(read(report.file, text or ""), claims)
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
