"""The site as docs/deploy.md sets it up: nginx with the shipped file and TLS, two servers, one database for both."""

import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest

from tests.kat_site.conftest import Served, free_port
from tests.kat_site.visitors import Visitor
from tests.postgresql import find
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, begin, code_on, walk, walk_until
from vault.keys import new_data_key

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "docs" / "deploy"
HOST = "clinic.example"
PAGE = "/what-is-ketamine/"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
CADDY = shutil.which("caddy")
MISSING = "NOT TESTED: the shipped file for {0}. Install it: apt-get install {0}"
# so many through nginx while each server restarts
REQUESTS = int(os.environ.get("REQUESTS", "80"))
AROUND = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    {shipped}
}}
"""


class ByName(http.client.HTTPSConnection):
    """HTTPS to this machine, for a name that leads nowhere."""

    def __init__(self, port: int, certificate: Path, name: str) -> None:
        self.there, self.context = ("127.0.0.1", port), ssl.create_default_context(cafile=str(certificate))
        super().__init__(name, timeout=60, context=self.context)

    def connect(self) -> None:
        self.sock = self.context.wrap_socket(socket.create_connection(self.there), server_hostname=self.host)


class Guest(Visitor):
    """A browser that reaches the site through nginx."""

    csrf_cookie = "__Host-csrf"
    headers = {"Origin": f"https://{HOST}"}

    def __init__(self, clinic: "Clinic") -> None:
        super().__init__(clinic.https)
        self.certificate = clinic.folder / "fullchain.pem"

    def connection(self) -> http.client.HTTPConnection:
        return ByName(self.port, self.certificate, HOST)


class Clinic:
    """nginx in front of two servers: like two machines with PostgreSQL, and on one machine with SQLite."""

    def __init__(self, folder: Path, static_files: Path, database: dict[str, str]) -> None:
        self.folder, self.content = folder, shutil.copytree(ROOT / "content", folder / "content")
        site = {"SITE_URL": f"https://{HOST}", "BEHIND_PROXY": "1", "CONTENT_DIR": str(self.content)}
        site |= {"SECRET_KEY": "nginx-" * 10, "DATA_KEYS": new_data_key()} | database
        folders = [folder / "first", folder / ("second" if database else "first")]
        self.servers = [Served(free_port(), of_server, **site) for of_server in folders]
        for of_server in dict.fromkeys(folders):
            of_server.mkdir()
            (of_server / "static").symlink_to(static_files)
        self.http, self.https = free_port(), free_port()
        self.processes: dict[int, subprocess.Popen[bytes]] = {}

    @contextmanager
    def running(self) -> Iterator["Clinic"]:
        subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
        certificate = ["-keyout", self.folder / "privkey.pem", "-out", self.folder / "fullchain.pem"]
        make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *certificate]
        subprocess.run(make, check=True, capture_output=True)
        file = self.folder / "nginx.conf"
        file.write_text(self._configuration())
        nginx = subprocess.Popen([NGINX, "-c", file, "-e", self.folder / "nginx-error.log", "-g", "daemon off;"])
        try:
            for number in range(len(self.servers)):
                self.start(number)
            for number in range(len(self.servers)):
                self.wait_for(number)
            yield self
        finally:
            for number in self.processes:
                self.stop(number, signal.SIGKILL)
            nginx.terminate()
            nginx.wait(timeout=60)

    def _configuration(self) -> str:
        """The shipped file, with the addresses and folders of this test."""
        text = (SHIPPED / "nginx.conf").read_text()
        places = {
            "listen 80": f"listen 127.0.0.1:{self.http}",
            "listen 443": f"listen 127.0.0.1:{self.https}",
            "127.0.0.1:8000": f"127.0.0.1:{self.servers[0].port}",
            "127.0.0.1:8001": f"127.0.0.1:{self.servers[1].port}",
            "/etc/ssl/kat-site": str(self.folder),
            "/var/log/nginx": str(self.folder),
            "/var/www/kat-site": str(SHIPPED),
        }
        for shipped, here in places.items():
            assert shipped in text
            text = text.replace(shipped, here)
        return AROUND.format(user="user root;" if os.geteuid() == 0 else "", folder=self.folder, shipped=text)

    def start(self, number: int) -> None:
        server = self.servers[number]
        serve = [sys.executable, "manage.py", "serve", "--workers", "1", "--port", str(server.port)]
        with (self.folder / f"server-{number}.log").open("a") as log:
            self.processes[number] = subprocess.Popen(
                serve, cwd=ROOT, env=server.environment, stdout=log, stderr=log, start_new_session=True
            )

    def wait_for(self, number: int) -> None:
        """Until the server answers a probe on its own machine, which sends no header of the proxy."""
        for _ in range(900):
            with suppress(OSError):
                if self.servers[number].get("/health/ready")[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError((self.folder / f"server-{number}.log").read_text())

    def stop(self, number: int, how: signal.Signals) -> None:
        process = self.processes[number]
        if process.poll() is None:
            (os.killpg if how == signal.SIGKILL else os.kill)(process.pid, how)
            process.wait(timeout=60)

    def page_of(self, number: int) -> bytes:
        """What this server shows, when the proxy asks."""
        status, _, body = self.servers[number].get(PAGE, Host=HOST, X_Forwarded_Proto="https")
        assert status == 200
        return body

    def asked(self, path: str, scheme: str = "https", **headers: str) -> tuple[int, dict[str, str], str]:
        line: http.client.HTTPConnection = ByName(self.https, self.folder / "fullchain.pem", HOST)
        if scheme == "http":
            line = http.client.HTTPConnection("127.0.0.1", self.http, timeout=60)
            headers |= {"Host": HOST}
        line.request("GET", path, headers=headers)
        response = line.getresponse()
        body = response.read().decode()
        line.close()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, body


@pytest.fixture
def clinic(tmp_path, static_files) -> Iterator[Clinic]:
    """On PostgreSQL if a server lets the tests in, or else on SQLite."""
    server, name = find(), f"kat_nginx_{os.getpid()}"
    if not server:
        with Clinic(tmp_path, static_files, {}).running() as clinic:
            yield clinic
        return
    with psycopg.connect(server, autocommit=True) as line:
        line.execute(f'CREATE DATABASE "{name}"')
        try:
            database = {"DATABASE_URL": re.sub(r"/\w*$", f"/{name}", server)}
            with Clinic(tmp_path, static_files, database).running() as clinic:
                yield clinic
        finally:
            line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.drill
@pytest.mark.skipif(not NGINX and "REQUIRE_NGINX" not in os.environ, reason=MISSING.format("nginx"))
@pytest.mark.promise("P1")
@pytest.mark.promise("P20")
def test_a_journey_through_nginx_goes_on_while_servers_restart_and_die(clinic, figures):
    check_what_nginx_adds(clinic)
    check_that_both_show_a_changed_page(clinic)
    guest = Guest(clinic)
    attempt = begin(guest)
    walk_until(guest, CLEAR, "age", attempt)
    restart_each_server(clinic, figures)
    # one is dead from here on
    clinic.stop(0, signal.SIGKILL)
    receipt = guest.get(agree(guest, walk(guest, CLEAR, attempt))["Location"])
    assert code_on(receipt)
    clinic.stop(1, signal.SIGKILL)
    status, headers, body = clinic.asked(PAGE)
    assert (status, headers["retry-after"], headers["cache-control"]) == (503, "10", "no-store, private")
    assert 'href="tel:988"' in body
    check_the_log(clinic, attempt)


def check_what_nginx_adds(clinic: Clinic) -> None:
    status, headers, _ = clinic.asked(PAGE)
    assert (status, headers["strict-transport-security"]) == (200, "max-age=604800")
    status, headers, _ = clinic.asked(PAGE, scheme="http")
    assert (status, headers["location"]) == (301, f"https://{HOST}{PAGE}")
    # a page for this machine alone, whatever a client says
    assert clinic.asked("/health/metrics", **{"X-Forwarded-For": "127.0.0.1"})[0] == 404
    other_name = ByName(clinic.https, clinic.folder / "fullchain.pem", "other.example")
    with pytest.raises(ssl.SSLError):
        other_name.connect()


def check_that_both_show_a_changed_page(clinic: Clinic) -> None:
    assert clinic.page_of(0) == clinic.page_of(1)
    file = clinic.content / "en" / "what-is-ketamine.md"
    file.write_text(file.read_text().replace("\ntitle: ", "\ntitle: Newly ", 1))

    for _ in range(600):
        pages = clinic.page_of(0), clinic.page_of(1)
        if all(b"Newly" in page for page in pages):
            break
        time.sleep(0.1)
    assert pages[0] == pages[1]
    assert b"Newly" in pages[0]


def restart_each_server(clinic: Clinic, figures: object) -> None:
    """People read and answer all the time, and none of them notices."""
    over, statuses = threading.Event(), []

    def visit() -> None:
        guest = Guest(clinic)
        begin(guest)
        while not over.is_set() or len(statuses) < REQUESTS:
            statuses.append(guest.get(PAGE).status_code == 200)
            answered = guest.post("/screening/an-attempt/answering-for/", {"answering_for": "self"})
            statuses.append(answered.status_code == 302)

    people = [threading.Thread(target=visit) for _ in range(2)]
    for person in people:
        person.start()
    for number in range(len(clinic.servers)):
        clinic.stop(number, signal.SIGTERM)
        clinic.start(number)
        clinic.wait_for(number)
    over.set()
    for person in people:
        person.join()
    assert len(statuses) >= REQUESTS
    assert all(statuses), f"{statuses.count(False)} of {len(statuses)} requests were lost"
    figures("restart of two servers behind nginx", f"{len(statuses)} requests, 0 lost")


def check_the_log(clinic: Clinic, attempt: str) -> None:
    logs = "".join(path.read_text() for path in clinic.folder.glob("*.log"))
    assert re.search(r"Z? 302 POST /screening/ \d\.\d+ [0-9a-f]{8}\n", logs)
    assert attempt not in logs
    assert "127.0.0.1" not in (clinic.folder / "kat-site.log").read_text()


@pytest.mark.skipif(not CADDY, reason=MISSING.format("caddy"))
def test_caddy_accepts_its_file():
    check = [CADDY, "validate", "--adapter", "caddyfile", "--config", SHIPPED / "Caddyfile"]
    assert subprocess.run(check, capture_output=True).returncode == 0
