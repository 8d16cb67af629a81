"""Requests to the real server, as `make run` starts it, with its own keys and database."""

import http.client
import re
import socket
import sqlite3

import pytest

from kat_site.web.headers import CONSTANT
from tests.kat_site.visitors import Visitor


def stylesheet(served) -> str:
    return re.search(r'href="(/static/site\.[0-9a-f]{12}\.css)"', served.get("/")[2].decode())[1]


@pytest.mark.parametrize("path", ["/", "/what-is-ketamine/", "/screening/", "/nowhere/", "/staff/login/", "stylesheet"])
@pytest.mark.promise("P22")
def test_every_kind_of_response_has_the_security_headers(served, path):
    _, headers, _ = served.get(stylesheet(served) if path == "stylesheet" else path)
    assert {name: headers.get(name.lower()) for name in CONSTANT} == CONSTANT


def test_a_reading_page_is_compressed_and_cached_and_an_unchanged_page_is_not_sent_again(served):
    status, headers, _ = served.get("/what-is-ketamine/", Accept_Encoding="gzip, br")
    assert (status, headers["content-encoding"]) == (200, "br")
    assert headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in headers
    status, cached_headers, body = served.get("/what-is-ketamine/", Accept_Encoding="br", If_None_Match=headers["etag"])
    assert (status, body) == (304, b"")
    assert cached_headers["content-security-policy"] == headers["content-security-policy"]


def test_a_static_file_is_immutable_and_compressed(served):
    _, headers, _ = served.get(stylesheet(served), Accept_Encoding="br")
    assert headers["content-encoding"] == "br"
    assert headers["cache-control"] == "max-age=315360000, public, immutable"


def test_every_collected_file_is_served_except_the_list_of_them(served):
    statuses = {path: served.get(f"/static/{path}")[0] for path in ("staticfiles.json", "icon.svg", "css/base.css")}
    assert statuses == {"staticfiles.json": 404, "icon.svg": 200, "css/base.css": 200}


@pytest.mark.parametrize("path", ["/what-is-ketamine/", "/screening/"])
@pytest.mark.promise("P20")
def test_a_host_with_a_malformed_port_is_refused_everywhere(served, path):
    assert served.get(path, Host="127.0.0.1:x")[0] == 400


@pytest.mark.parametrize(("size", "statuses"), [(0, (302, 302)), (200_000, (413, 413))])
def test_a_form_that_arrives_in_chunks_is_read_like_any_other(served, size, statuses):
    path = "/screening/an-attempt/answering-for/"
    csrf = served.get(path)[1]["set-cookie"].partition(";")[0]
    body = f"answering_for=self&csrfmiddlewaretoken={csrf.partition('=')[2]}&more={'x' * size}".encode()
    headers = {"Cookie": csrf, "Content-Type": "application/x-www-form-urlencoded", "Origin": served.url}

    def status(**options):
        connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
        connection.request("POST", path, headers=headers, **options)
        response = connection.getresponse()
        response.read()
        connection.close()
        return response.status

    assert (status(body=body), status(body=[body[:9], body[9:]], encode_chunked=True)) == statuses


def test_slow_senders_hold_up_neither_readers_nor_those_who_answer(served):
    # more than there are places, in both workers together
    slow = [socket.create_connection(("127.0.0.1", served.port)) for _ in range(40)]
    for sender in slow:
        head = f"POST /screening/x/age/ HTTP/1.1\r\nHost: 127.0.0.1:{served.port}\r\n"
        form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\nage="
        sender.sendall((head + form).encode())
    person = Visitor(served.port)
    answered = person.post("/screening/an-attempt/answering-for/", {"answering_for": "self"})
    assert answered.status_code == 302
    statuses = [person.get(path).status_code for path in (answered["Location"], "/what-is-ketamine/", "/health/")]
    for sender in slow:
        sender.close()
    assert statuses == [200, 200, 200]


@pytest.mark.promise("P20")
def test_an_unknown_host_is_refused_without_being_repeated(served):
    status, _, body = served.get("/", Host="evil.example")
    assert status == 400
    assert b"evil.example" not in body


def test_the_database_uses_a_write_ahead_log(served):
    connection = sqlite3.connect(served.folder / "data" / "site.sqlite3")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_only_the_owner_can_read_keys_and_data(served):
    modes = {path.name: path.stat().st_mode & 0o777 for path in (served.folder / "keys").iterdir()}
    assert modes == {"secret_key": 0o600, "data_key": 0o600}
    assert (served.folder / "data").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content_type", ["a/b; x*=bogus''y", "text/html; charset*=utf-8''%00", "text/html; charset=utf8"]
)
def test_a_malformed_content_type_gets_our_own_error_page(served, content_type):
    status, headers, body = served.get("/screening/", Content_Type=content_type)
    assert status == 415
    assert headers["content-security-policy"] == CONSTANT["Content-Security-Policy"]
    assert b"tel:988" in body


def test_a_refused_method_on_a_static_file_gets_the_security_headers(served):
    status, headers, _ = served.get(stylesheet(served), method="POST")
    assert status == 405
    assert headers["content-security-policy"] == CONSTANT["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/what-is-ketamine/", "GET", {}),
        ("/what-is-ketamine/", "GET", {"If_None_Match": "*"}),
        ("/screening/", "GET", {}),
        ("/screening/", "GET", {"Content_Type": "a/b; x*=bogus''y"}),
        ("stylesheet", "GET", {}),
        ("stylesheet", "POST", {}),
        ("/nowhere/", "GET", {}),
    ],
)
def test_every_kind_of_response_has_one_request_id_that_no_client_can_choose(served, path, method, headers):
    address = stylesheet(served) if path == "stylesheet" else path
    ids = {served.get(address, method, X_Request_ID="chosen", **headers)[1]["x-request-id"] for _ in range(2)}
    assert len(ids) == 2
    assert all(re.fullmatch("[0-9a-f]{8}", request_id) for request_id in ids)
