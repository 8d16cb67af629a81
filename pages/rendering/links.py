"""The links of a page: to another page by its file name, to an anchor, or to an outside address."""

import re

from django.urls import Resolver404, resolve

from pages.schema.page_files import PAGE_LINK, url_of

DIALLED = re.compile(r"(?P<scheme>tel|sms):(?P<number>[-+() 0-9]*[0-9][-() 0-9]*)")
OUTSIDE = ("https://", "http://", "mailto:")


def href(target: str) -> str:
    """The address in the page's HTML for a target as the editor wrote it."""
    if page := PAGE_LINK.fullmatch(target):
        return url_of(page["slug"]) + (f"#{page['anchor']}" if page["anchor"] else "")
    if dialled := DIALLED.fullmatch(target):
        return f"{dialled['scheme']}:{re.sub('[^+0-9]', '', dialled['number'])}"
    return target


def belongs_to_another_app(path: str) -> bool:
    """Whether something other than a page of the content answers at `path`."""
    try:
        return resolve(path.partition("#")[0].partition("?")[0]).view_name not in ("pages:home", "pages:page")
    except Resolver404:
        return False
