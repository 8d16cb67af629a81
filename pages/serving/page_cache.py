"""Reading pages answered from memory, before Django is entered.

Each document is drawn once by the same function as in the Django view, compressed once per encoding, and kept as a
complete answer. A request costs a few dictionary lookups. What is not a plain GET or HEAD of a document goes on to the
wrapped app.
"""

import functools
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from pages.catalogue import Catalogue, current
from pages.serving.documents import Document, documents
from pages.serving.http import CACHE_CONTROL, VARY, compressed, etag

Headers = list[tuple[str, str]]

ENCODINGS = ("br", "gzip", "identity")  # the smallest first


@dataclass(frozen=True, slots=True)
class Answer:
    """A document in one encoding, ready to send."""

    etag: str
    ok: Headers
    not_modified: Headers
    body: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """What one catalogue has to answer with by path, and the answers made so far: by path, then by encoding."""

    catalogue: Catalogue
    documents: Mapping[str, Document]
    answers: dict[str, dict[str, Answer]]


class PageCache:
    """Wraps a WSGI app and answers with the catalogue's documents itself.

    `add_headers` gives the headers every answer of the project carries. Only requests for one of the `hosts` (names,
    without port) are answered. `https` names what marks a secure request, as (key of the environ, its value), for
    instance ("wsgi.url_scheme", "https"); with None any request will do.
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
        answers = self._answers(environ)
        if answers is None:
            return self._app(environ, start_response)
        answer = answers[preferred_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))]
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and _is_known(answer.etag, known):
            start_response("304 Not Modified", answer.not_modified.copy())
            return []
        start_response("200 OK", answer.ok.copy())  # a server may change the list it is given
        return [answer.body] if environ["REQUEST_METHOD"] == "GET" else []  # servers send a list in one piece

    def _answers(self, environ: WSGIEnvironment) -> dict[str, Answer] | None:
        """The answers of the document that is asked for, by encoding; None when the app must answer."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        if self._https and environ.get(self._https[0]) != self._https[1]:
            return None
        host = environ.get("HTTP_HOST", "")
        if host not in self._hosts and host.rpartition(":")[0] not in self._hosts:
            return None
        try:
            catalogue = current()
            prepared = self._prepared
            if prepared is None or prepared.catalogue is not catalogue:
                self._prepared = prepared = Prepared(catalogue, documents(catalogue), {})
            path = environ["PATH_INFO"]
            answers = prepared.answers.get(path)
            if answers is None and path in prepared.documents:
                answers = prepared.answers[path] = self._prepare(prepared.documents[path])
            return answers
        except Exception:  # Django meets the same fault in its view, logs it, and shows its error page
            return None

    def _prepare(self, document: Document) -> dict[str, Answer]:
        drawn = document.draw()
        plain = self._answer("identity", drawn, etag(drawn), document.content_type)
        if not document.is_text:
            return dict.fromkeys(ENCODINGS, plain)
        answers = {
            encoding: self._answer(encoding, body, etag(drawn, encoding), document.content_type)
            for encoding, body in compressed(drawn).items()
        }
        return answers | {"identity": plain}

    def _answer(self, encoding: str, body: bytes, tag: str, content_type: str) -> Answer:
        always = [("Cache-Control", CACHE_CONTROL), ("ETag", tag), ("Vary", VARY), *self._add_headers()]
        content = [("Content-Type", content_type), ("Content-Length", str(len(body)))]
        if encoding != "identity":
            content.append(("Content-Encoding", encoding))
        return Answer(tag, content + always, always, body)


@functools.lru_cache(maxsize=256)
def preferred_encoding(accept: str) -> str:
    """The encoding to send for an Accept-Encoding header: the best liked, of equals the smallest.

    Uncompressed is the last choice unless the header asks for it by name, and what is left when all are refused.
    """
    liked: dict[str, float] = {}
    for part in accept.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        liked[name] = _quality(parameters)
    others = liked.get("*", 0.0)
    qualities = {encoding: liked.get(encoding, others) for encoding in ENCODINGS}
    best = max(ENCODINGS, key=lambda encoding: qualities[encoding])
    return best if qualities[best] else "identity"


def _quality(parameters: list[str]) -> float:
    """The `q=` among a coding's parameters, 1 if there is none, 0 (refused) if it is not a number from 0 to 1."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0 <= quality <= 1 else 0.0
    return 1.0


def _is_known(tag: str, if_none_match: str) -> bool:
    """Whether the copies a browser or cache has, by If-None-Match, include this one."""
    known = {part.strip().removeprefix("W/") for part in if_none_match.split(",")}
    return tag in known or "*" in known
