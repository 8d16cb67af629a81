"""A text drawn as the page it would be, by what draws the site, also when something is wrong with it."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import cast

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pages.catalogue import Catalogue
from pages.catalogue.build import pages_of
from pages.catalogue.drafts import Draft
from pages.catalogue.library import Library
from pages.editing.reading import read, surroundings
from pages.page import Page
from pages.schema.front_matter import OutcomeHead, PageHead
from pages.schema.page_files import HOME, RESULTS
from pages.schema.strict_yaml import Record
from pages.serving.context import site_of

NO_TITLE = "(This page has no title yet)"


def draw(
    folder: Path, catalogue: Catalogue, file: str, text: str, today: date, banner: str = "", editor_url: str = ""
) -> str:
    """The whole HTML document. `banner` stands above the page and says what one sees, with a link to the editor."""
    around = surroundings(folder)
    draft = read(around, folder.name, file, text).draft
    context = site_of(catalogue) | {"banner": banner, "editor_url": editor_url}
    if file.startswith(f"{RESULTS}/"):
        layout = "pages/preview_outcome.html"
        head = cast(Record[OutcomeHead] | None, draft.head)
        context |= {"outcome": head.value if head else {"title": NO_TITLE}, "body": SafeString(draft.rendered.html)}
    else:
        page = _page(cast(Draft[PageHead], draft), around.library, today)
        layout = "pages/home.html" if page.slug == HOME else "pages/page.html"
        context |= {"page": page, "previous": None, "next": None}
    return str(render_to_string("pages/preview.html", context | {"layout": layout}))


def _page(draft: Draft[PageHead], library: Library, today: date) -> Page:
    """The page without the names that do not exist."""
    head = draft.head.value if draft.head else PageHead(NO_TITLE, "", "", 0, None, today, None, ())
    if head.reviewed_by not in (library.people or {}):
        head = replace(head, reviewed_by=None, reviewed_on=None)
    if head.section not in (sections := library.sections or {}):
        head = replace(head, section=next(iter(sections), ""))
    cited = tuple(source for source in draft.rendered.cited if source in (library.sources or {}))
    drawable = replace(draft, head=Record(head, {}), rendered=replace(draft.rendered, cited=cited))
    (page,) = pages_of({draft.slug: drawable}, library)
    return page
