"""The links of a page: to another page by its file name, to an anchor, or to an outside address."""

import re
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from pages.schema.page_files import HOME, PAGE_LINK, url_of

PHONE = re.compile(r"(?P<scheme>tel|sms):(?P<number>(?=[^0-9]*[0-9])[-+() 0-9]+)")
OUTSIDE = ("https://", "http://", "mailto:")


def href(target: str) -> str:
    """The address in the HTML of a page for a link target that an editor wrote."""
    if page := PAGE_LINK.fullmatch(target):
        return url_of(page["slug"]) + (f"#{page['anchor']}" if page["anchor"] else "")
    if phone := PHONE.fullmatch(target):
        return f"{phone['scheme']}:{re.sub('[^+0-9]', '', phone['number'])}"
    return target


def belongs_to_another_app(path: str) -> bool:
    """Whether an app other than this one serves `path`."""
    try:
        return resolve(path.partition("#")[0].partition("?")[0]).view_name not in ("pages:home", "pages:page")
    except Resolver404:
        return False


def is_taken(slug: str) -> bool:
    """Whether the address of a page with this name belongs to another part of the site, even if nothing answers there.

    `/call-me/` answers nothing, and `/call-me/<id>/` does: a page there would look like a part of it.
    """
    static_files = settings.STATIC_URL.strip("/")
    return slug != HOME and slug in {static_files, *_first_parts(get_resolver().url_patterns)}


def _first_parts(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The first part of the path of every route, unless a converter matches it."""
    for pattern in patterns:
        first, _, _ = str(pattern.pattern).partition("/")
        if isinstance(pattern, URLResolver) and not first:
            yield from _first_parts(pattern.url_patterns)
        elif "<" not in first:
            yield first
