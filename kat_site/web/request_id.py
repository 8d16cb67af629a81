"""One id for each request, in the X-Request-ID header, on the error pages and in the log; each request is counted.

The header of a request is ignored, because a client could send any id.
"""

import secrets
import time
from collections.abc import Callable, Iterable
from types import TracebackType
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http import HttpRequest

from kat_site.web.request_counts import count

HEADER = "X-Request-ID"
# a client cannot set it: what a client sends gets a name that begins with HTTP_
KEY = "kat_site.request_id"

# Python works out the types of an inner function at each call, so they have names.
Headers = list[tuple[str, str]]
PossibleError = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None
Write = Callable[[bytes], object]


class RequestId:
    """The outermost WSGI layer, so that a response from the page cache has an id as well."""

    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        request_id = environ[KEY] = _new()
        started = time.monotonic()

        def start(status: str, headers: Headers, exc_info: PossibleError = None, /) -> Write:
            count(environ["PATH_INFO"], status, time.monotonic() - started)
            others = [header for header in headers if header[0] != HEADER]
            return start_response(status, [*others, (HEADER, request_id)], exc_info)

        return self.app(environ, start)


def of_request(request: HttpRequest) -> str:
    """The id of `request`. Django's test client bypasses RequestId, so a missing id is created."""
    request_id: str = request.META.setdefault(KEY, _new())
    return request_id


def _new() -> str:
    return secrets.token_hex(4)
