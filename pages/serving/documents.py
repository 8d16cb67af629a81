"""Everything the reading site answers with, by path: its pages, and what stands beside them for machines.

One list for the views, for the page cache and for the export, so that the three cannot differ.
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
from pages.metadata.metadata import lettering, metadata, picture_path
from pages.metadata.picture import picture
from pages.page import Page
from pages.serving.context import site_of

HTML = "text/html; charset=utf-8"
BAND, PAPER = "#1c2830", "#faf5ea"  # as in static/css/tokens.css


@dataclass(frozen=True, slots=True)
class Document:
    """The same for everybody. `draw` makes the body, anew at each call."""

    content_type: str
    draw: Callable[[], bytes]

    @property
    def is_text(self) -> bool:
        """Whether compressing it pays."""
        return not self.content_type.startswith("image/")


def documents(catalogue: Catalogue) -> dict[str, Document]:
    """Path -> document. Nothing is drawn yet. Pages that search engines may not list have no sitemap."""
    pages = catalogue.pages.values()
    found = {page.url: Document(HTML, partial(page_html, catalogue, page)) for page in pages}
    found |= {picture_path(page): Document("image/png", partial(picture, lettering(catalogue, page))) for page in pages}
    found |= {
        feed.PATH: Document(feed.CONTENT_TYPE, partial(feed.atom, catalogue)),
        "/robots.txt": Document("text/plain; charset=utf-8", partial(robots, catalogue)),
        "/site.webmanifest": Document("application/manifest+json", partial(manifest, catalogue)),
        "/favicon.ico": Document("image/x-icon", favicon),
    }
    if is_indexed(catalogue):
        found["/sitemap.xml"] = Document("application/xml; charset=utf-8", partial(sitemap, catalogue))
    return found


def page_html(catalogue: Catalogue, page: Page) -> bytes:
    """The whole document, the same for everybody: there is no request to draw it from."""
    previous, following = catalogue.neighbours(page)
    context = site_of(catalogue) | {
        "page": page,
        "previous": previous,
        "next": following,
        "metadata": metadata(catalogue, page),
    }
    return render_to_string("pages/home.html" if page.url == "/" else "pages/page.html", context).encode()


def manifest(catalogue: Catalogue) -> bytes:
    """For a bookmark on a phone's first screen. No browser offers one unasked: an icon tells others what one reads."""
    icons = [{"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml"}]
    icons += [
        {"src": static(f"icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": "any maskable"}
        for size in (192, 512)
    ]
    said = {
        "name": catalogue.clinic.name,
        "short_name": catalogue.clinic.short_name,
        "lang": "en",
        "start_url": "/",
        "display": "browser",
        "theme_color": BAND,
        "background_color": PAPER,
        "icons": icons,
    }
    return json.dumps(said, ensure_ascii=False).encode()


def favicon() -> bytes:
    """For clients that know no other icon than the one at this address."""
    return Path(finders.find("favicon.ico") or "").read_bytes()
