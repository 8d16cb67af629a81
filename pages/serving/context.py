"""The context of every template: the clinic, what a course costs, the sections, and the address of the site."""

from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import SafeString

from pages.catalogue import Catalogue, current
from pages.cost import estimate
from pages.metadata.crawlers import is_indexed


def site(request: HttpRequest | None = None) -> dict[str, Any]:
    """A context processor. Raises BrokenContent."""
    return site_of(current())


# the parts of pages that {% drawn_once %} has drawn, by name of the template
_parts: WeakKeyDictionary[Catalogue, dict[str, SafeString]] = WeakKeyDictionary()


def site_of(catalogue: Catalogue) -> dict[str, Any]:
    return {
        "drawn_parts": _parts.setdefault(catalogue, {}),
        "clinic": catalogue.clinic,
        "whole_course": estimate(catalogue.clinic).total,
        "sections": catalogue.sections,
        "site_url": settings.SITE_URL,
        "is_indexed": is_indexed(catalogue),
    }
