"""Everything the reading site serves, by path: the pages, and the files that machines read.

The views, the page cache and the export all use this one list, so that they cannot differ.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from pages.catalogue import Catalogue
from pages.metadata import feed
from pages.metadata.crawlers import is_indexed, robots, sitemap
from pages.metadata.metadata import metadata
from pages.page import ALL_PAGES, Page
from pages.serving.context import site_of

HTML = "text/html; charset=utf-8"
# The same colors as in static/css/tokens.css.
BAND, PAPER = "#1c2830", "#faf5ea"


@dataclass(frozen=True, slots=True)
class Document:
    """A response body that is the same for everybody. Each call of `draw` makes it anew."""

    content_type: str
    draw: Callable[[], bytes]

    @property
    def is_text(self) -> bool:
        return not self.content_type.startswith("image/")


def documents(catalogue: Catalogue) -> dict[str, Document]:
    """Path -> document. Nothing is drawn yet. A site that search engines may not list has no sitemap."""
    by_path = {page.url: Document(HTML, partial(page_html, catalogue, page)) for page in catalogue.pages.values()}
    by_path |= {
        ALL_PAGES: Document(HTML, partial(all_pages, catalogue)),
        feed.PATH: Document(feed.CONTENT_TYPE, partial(feed.atom, catalogue)),
        "/robots.txt": Document("text/plain; charset=utf-8", partial(robots, catalogue)),
        "/site.webmanifest": Document("application/manifest+json", partial(manifest, catalogue)),
        "/favicon.ico": Document("image/x-icon", favicon),
    }
    if is_indexed(catalogue):
        by_path["/sitemap.xml"] = Document("application/xml; charset=utf-8", partial(sitemap, catalogue))
    return by_path


def page_html(catalogue: Catalogue, page: Page) -> bytes:
    """The whole HTML document. It is rendered without a request, so that it cannot depend on one."""
    previous, following = catalogue.neighbours(page)
    context = site_of(catalogue) | {
        "page": page,
        "previous": previous,
        "next": following,
        "metadata": metadata(catalogue, page),
    }
    return render_to_string("pages/home.html" if page.url == "/" else "pages/page.html", context).encode()


def all_pages(catalogue: Catalogue) -> bytes:
    """The page that lists every page with its description, section by section."""
    return render_to_string("pages/all_pages.html", site_of(catalogue)).encode()


def manifest(catalogue: Catalogue) -> bytes:
    """The web app manifest, for a bookmark on a phone's home screen."""
    icons = [{"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {"src": static(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
        for size in (192, 512)
    ]
    data = {
        "name": catalogue.clinic.name,
        "short_name": catalogue.clinic.short_name,
        "lang": "en",
        "start_url": "/",
        # No browser then offers to install the site: an icon would show others what a person reads.
        "display": "browser",
        "theme_color": BAND,
        "background_color": PAPER,
        "icons": icons,
    }
    return json.dumps(data, ensure_ascii=False).encode()


def favicon() -> bytes:
    """The icon for clients that look for it at this address only."""
    return Path(finders.find("favicon.ico") or "").read_bytes()
