"""Makes each phone number of the clinic in a page a link that calls it, whether it is a fact or was typed in."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from pages.schema.contact import address_of

NOT_IN = {"a", "button", "svg", "code", "pre"}


def link_phone(root: Element, facts: Mapping[str, str]) -> None:
    """Changes all text below `root`, in place. Without the number among the `facts`, nothing."""
    if number := facts.get("clinic.phone"):
        _link(root, number)


def _link(element: Element, number: str) -> None:
    if element.tag in NOT_IN:
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
