import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli  # type: ignore[import-untyped]
import pytest
from django.test import Client
from pytest_django import Settings

from pages.serving.page_cache import PageCache, preferred_encoding
from tests.pages.conftest import ContentFolder

BROWSER = "gzip, deflate, br, zstd"


@dataclass
class Response:
    status: str
    headers: dict[str, str]
    body: bytes


def behind(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The app the cache is in front of."""
    start_response("200 OK", [("X-Behind", "yes")])
    return [b"behind"]


def cached(https: tuple[str, str] | None = None) -> PageCache:
    return PageCache(behind, add_headers=lambda: [("X-Added", "yes")], hosts=["clinic.example"], https=https)


def ask(app: PageCache, path: str = "/what-it-is/", **environ: str) -> Response:
    """One request with WSGI's own names: `ask(app, HTTP_HOST=..., REQUEST_METHOD=...)`."""
    answers: list[Response] = []

    def start_response(status: str, headers: list[tuple[str, str]]) -> None:
        assert len(headers) == len(dict(headers))
        answers.append(Response(status, dict(headers), b""))
        headers.clear()  # as a server may

    defaults = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "HTTP_HOST": "clinic.example",
        "wsgi.url_scheme": "http",
    }
    body = app({**defaults, **environ}, start_response)  # type: ignore[arg-type]
    (answer,) = answers
    answer.body = b"".join(body)
    return answer


def test_a_page_is_a_complete_answer(site: ContentFolder, client: Client) -> None:
    document = client.get("/what-it-is/").content
    answer = ask(cached())
    tag = answer.headers.pop("ETag")
    assert tag.startswith('"')
    assert answer == Response(
        "200 OK",
        {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(document)),
            "Cache-Control": "public, max-age=300",
            "Vary": "Accept-Encoding",
            "X-Added": "yes",
        },
        document,
    )


@pytest.mark.parametrize("path", ["/", "/what-it-is/", "/words/"])
def test_the_cache_and_the_view_give_the_same_bytes_and_tag(site: ContentFolder, client: Client, path: str) -> None:
    response, answer = client.get(path), ask(cached(), path)
    assert (answer.body, answer.headers["ETag"]) == (response.content, response["ETag"])


def test_each_encoding_is_the_same_document_with_its_own_length_and_tag(site: ContentFolder) -> None:
    app = cached()
    plain, br, gz = (ask(app, HTTP_ACCEPT_ENCODING=accept) for accept in ("", "br", "gzip"))
    assert plain.body == brotli.decompress(br.body) == gzip.decompress(gz.body)
    assert [answer.headers.get("Content-Encoding") for answer in (plain, br, gz)] == [None, "br", "gzip"]
    for answer in (plain, br, gz):
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert len({answer.headers["ETag"] for answer in (plain, br, gz)}) == 3


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("", "identity"),
        (BROWSER, "br"),
        ("gzip, deflate", "gzip"),
        ("deflate, zstd", "identity"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", "identity"),
        ("br;q=0", "identity"),
        ("br;q=0.0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", "identity"),
        ("*;q=0, gzip;q=0.1", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("identity;q=0", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("br;q=nan, gzip", "gzip"),
        ("br;q=2, gzip", "gzip"),
        ("br;q=, gzip", "gzip"),
        ("br ; q=0.5 , gzip;q=0.4", "br"),
        (";;,,=;q", "identity"),
    ],
)
def test_the_best_liked_encoding_is_sent(accept: str, encoding: str) -> None:
    assert preferred_encoding(accept) == encoding


@pytest.mark.parametrize("known", ["{}", "W/{}", '"a", {}', '"a,b" , W/{} ,"c"', "*"])
def test_a_copy_that_is_still_good_is_not_sent_again(site: ContentFolder, known: str) -> None:
    app = cached()
    tag = ask(app, HTTP_ACCEPT_ENCODING="br").headers["ETag"]
    assert ask(app, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known.format(tag)) == Response(
        "304 Not Modified",
        {"Cache-Control": "public, max-age=300", "ETag": tag, "Vary": "Accept-Encoding", "X-Added": "yes"},
        b"",
    )


@pytest.mark.parametrize("known", ['"other"', "", "W/", '"a", "b"'])
def test_another_copy_is_no_reason_to_send_nothing(site: ContentFolder, known: str) -> None:
    assert ask(cached(), HTTP_IF_NONE_MATCH=known).status == "200 OK"


def test_the_tag_of_one_encoding_does_not_fit_another(site: ContentFolder) -> None:
    app = cached()
    tag = ask(app, HTTP_ACCEPT_ENCODING="br").headers["ETag"]
    assert ask(app, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=tag).status == "200 OK"


def test_head_has_the_headers_of_get_and_no_body(site: ContentFolder) -> None:
    app = cached()
    get, head = ask(app, HTTP_ACCEPT_ENCODING=BROWSER), ask(app, HTTP_ACCEPT_ENCODING=BROWSER, REQUEST_METHOD="HEAD")
    assert head == Response(get.status, get.headers, b"")


def test_a_query_makes_no_difference(site: ContentFolder) -> None:
    app = cached()
    assert ask(app, QUERY_STRING="utm_source=x&a=%00") == ask(app)


@pytest.mark.parametrize(
    "environ",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"PATH_INFO": "/screening/"},
        {"PATH_INFO": "/what-it-is"},
        {"PATH_INFO": "/no-such-page/"},
        {"PATH_INFO": "/home/"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "evil.example:443"},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": ":80"},
    ],
)
def test_everything_else_goes_to_the_app_behind(site: ContentFolder, environ: dict[str, str]) -> None:
    assert ask(cached(), **environ) == Response("200 OK", {"X-Behind": "yes"}, b"behind")


