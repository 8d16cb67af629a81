"""The links of a page: to another page by its file name, to an anchor, to an outside address, or to call the clinic."""

import re
from collections.abc import Iterable, Iterator, Mapping
from xml.etree.ElementTree import Element

from django.conf import settings
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from pages.schema.page_files import HOME, PAGE_LINK, url_of
from pages.schema.values import address_of

PHONE = re.compile(r"(?P<scheme>tel|sms):(?P<number>(?=[^0-9]*[0-9])[-+() 0-9]+)")
NO_LINK_IN = {"a", "button", "svg", "code", "pre"}
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


def link_phone(root: Element, facts: Mapping[str, str]) -> None:
    """Changes all text below `root`, in place. Without the number among the `facts`, nothing."""
    if number := facts.get("clinic.phone"):
        _link(root, number)


def _link(element: Element, number: str) -> None:
    if element.tag in NO_LINK_IN:
        return
    children = list(element)
    links = _cut(element, "text", number)
    for place, link in enumerate(links):
        element.insert(place, link)
    for child in children:
        _link(child, number)
        links = _cut(child, "tail", number)
        for place, link in enumerate(links, list(element).index(child) + 1):
            element.insert(place, link)


def _cut(element: Element, attribute: str, number: str) -> list[Element]:
    """Cuts the text before its first number. Returns a link for each number, with the text after it as tail."""
    before, *rest = (getattr(element, attribute) or "").split(number)
    if not rest:
        return []
    setattr(element, attribute, before)
    links = []
    for text in rest:
        link = Element("a", {"class": "tel", "href": address_of(number)})
        link.text, link.tail = number, text
        links.append(link)
    return links
