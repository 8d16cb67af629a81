"""A text read as the loader would read it in its place among the other pages, without writing it anywhere.

The rest of the content is read once and kept until a file changes, so that this is quick enough for every pause of
somebody who types.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pages.catalogue.drafts import Draft, check_links, check_outcome, check_page, read_drafts
from pages.catalogue.library import Library, read_library
from pages.catalogue.live import stamps
from pages.catalogue.watch import Stamps
from pages.lint import Claims, read_claims
from pages.rendering.links import belongs_to_another_app
from pages.rendering.markdown import render
from pages.schema.errors import BrokenContent, ContentError, Report
from pages.schema.front_matter import OutcomeHead, PageHead, split
from pages.schema.page_files import FILE, PAGES, RESULTS


@dataclass(frozen=True, eq=False)
class Surroundings:
    """What a page can name: the data files, and the places of every page by its slug. And what no page may claim."""

    library: Library
    ids_of: Mapping[str, frozenset[str]]
    claims: Claims | None
    broken_claims: tuple[ContentError, ...]


@dataclass(frozen=True, eq=False)
class Reading:
    """A page or the words of a result, rendered, with every mistake the loader would find in it."""

    draft: Draft[PageHead] | Draft[OutcomeHead]
    errors: tuple[ContentError, ...]


def surroundings(folder: Path) -> Surroundings:
    return _surroundings(folder, stamps(folder))


@functools.lru_cache(maxsize=128)
def read(around: Surroundings, folder_name: str, file: str, text: str) -> Reading:
    """`text` as it would be at `file`."""
    slug = FILE.sub(r"\g<slug>", file)
    report = Report(f"{folder_name}/{file}")
    is_outcome = file.startswith(f"{RESULTS}/")
    draft = _outcome(around, slug, text, report) if is_outcome else _page(around, slug, text, report)
    return Reading(draft, tuple(sorted(set(report.errors))))


def _page(around: Surroundings, slug: str, text: str, report: Report) -> Draft[PageHead]:
    head, body = split(PageHead, text, report)
    draft = Draft(slug, head, body, render(body, around.library.facts, around.library.glossary, report), report)
    check_page(draft, around.library, belongs_to_another_app)
    check_links(draft, {**around.ids_of, slug: draft.rendered.ids}, belongs_to_another_app)
    return draft


def _outcome(around: Surroundings, slug: str, text: str, report: Report) -> Draft[OutcomeHead]:
    head, body = split(OutcomeHead, text, report)
    draft = Draft(slug, head, body, render(body, around.library.facts, around.library.glossary, report), report)
    check_outcome(draft)
    check_links(draft, around.ids_of, belongs_to_another_app)
    return draft


# Kept until a file changes.
@functools.lru_cache(maxsize=1)
def _surroundings(folder: Path, stamps: Stamps) -> Surroundings:
    library = read_library(folder, [])
    drafts = read_drafts(folder, PAGES, PageHead, library, [])
    claims: Claims | None = None
    broken: tuple[ContentError, ...] = ()
    try:
        claims = read_claims(folder)
    except BrokenContent as error:
        broken = error.errors
    return Surroundings(library, {slug: draft.rendered.ids for slug, draft in drafts.items()}, claims, broken)