def test_a_request_without_a_host_goes_to_the_app_behind(site: ContentFolder) -> None:
    seen: list[str] = []
    cached()({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda status, headers: seen.append(status))  # type: ignore[arg-type]
    assert seen == ["200 OK"]


def test_the_port_of_the_host_makes_no_difference(site: ContentFolder) -> None:
    assert ask(cached(), HTTP_HOST="clinic.example:8000") == ask(cached())


@pytest.mark.parametrize(
    ("https", "environ", "answered"),
    [
        (("wsgi.url_scheme", "https"), {"wsgi.url_scheme": "https"}, True),
        (("wsgi.url_scheme", "https"), {"wsgi.url_scheme": "http"}, False),
        (("wsgi.url_scheme", "https"), {"HTTP_X_FORWARDED_PROTO": "https"}, False),
        (("HTTP_X_FORWARDED_PROTO", "https"), {"HTTP_X_FORWARDED_PROTO": "https"}, True),
        (("HTTP_X_FORWARDED_PROTO", "https"), {"HTTP_X_FORWARDED_PROTO": "http"}, False),
        (("HTTP_X_FORWARDED_PROTO", "https"), {}, False),
        (None, {"wsgi.url_scheme": "http"}, True),
    ],
)
def test_an_insecure_request_goes_to_the_app_behind_where_https_is_required(
    site: ContentFolder, https: tuple[str, str] | None, environ: dict[str, str], answered: bool
) -> None:
    assert ("X-Behind" not in ask(cached(https), **environ).headers) is answered


def test_a_changed_page_is_prepared_anew(site: ContentFolder, settings: Settings) -> None:
    settings.DEBUG = True  # looks at the files every time
    app = cached()
    before = ask(app)
    site.replace("en/what-it-is.md", "a medicine", "an anesthetic")
    after = ask(app)
    assert b"It is a medicine." in before.body
    assert b"It is an anesthetic." in after.body
    assert before.headers["ETag"] != after.headers["ETag"]


def test_a_page_is_drawn_and_compressed_once(site: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    app = cached()
    first = ask(app, HTTP_ACCEPT_ENCODING="br")
    monkeypatch.setattr("pages.serving.documents.render_to_string", None)
    assert ask(app, HTTP_ACCEPT_ENCODING="br") == first
    assert ask(app, HTTP_ACCEPT_ENCODING="gzip").status == "200 OK"


def test_broken_content_is_left_to_the_app_behind(site: ContentFolder) -> None:
    site.replace("en/words.md", "title: Words", "titel: Words")
    assert ask(cached()).body == b"behind"
