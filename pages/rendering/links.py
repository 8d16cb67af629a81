"""The links of a page: to another page by its file name, to an anchor, or to an outside address."""

import re

from django.urls import Resolver404, resolve

from pages.schema.page_files import PAGE_LINK, url_of

PHONE = re.compile(r"(?P<scheme>tel|sms):(?P<number>[-+() 0-9]*[0-9][-() 0-9]*)")
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
