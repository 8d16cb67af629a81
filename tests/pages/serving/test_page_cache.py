import gzip

import brotli  # type: ignore[import-untyped]
import pytest
from django.core.exceptions import DisallowedHost
from django.test import Client, RequestFactory
from pytest_django import Settings

from pages.serving import page_cache
from pages.serving.page_cache import preferred_encoding
from tests.pages.conftest import ContentFolder
from tests.pages.serving.wsgi import Response, cached, response_of

BROWSER = "gzip, deflate, br, zstd"


def test_a_page_is_a_complete_response(site: ContentFolder, client: Client) -> None:
    document = client.get("/what-it-is/").content
    response = response_of(cached())
    tag = response.headers.pop("ETag")
    assert tag.startswith('"')
    assert response == Response(
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
def test_the_cache_and_the_view_send_the_same_body_and_etag(site: ContentFolder, client: Client, path: str) -> None:
    view, response = client.get(path), response_of(cached(), path)
    assert (response.body, response.headers["ETag"]) == (view.content, view["ETag"])


def test_each_encoding_has_the_same_document_with_its_own_length_and_etag(site: ContentFolder) -> None:
    app = cached()
    plain, br, gz = (response_of(app, HTTP_ACCEPT_ENCODING=accept) for accept in ("", "br", "gzip"))
    assert plain.body == brotli.decompress(br.body) == gzip.decompress(gz.body)
    assert [response.headers.get("Content-Encoding") for response in (plain, br, gz)] == [None, "br", "gzip"]
    for response in (plain, br, gz):
        assert response.headers["Content-Length"] == str(len(response.body))
        assert response.headers["Vary"] == "Accept-Encoding"
    assert len({response.headers["ETag"] for response in (plain, br, gz)}) == 3


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
def test_the_encoding_with_the_highest_quality_is_sent(accept: str, encoding: str) -> None:
    assert preferred_encoding(accept) == encoding


@pytest.mark.parametrize("known", ["{}", "W/{}", '"a", {}', '"a,b" , W/{} ,"c"', "*"])
def test_a_matching_etag_gets_304(site: ContentFolder, known: str) -> None:
    app = cached()
    tag = response_of(app, HTTP_ACCEPT_ENCODING="br").headers["ETag"]
    assert response_of(app, HTTP_ACCEPT_ENCODING="br", HTTP_IF_NONE_MATCH=known.format(tag)) == Response(
        "304 Not Modified",
        {"Cache-Control": "public, max-age=300", "ETag": tag, "Vary": "Accept-Encoding", "X-Added": "yes"},
        b"",
    )


@pytest.mark.parametrize("known", ['"other"', "", "W/", '"a", "b"'])
def test_another_etag_gets_the_page(site: ContentFolder, known: str) -> None:
    assert response_of(cached(), HTTP_IF_NONE_MATCH=known).status == "200 OK"


def test_the_etag_of_one_encoding_does_not_match_another(site: ContentFolder) -> None:
    app = cached()
    tag = response_of(app, HTTP_ACCEPT_ENCODING="br").headers["ETag"]
    assert response_of(app, HTTP_ACCEPT_ENCODING="gzip", HTTP_IF_NONE_MATCH=tag).status == "200 OK"


def test_head_has_the_headers_of_get_and_no_body(site: ContentFolder) -> None:
    app = cached()
    get = response_of(app, HTTP_ACCEPT_ENCODING=BROWSER)
    head = response_of(app, HTTP_ACCEPT_ENCODING=BROWSER, REQUEST_METHOD="HEAD")
    assert head == Response(get.status, get.headers, b"")


def test_the_query_string_makes_no_difference(site: ContentFolder) -> None:
    app = cached()
    assert response_of(app, QUERY_STRING="utm_source=x&a=%00") == response_of(app)


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
def test_all_other_requests_go_to_the_app(site: ContentFolder, environ: dict[str, str]) -> None:
    assert response_of(cached(), **environ) == Response("200 OK", {"X-Wrapped": "yes"}, b"wrapped")


def test_a_request_without_a_host_goes_to_the_app(site: ContentFolder) -> None:
    seen: list[str] = []
    cached()({"REQUEST_METHOD": "GET", "PATH_INFO": "/"}, lambda status, headers: seen.append(status))  # type: ignore[arg-type]
    assert seen == ["200 OK"]


def test_the_port_of_the_host_makes_no_difference(site: ContentFolder) -> None:
    assert response_of(cached(), HTTP_HOST="clinic.example:8000") == response_of(cached())


HOSTS = (
    *("clinic.example", "clinic.example:8000", "CLINIC.example", "clinic.example.", "clinic.example:99999"),
    *("clinic.example:x", "clinic.example:", "clinic.example:80:80", "clinic.example:８０", "clinic.example:80\n"),
    *("clinic.example x", "evil.example", ":80", "", "clinic.example@evil.example", "evil.example:clinic.example"),
)


@pytest.mark.parametrize("host", HOSTS)
def test_the_cache_answers_exactly_the_hosts_that_django_would_answer(
    site: ContentFolder, settings: Settings, host: str
) -> None:
    settings.ALLOWED_HOSTS = ["clinic.example"]
    try:
        is_allowed = bool(RequestFactory().get("/", HTTP_HOST=host).get_host())
    except DisallowedHost:
        is_allowed = False
    assert ("X-Wrapped" not in response_of(cached(), HTTP_HOST=host).headers) is is_allowed


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
def test_an_insecure_request_goes_to_the_app_if_https_is_required(
    site: ContentFolder, https: tuple[str, str] | None, environ: dict[str, str], answered: bool
) -> None:
    assert ("X-Wrapped" not in response_of(cached(https), **environ).headers) is answered


def test_a_changed_page_is_prepared_again(site: ContentFolder, settings: Settings) -> None:
    settings.DEBUG = True  # looks at the files every time
    app = cached()
    before = response_of(app)
    site.replace("en/what-it-is.md", "a medicine", "an anesthetic")
    after = response_of(app)
    assert b"It is a medicine." in before.body
    assert b"It is an anesthetic." in after.body
    assert before.headers["ETag"] != after.headers["ETag"]


def test_a_page_is_drawn_and_compressed_once(site: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    app = cached()
    first = response_of(app, HTTP_ACCEPT_ENCODING="br")
    monkeypatch.setattr("pages.serving.documents.render_to_string", None)
    assert response_of(app, HTTP_ACCEPT_ENCODING="br") == first
    assert response_of(app, HTTP_ACCEPT_ENCODING="gzip").status == "200 OK"


def test_after_a_change_only_the_pages_that_look_different_are_compressed_again(
    site: ContentFolder, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEBUG = True
    app, count = cached(), []
    monkeypatch.setattr(page_cache, "compressed", lambda body: count.append(body) or {"br": b"", "gzip": b""})
    for path in ("/what-it-is/", "/words/"):
        response_of(app, path)
    assert len(count) == 2
    site.replace("en/what-it-is.md", "Nobody knows for sure.", "Nobody knows.")
    for path in ("/words/", "/what-it-is/"):
        response_of(app, path)
    assert len(count) == 3
    assert b"Nobody knows.</p>" in count[-1]


def test_with_broken_content_all_requests_go_to_the_app(site: ContentFolder) -> None:
    site.replace("en/words.md", "title: Words", "titel: Words")
    assert response_of(cached()).body == b"wrapped"
