"""Asks the page cache, which wraps an app that answers everything else."""

from collections.abc import Iterable
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIEnvironment

from pages.serving.page_cache import PageCache


@dataclass
class Response:
    status: str
    headers: dict[str, str]
    body: bytes


def wrapped_app(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    start_response("200 OK", [("X-Wrapped", "yes")])
    return [b"wrapped"]


def cached(https: tuple[str, str] | None = None) -> PageCache:
    return PageCache(wrapped_app, add_headers=lambda: [("X-Added", "yes")], hosts=["clinic.example"], https=https)


def response_of(app: PageCache, path: str = "/what-it-is/", **environ: str) -> Response:
    """The response to one request; `environ` has names of WSGI, such as HTTP_HOST and REQUEST_METHOD."""
    responses: list[Response] = []

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        assert len(headers) == len(dict(headers))
        responses.append(Response(status, dict(headers), b""))
        # A server may do this.
        headers.clear()

    defaults = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "clinic.example",
        "wsgi.url_scheme": "http",
    }
    body = app({**defaults, **environ}, start_response)  # type: ignore[arg-type]
    (response,) = responses
    response.body = b"".join(body)
    return response
