"""The site as `make run` serves it: the real server, its own keys and database, the headers on every kind of answer."""

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kat_site.headers import CONSTANT

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Served:
    """One running site: `get` gives status, headers and body of a path."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port, self.folder = port, folder

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, body


@pytest.fixture(scope="module")
def served(tmp_path_factory) -> Iterator[Served]:
    folder, port = tmp_path_factory.mktemp("var"), free_port()
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    environment |= {"VAR_DIR": str(folder), "SITE_URL": f"http://127.0.0.1:{port}"}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "collectstatic", "--no-input", "-v0"], cwd=ROOT, env=environment, check=True)
    server = subprocess.Popen(
        [*manage, "serve", "--port", str(port)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    site = Served(port, folder)
    for _ in range(200):
        try:
            site.get("/health/")
            break
        except OSError:
            time.sleep(0.1)
    yield site
    server.send_signal(signal.SIGTERM)
    server.wait(timeout=15)


def stylesheet(served: Served) -> str:
    return re.search(r'href="(/static/site\.[0-9a-f]{12}\.css)"', served.get("/")[2].decode())[1]


@pytest.mark.parametrize("path", ["/", "/what-is-ketamine/", "/screening/", "/nowhere/", "/staff/login/", "stylesheet"])
def test_every_kind_of_answer_carries_the_security_headers(served, path):
    _, headers, _ = served.get(stylesheet(served) if path == "stylesheet" else path)
    assert {name: headers.get(name.lower()) for name in CONSTANT} == CONSTANT


def test_a_reading_page_is_compressed_and_may_be_kept_and_a_second_visit_costs_nothing(served):
    status, headers, _ = served.get("/what-is-ketamine/", Accept_Encoding="gzip, br")
    assert (status, headers["content-encoding"]) == (200, "br")
    assert headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in headers
    status, again, nothing = served.get("/what-is-ketamine/", Accept_Encoding="br", If_None_Match=headers["etag"])
    assert (status, nothing) == (304, b"")
    assert again["content-security-policy"] == headers["content-security-policy"]


def test_a_static_file_is_immutable_and_compressed(served):
    _, headers, _ = served.get(stylesheet(served), Accept_Encoding="br")
    assert headers["content-encoding"] == "br"
    assert headers["cache-control"] == "max-age=315360000, public, immutable"


def test_an_unknown_host_is_refused_without_being_repeated(served):
    status, _, body = served.get("/", Host="evil.example")
    assert status == 400
    assert b"evil.example" not in body


def test_the_database_keeps_what_a_receipt_promises(served):
    connection = sqlite3.connect(served.folder / "data" / "site.sqlite3")
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_keys_and_data_are_the_owners_alone(served):
    modes = {path.name: path.stat().st_mode & 0o777 for path in (served.folder / "keys").iterdir()}
    assert modes == {"secret_key": 0o600, "data_key": 0o600}
    assert (served.folder / "data").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "content_type", ["a/b; x*=bogus''y", "text/html; charset*=utf-8''%00", "text/html; charset=utf8"]
)
def test_a_content_type_nobody_can_read_is_refused_on_our_own_page(served, content_type):
    status, headers, body = served.get("/screening/", Content_Type=content_type)
    assert status == 415
    assert headers["content-security-policy"] == CONSTANT["Content-Security-Policy"]
    assert b"tel:988" in body


def test_a_refused_method_on_a_static_file_carries_the_headers_too(served):
    status, headers, _ = served.get(stylesheet(served), method="POST")
    assert status == 405
    assert headers["content-security-policy"] == CONSTANT["Content-Security-Policy"]
