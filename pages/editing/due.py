"""What somebody has to look at again, the earliest first: pages, statements that end by themselves, and sources."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from pages.catalogue.library import read_sources
from pages.lint.due import pages_due, statements_due
from pages.lint.sources import CHECK_AFTER
from pages.models import ContentPage
from pages.schema.errors import Report
from pages.schema.front_matter import PageHead
from pages.schema.page_files import SOURCES, named
from pages.schema.references import Source
from pages.schema.text_files import read_file
from pages.wording.check import without_sentences
from pages.wording.findings import Finding
from pages.wording.rules import Text


@dataclass(frozen=True)
class Due:
    """A place in a page, and the day by which to look at it."""

    day: date
    page: ContentPage
    finding: Finding


@dataclass(frozen=True)
class OldSource:
    """A source that nobody has looked at since `checked_on`; None for one that nobody has looked at yet."""

    id: str
    source: Source

    @property
    def checked_on(self) -> date | None:
        return self.source.checked_on


def due(folder: Path, today: date) -> list[Due]:
    """By day. In the newest text of each page that is on the site, so that the editor opens at the right line."""
    sources, pages = _sources(folder), ContentPage.objects.exclude(live=None).select_related("live", "draft")
    return sorted(
        (due for page in pages for due in _of_page(folder, page, sources, today)),
        key=lambda due: (due.day, due.page.title, due.finding),
    )


def old_sources(folder: Path, today: date) -> list[OldSource]:
    """Those that were never looked at first, in the order of the file."""
    old = [OldSource(id, source) for id, source in _sources(folder).items() if is_old(source, today)]
    return sorted(old, key=lambda source: source.checked_on or date.min)


def is_old(source: Source, today: date) -> bool:
    return source.checked_on is None or today - source.checked_on > CHECK_AFTER


def _of_page(folder: Path, page: ContentPage, sources: Mapping[str, Source], today: date) -> Iterator[Due]:
    text = _text_of(named(folder, page.file), page.newest.text if page.newest else "")
    if text.head is not None and isinstance(text.head.value, PageHead):
        yield from (Due(text.head.value.review_by, page, finding) for finding in pages_due(text, today))
    for id, source in sources.items():
        # Only a source with a day has findings.
        for finding in statements_due(text, {id: source}, today):
            yield Due(source.review_by or today, page, finding)


def _sources(folder: Path) -> Mapping[str, Source]:
    text, _ = read_file(folder, folder / SOURCES, [])
    return _sources_of(text) if text else {}


# Reading YAML takes longer than all else, so each text is read once.
@lru_cache(maxsize=2)
def _sources_of(text: str) -> Mapping[str, Source]:
    return read_sources(text, Report(SOURCES)) or {}


@lru_cache(maxsize=500)
def _text_of(file: str, text: str) -> Text:
    return without_sentences(file, text)
