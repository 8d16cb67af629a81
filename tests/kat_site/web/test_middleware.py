"""Every response has the security headers, and malformed input is refused."""

import pytest
from django.test import Client

from kat_site.web import headers
from kat_site.web.headers import CONSTANT

PROBED = ("/health/", "/health/ready", "/screening/x/answering-for/")
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/", "/screening/", "/staff/login/", "/nowhere/", "/health/", "/screening/get-help-now/"]
)
@pytest.mark.promise("P22")
def test_every_response_has_the_security_headers(client, path):
    response = client.get(path)
    assert {name: response[name] for name in CONSTANT} == CONSTANT


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/screening/x/age/", "/staff/login/", "/nowhere/", "/screening/get-help-now/"])
@pytest.mark.promise("P20")
def test_any_other_page_is_private_and_not_indexed(client, path):
    response = client.get(path)
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/what-is-ketamine/", "/screening/", "/screening/questions/", "/crisis-help/"])
@pytest.mark.promise("P9")
def test_reading_pages_set_no_cookie(client, path):
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/screening/x/answering-for/", "/staff/login/"])
@pytest.mark.promise("P6")
def test_a_form_in_another_charset_is_refused_and_the_response_has_the_headers(client, path):
    response = client.post(path, b"answer=self", content_type=f"{FORM}; charset=latin-1")
    assert response.status_code == 415
    assert response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/screening/x/answering-for/", b"answer=self%00"),
        ("/screening/x/answering-for/", b"answer=self\x00"),
        ("/screening/x/answering-for/", b"answer=\xff"),
        ("/screening/x/answering-for/", b"answer=%ff"),
        ("/screening/x/answering-for/", b"answer=%ed%a0%80"),
    ],
)
@pytest.mark.promise("P6")
def test_nul_and_broken_utf8_in_a_form_are_refused(client, path, body):
    assert client.post(path, body, content_type=FORM).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/%00/", "/what-is-ketamine%00/", "/?q=%00", "/staff/login/?next=%00", "/screening/a%00b/age/"]
)
@pytest.mark.promise("P6")
def test_nul_in_an_address_is_refused(client, path):
    assert client.get(path).status_code == 400


@pytest.mark.django_db
@pytest.mark.promise("P6")
def test_nul_in_a_cookie_and_a_broken_multipart_form_are_refused(client):
    client.cookies["session"] = "x"
    client.cookies["session"].set("session", "\0aaaa", '"\\000aaaa"')
    assert client.get("/screening/leave/").status_code == 400
    client.cookies.clear()
    response = client.post("/screening/x/answering-for/", b"x", content_type="multipart/form-data; boundary=")
    assert response.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/screening/x/answering-for/", "/search/", "/staff/login/"])
@pytest.mark.parametrize("kind", [FORM, "multipart/form-data; boundary=-"])
@pytest.mark.promise("P6")
def test_a_form_that_is_too_long_is_refused_with_the_limits(client, path, kind):
    response = client.generic("POST", path, b"text=" + b"x" * 200_000, content_type=kind)
    assert response.status_code == 413
    for limit in ("This is too long to send", "at most 192 KiB", "at most 40,000 characters"):
        assert limit in response.content.decode()


@pytest.mark.parametrize(
    ("days", "subdomains", "preload", "header"),
    [
        (7, False, False, "max-age=604800"),
        (365, True, False, "max-age=31536000; includeSubDomains"),
        (365, True, True, "max-age=31536000; includeSubDomains; preload"),
    ],
)
@pytest.mark.promise("P22")
def test_browsers_insist_on_https_for_as_long_as_the_settings_say(settings, days, subdomains, preload, header):
    settings.SECURE_HSTS_SECONDS = days * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS, settings.SECURE_HSTS_PRELOAD = subdomains, preload
    assert headers.security_headers()["Strict-Transport-Security"] == header


@pytest.mark.django_db
def test_a_probe_on_this_machine_asks_for_health_over_http_although_pages_need_https(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["clinic.example", "127.0.0.1"]
    statuses = {path: client.get(path, headers={"host": "127.0.0.1:8000"}).status_code for path in PROBED}
    assert statuses == {"/health/": 200, "/health/ready": 200, "/screening/x/answering-for/": 301}


@pytest.mark.django_db
@pytest.mark.promise("P20")
def test_no_search_is_kept_by_a_shared_cache(client):
    responses = [
        client.get("/search/"),
        client.get("/search/?of=x"),
        client.post("/search/", {"q": "sleep"}, follow=True),
    ]
    assert {response["Cache-Control"] for response in responses} == {"no-store, private"}
