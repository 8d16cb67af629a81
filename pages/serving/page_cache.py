"""A WSGI middleware that serves reading pages from memory, without Django.

Each document is drawn once, by the same function as in the Django view, compressed once per encoding, and stored as a
complete response. All other requests go to the wrapped app.
"""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http.request import split_domain_port

from pages.catalogue import Catalogue, current
from pages.serving.documents import Document, documents
from pages.serving.http import CACHE_CONTROL, VARY, compressed, etag

Headers = list[tuple[str, str]]

# Smallest first.
ENCODINGS = ("br", "gzip", "identity")


@dataclass(frozen=True, slots=True)
class Response:
    """A document in one encoding, ready to send."""

    etag: str
    ok: Headers
    not_modified: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """The documents of a catalogue by path, and the responses made so far, by path and encoding.

    `earlier` has those of the catalogues before, for documents that nobody has asked for since.
    """

    catalogue: Catalogue
    documents: Mapping[str, Document]
    responses: dict[str, dict[str, Response]]
    earlier: dict[str, dict[str, Response]]


class PageCache:
    """Wraps a WSGI app and serves the catalogue's documents.

    `add_headers` returns the headers of every response of the project. The cache only serves requests for one of the
    `hosts` (names without port). `https` is the (key, value) of the WSGI environ that marks a secure request, for
    instance ("wsgi.url_scheme", "https"); None accepts insecure requests.
    """

    def __init__(
        self,
        app: WSGIApplication,
        *,
        add_headers: Callable[[], Headers],
        hosts: Collection[str],
        https: tuple[str, str] | None,
    ) -> None:
        self._app = app
        self._add_headers = add_headers
        self._hosts = frozenset(hosts)
        self._https = https
        self._prepared: Prepared | None = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        responses = self._responses(environ)
        if responses is None:
            return self._app(environ, start_response)
        response = responses[preferred_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        if_none_match = environ.get("HTTP_IF_NONE_MATCH")
        # The header lists are copied because a server may change them.
        if if_none_match and _matches(response.etag, if_none_match):
            start_response("304 Not Modified", response.not_modified.copy())
            return []
        start_response("200 OK", response.ok.copy())
        return [response.body] if environ["REQUEST_METHOD"] == "GET" else []

    def _responses(self, environ: WSGIEnvironment) -> dict[str, Response] | None:
        """The responses for the requested document by encoding, None if the app must answer."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        if self._https and environ.get(self._https[0]) != self._https[1]:
            return None
        if _host_name(environ.get("HTTP_HOST", "")) not in self._hosts:
            return None
        try:
            catalogue = current()
            prepared = self._prepared
            if prepared is None or prepared.catalogue is not catalogue:
                earlier = {**prepared.earlier, **prepared.responses} if prepared else {}
                self._prepared = prepared = Prepared(catalogue, documents(catalogue), {}, earlier)
            path = environ["PATH_INFO"]
            responses = prepared.responses.get(path)
            if responses is None and path in prepared.documents and not prepared.documents[path].is_file:
                responses = self._prepare(prepared.documents[path], prepared.earlier.pop(path, None))
                prepared.responses[path] = responses
            return responses
        except Exception:
            # Django gets the same error in its view, logs it, and shows the error page.
            return None

    def _prepare(self, document: Document, earlier: dict[str, Response] | None) -> dict[str, Response]:
        drawn = document.draw()
        # a change of one page leaves most others as they were, and to compress takes longest
        if earlier and earlier["identity"].body == drawn:
            return earlier
        uncompressed = self._response("identity", drawn, etag(drawn), document.content_type)
        if not document.is_text:
            return dict.fromkeys(ENCODINGS, uncompressed)
        responses = {
            encoding: self._response(encoding, body, etag(drawn, encoding), document.content_type)
            for encoding, body in compressed(drawn).items()
        }
        return responses | {"identity": uncompressed}

    def _response(self, encoding: str, body: bytes, tag: str, content_type: str) -> Response:
        always = [("Cache-Control", CACHE_CONTROL), ("ETag", tag), ("Vary", VARY), *self._add_headers()]
        content = [("Content-Type", content_type), ("Content-Length", str(len(body)))]
        if encoding != "identity":
            content.append(("Content-Encoding", encoding))
        return Response(tag, content + always, always, body)


@functools.lru_cache(maxsize=256)
def _host_name(host: str) -> str:
    """The name in a Host header without the port, as Django reads it; "" if it is malformed."""
    return split_domain_port(host)[0]


@functools.lru_cache(maxsize=256)
def preferred_encoding(accept: str) -> str:
    """The encoding with the highest quality in an Accept-Encoding header, the smallest of equals.

    "identity" comes last unless the header names it, and is also the answer if the header accepts nothing.
    """
    named: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        named[name] = _quality(parameters)
    others = named.get("*", 0.0)
    qualities = {encoding: named.get(encoding, others) for encoding in ENCODINGS}
    best = max(ENCODINGS, key=lambda encoding: qualities[encoding])
    return best if qualities[best] else "identity"


def _quality(parameters: list[str]) -> float:
    """The `q` parameter of an encoding, 1 if it is missing, 0 (not accepted) if it is not a number from 0 to 1."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0
    return 1.0


def _matches(tag: str, if_none_match: str) -> bool:
    """Whether the client already has this version."""
    tags = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return tag in tags or "*" in tags
