"""A middleware that answers old addresses, which redirects.yaml lists, with a permanent redirect."""

from collections.abc import Callable
from contextlib import suppress

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from pages.catalogue import current
from pages.schema.errors import BrokenContent
from pages.serving.http import CACHE_CONTROL

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def old_addresses(get_response: GetResponse) -> GetResponse:
    """The content is refused when an old address is one of a page or route, so this never hides any.

    The query of the old address is dropped. Without a limit, browsers would keep a mistake forever.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        target = _target(request.path_info) if request.method in ("GET", "HEAD") else None
        if target is None:
            return get_response(request)
        return HttpResponsePermanentRedirect(target, headers={"Cache-Control": CACHE_CONTROL})

    return middleware


def _target(path: str) -> str | None:
    with suppress(BrokenContent):
        return current().redirects.get(path.rstrip("/"))
    return None
