"""Everything the reading site serves, by path: the pages, and the files that machines read.

The views, the page cache and the export all use this one list, so that they cannot differ.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static

from pages.catalogue import Catalogue
from pages.media import shelf_of
from pages.media.store import contents_by_address
from pages.media.values import MediaFile, Pdf
from pages.metadata import feed
from pages.metadata.crawlers import is_indexed, robots, sitemap
from pages.metadata.metadata import metadata
from pages.page import ALL_PAGES, Page
from pages.serving.context import site_of

HTML = "text/html; charset=utf-8"
# The same colors as in static/css/tokens.css.
BAND, PAPER = "#1c2830", "#faf5ea"

# The address of a file has the digest of its content.
FOREVER = "public, max-age=31536000, immutable"
OF_PICTURE = MappingProxyType({"Cache-Control": FOREVER})
# A browser saves it, and a program for PDFs opens it. In a tab, it would need a sandbox that keeps its scripts
# from our address, and in a sandbox Chromium shows nothing (record 36).
OF_PDF = MappingProxyType(
    {
        "Cache-Control": FOREVER,
        "Content-Disposition": "attachment",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
)


@dataclass(frozen=True, slots=True)
class Document:
    """A response body that is the same for everybody. Each call of `draw` makes it anew.

    `headers` are added to those of every document. A file is too large to be kept in memory.
    """

    content_type: str
    draw: Callable[[], bytes]
    headers: Mapping[str, str] = field(default_factory=dict)
    is_file: bool = False

    @property
    def is_text(self) -> bool:
        return not (self.is_file or self.content_type.startswith("image/"))


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
    for file in catalogue.files:
        by_path |= files(file)
    if is_indexed(catalogue):
        by_path["/sitemap.xml"] = Document("application/xml; charset=utf-8", partial(sitemap, catalogue))
    return by_path


def files(file: MediaFile) -> dict[str, Document]:
    """The copies of a picture, or a PDF, by path. Raises OSError when one is drawn that is not there."""
    headers = OF_PDF if isinstance(file, Pdf) else OF_PICTURE
    content_type = "application/pdf" if isinstance(file, Pdf) else "image/webp"
    contents = contents_by_address(shelf_of(Path(settings.CONTENT_DIR)).place, file)
    return {path: Document(content_type, content.read_bytes, headers, True) for path, content in contents.items()}


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
