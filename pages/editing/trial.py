"""Reads and draws a text as the page that it would be on the site, also if it has errors, without writing a file."""

import functools
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pages.catalogue import Catalogue
from pages.catalogue.build import pages_of
from pages.catalogue.drafts import Draft, check_links, check_outcome, check_page, made_from, read_draft, read_drafts
from pages.catalogue.kept import Kept, kept
from pages.catalogue.library import Library, read_library
from pages.catalogue.live import stamps
from pages.catalogue.redirects import addresses
from pages.catalogue.watch import Stamps
from pages.lint import text_of_claims
from pages.page import Page
from pages.rendering.links import belongs_to_another_app
from pages.schema.errors import BrokenContent, ContentError, Report
from pages.schema.front_matter import OutcomeHead, PageHead
from pages.schema.page_files import FILE, HOME, PAGES, RESULTS
from pages.schema.strict_yaml import Record
from pages.serving.context import site_of
from pages.wording import Claims, read_claims

H = TypeVar("H")
NO_TITLE = "(This page has no title yet)"


@dataclass(frozen=True, eq=False)
class SiteContext:
    """What a page can refer to (data files, and the anchors of every page by its slug), and what no page may claim.

    `drafts` and `wording` have what is known of the texts on the site.
    """

    library: Library
    ids_of: Mapping[str, AbstractSet[str] | None]
    claims: Claims | None
    claims_text: str | None
    broken_claims: tuple[ContentError, ...]
    drafts: Kept
    wording: Kept


@dataclass(frozen=True, eq=False)
class Trial:
    """A rendered page or screening result, with every error that loading the site would report in it."""

    draft: Draft[PageHead] | Draft[OutcomeHead]
    errors: tuple[ContentError, ...]


def site_context(folder: Path) -> SiteContext:
    return _site_context(folder, stamps(folder))


@functools.lru_cache(maxsize=128)
def read(site: SiteContext, folder_name: str, file: str, text: str) -> Trial:
    slug = FILE.sub(r"\g<slug>", file)
    report = Report(f"{folder_name}/{file}")
    is_outcome = file.startswith(f"{RESULTS}/")
    draft = _outcome_draft(site, slug, text, report) if is_outcome else _page_draft(site, slug, text, report)
    return Trial(draft, tuple(sorted(set(report.errors))))


def draw(
    folder: Path, catalogue: Catalogue, file: str, text: str, today: date, banner: str = "", editor_url: str = ""
) -> str:
    """The whole HTML document. `banner`, with a link to the editor, is shown above the page."""
    site = site_context(folder)
    draft = read(site, folder.name, file, text).draft
    context = site_of(catalogue) | {"banner": banner, "editor_url": editor_url}
    if file.startswith(f"{RESULTS}/"):
        layout = "pages/preview_outcome.html"
        head = cast(Record[OutcomeHead] | None, draft.head)
        context |= {"outcome": head.value if head else {"title": NO_TITLE}, "body": SafeString(draft.rendered.html)}
    else:
        page = _drawable_page(cast(Draft[PageHead], draft), site.library, today)
        layout = "pages/home.html" if page.slug == HOME else "pages/page.html"
        context |= {"page": page, "previous": None, "next": None}
    return str(render_to_string("pages/preview.html", context | {"layout": layout}))


def _page_draft(site: SiteContext, slug: str, text: str, report: Report) -> Draft[PageHead]:
    draft = _draft(PageHead, site, slug, text, report)
    check_page(draft, site.library)
    check_links(draft, {**site.ids_of, slug: draft.ids}, belongs_to_another_app, addresses(site.library.redirects))
    return draft


def _outcome_draft(site: SiteContext, slug: str, text: str, report: Report) -> Draft[OutcomeHead]:
    draft = _draft(OutcomeHead, site, slug, text, report)
    check_outcome(draft)
    check_links(draft, site.ids_of, belongs_to_another_app, addresses(site.library.redirects))
    return draft


def _draft(schema: type[H], site: SiteContext, slug: str, text: str, report: Report) -> Draft[H]:
    read = partial(read_draft, schema, slug, text, site.library, Report(report.file))
    draft = site.drafts.known(made_from(schema, report.file, text, site.library), read)
    report.errors.extend(draft.report.errors)
    return replace(draft, report=report)


def _drawable_page(draft: Draft[PageHead], library: Library, today: date) -> Page:
    """The page without the people, sections and sources that do not exist."""
    head = draft.head.value if draft.head else PageHead(NO_TITLE, "", "", 0, None, today, None, ())
    if head.reviewed_by not in (library.people or {}):
        head = replace(head, reviewed_by=None, reviewed_on=None)
    if head.section not in (sections := library.sections or {}):
        head = replace(head, section=next(iter(sections), ""))
    cited = tuple(source for source in draft.rendered.cited if source in (library.sources or {}))
    drawable = replace(draft, head=Record(head, {}), rendered=replace(draft.rendered, cited=cited))
    (page,) = pages_of({draft.slug: drawable}, library)
    return page


# Kept until a file changes, because the editor checks the text at every pause in typing.
@functools.lru_cache(maxsize=1)
def _site_context(folder: Path, stamps: Stamps) -> SiteContext:
    with kept("pages") as results, kept("wording") as wording:
        library = read_library(folder, [], kept=results)
        drafts = read_drafts(folder, PAGES, PageHead, library, [], results)
    claims: Claims | None = None
    broken_claims: tuple[ContentError, ...] = ()
    try:
        claims = read_claims(folder)
    except BrokenContent as broken:
        broken_claims = broken.errors
    ids_of = {slug: draft.ids for slug, draft in drafts.items()}
    return SiteContext(library, ids_of, claims, text_of_claims(folder), broken_claims, results, wording)
