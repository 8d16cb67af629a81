"""Wraps Django and WhiteNoise, so that every response has our headers and every error has our own page.

Django builds its request before any middleware runs. A content type that it cannot read fails there, and the server
would answer with a bare 500. A body that arrives in chunks has no length, and Django would read nothing of it. The 304
and 405 of WhiteNoise have none of our headers.
"""

import logging
from collections.abc import Iterable
from io import BytesIO
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.http import parse_header_parameters

from kat_site.web import request_id
from kat_site.web.headers import security_headers
from kat_site.web.request_id import Headers, PossibleError, Write

logger = logging.getLogger("kat_site")


class Guard:
    def __init__(self, app: WSGIApplication) -> None:
        self.app = app

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start = _with_headers(start_response)
        if not is_readable(environ.get("CONTENT_TYPE", "")):
            return _page("415 Unsupported Media Type", "400.html", environ, start)
        try:
            _add_missing_length(environ)
            return self.app(environ, start)
        except Exception as error:
            logger.error("no answer, request=%s", environ.get(request_id.KEY), exc_info=error)
            return _page("500 Internal Server Error", "500.html", environ, start)


def is_readable(content_type: str) -> bool:
    """Whether Django can read a body of this type: well formed, and UTF-8."""
    try:
        _, parameters = parse_header_parameters(content_type)
    except Exception:
        return False
    return parameters.get("charset", "utf-8").lower() == "utf-8"


def _add_missing_length(environ: WSGIEnvironment) -> None:
    """Read a body that has no length, up to the size that Django refuses."""
    # the server ends the body itself, so that reading it does not wait for more
    if environ.get("wsgi.input_terminated") and not environ.get("CONTENT_LENGTH"):
        body = environ["wsgi.input"].read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)
        environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def _page(status: str, template: str, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
    body = render_to_string(template, {"request_id": environ.get(request_id.KEY)}).encode()
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    start(status, [*headers, ("Cache-Control", "no-store, private"), ("X-Robots-Tag", "noindex")])
    return [body]


def _with_headers(start_response: StartResponse) -> StartResponse:
    def start(status: str, headers: Headers, exc_info: PossibleError = None, /) -> Write:
        present = {name.lower() for name, _ in headers}
        missing = [(name, value) for name, value in security_headers().items() if name.lower() not in present]
        return start_response(status, [*headers, *missing], exc_info)

    return start
