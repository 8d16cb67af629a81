"""Outside links: who answers, who moved, who is gone. A server on this machine takes the part of the internet."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from pages.lint import external
from pages.lint.external import Answer, Visitor, enter_day, is_public, links_of
from tests.pages.conftest import SOURCES, ContentFolder

TODAY = date(2027, 2, 1)
ROBOTS = "User-agent: *\nDisallow: /private\n"


class Outside(BaseHTTPRequestHandler):
    asked: list[tuple[str, str, str]]

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        status, location = {
            "/robots.txt": (200, ""),
            "/fine": (200, ""),
            "/get-only": (405 if self.command == "HEAD" else 200, ""),
            "/gone": (404, ""),
            "/broken": (500, ""),
            "/moved": (301, "/moved-again"),
            "/moved-again": (308, "/fine"),
            "/for-now": (302, "/fine"),
            "/to-private": (301, "/private/x"),
            "/round": (302, "/round"),
        }[self.path]
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.end_headers()
        if self.path == "/robots.txt":
            self.wfile.write(ROBOTS.encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def outside() -> Iterator[tuple[str, list[tuple[str, str, str]]]]:
    """The address of the server, and what it was asked."""
    Outside.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Outside)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", Outside.asked
    server.shutdown()
    server.server_close()
    thread.join()


def visitor(**more) -> Visitor:
    """One that may reach this machine, and whose seconds are short."""
    return Visitor("https://clinic.example", **({"may_reach": lambda ip: True, "sleep": lambda s: None} | more))


def test_every_kind_of_answer_has_its_words(outside) -> None:
    here, asked = outside
    visit = visitor()
    paths = ["fine", "get-only", "gone", "broken", "moved", "for-now", "to-private", "round", "private/x"]
    assert {path: visit.look(f"{here}/{path}").summary for path in paths} == {
        "fine": "fine",
        "get-only": "fine",
        "gone": "gone (404)",
        "broken": "answered 500",
        "moved": f"moved to {here}/fine",
        "for-now": "fine",
        "to-private": "not asked: its robots.txt forbids it",
        "round": "more than 5 redirects",
        "private/x": "not asked: its robots.txt forbids it",
    }
    assert not [path for _, path, _ in asked if path.startswith("/private")]
    assert [method for method, path, _ in asked if path == "/fine"] == ["HEAD"] * 3
    assert [method for method, path, _ in asked if path == "/get-only"] == ["HEAD", "GET"]
    assert {agent for _, _, agent in asked} == {"kat-site-link-check/1.0 (+https://clinic.example)"}


def test_a_host_is_asked_at_most_once_a_second(outside) -> None:
    here, _ = outside
    now, waited = [100.0], []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    visit = visitor(clock=lambda: now[0], sleep=sleep)
    visit.look(f"{here}/fine")
    now[0] += 0.25
    visit.look(f"{here}/fine")
    assert waited == [1.0, 0.75]


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("http://127.0.0.1:1/x", "not asked: it is on this machine or in its network"),
        ("http://localhost:1/x", "not asked: it is on this machine or in its network"),
        ("http://[::1]:1/x", "not asked: it is on this machine or in its network"),
        ("http://169.254.169.254/latest/meta-data", "not asked: it is on this machine or in its network"),
        ("http://10.0.0.1/", "not asked: it is on this machine or in its network"),
        ("http://[::ffff:10.0.0.1]/", "not asked: it is on this machine or in its network"),
        ("http://x:port/", "not asked: this is no web address"),
        ("ftp://x.example/", "not asked: this is no web address"),
        ("https:///x", "not asked: this is no web address"),
    ],
)
def test_a_link_reaches_nothing_on_this_machine_or_its_network(link: str, problem: str) -> None:
    assert Visitor("https://clinic.example").look(link) == Answer(link, problem=problem)


def test_a_redirect_reaches_nothing_there_either(outside, monkeypatch) -> None:
    here, _ = outside
    port = here.rpartition(":")[2]
    monkeypatch.setattr(external, "urljoin", lambda address, location: f"http://127.0.0.2:{port}/fine")
    answer = visitor(may_reach=lambda ip: ip == "127.0.0.1").look(f"{here}/moved")
    assert answer.problem == "not asked: it is on this machine or in its network"


def test_public_addresses_may_be_reached_and_certificates_are_verified() -> None:
    assert [ip for ip in ("8.8.8.8", "2606:4700::1111", "224.0.0.1", "192.168.0.1", "fe80::1") if is_public(ip)] == [
        "8.8.8.8",
        "2606:4700::1111",
    ]
    tls = Visitor("x").tls
    assert (tls.verify_mode, tls.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_the_links_of_sources_and_pages_are_looked_at_once(content: ContentFolder) -> None:
    content.replace("en/home.md", "Read [", "See [a](https://fda.example/warning), [b](https://b.example/). Read [")
    assert links_of(content.path) == {
        "https://fda.example/warning": ["fda23", "content/en/home.md"],
        "https://label.example/": ["ketalar"],
        "https://b.example/": ["content/en/home.md"],
    }


def test_the_day_is_entered_for_sources_that_answer_and_nothing_else_changes(content: ContentFolder) -> None:
    text = SOURCES.replace("  checked_on: null", "  # ü\n  checked_on:    # who?")
    content.write("sources.yaml", text)
    link = "https://fda.example/warning"
    assert enter_day(content.path, {link: Answer(link, 200)}, TODAY) == ["fda23"]
    assert (content.path / "sources.yaml").read_text() == text.replace(
        "checked_on:    #", "checked_on: 2027-02-01    #"
    )
    assert enter_day(content.path, {link: Answer(link, 404)}, TODAY) == []


class TestCommand:
    @pytest.fixture
    def look(self, site: ContentFolder, time_machine, monkeypatch):
        time_machine.move_to(datetime.combine(TODAY, time(18), UTC))
        monkeypatch.setattr("pages.management.commands.check_content.Visitor", lambda site: visitor())

        def look() -> str:
            call_command("check_content", "--external", stdout=(out := StringIO()))
            return out.getvalue()

        return look

    def test_it_lists_every_link_and_enters_the_day(self, look, site: ContentFolder, outside) -> None:
        here, _ = outside
        text = SOURCES.replace("https://fda.example/warning", f"{here}/moved")
        site.write("sources.yaml", text.replace("https://label.example/", f"{here}/gone"))
        before = (site.path / "sources.yaml").read_text()
        assert look() == (
            f"{here}/moved (fda23): moved to {here}/fine\n"
            f"{here}/gone (ketalar): gone (404)\n"
            "Links looked at: 2. They answered: 1, from a new address: 1. They did not answer: 1. "
            "Sources that got 2027-02-01 as checked_on: 1. "
            "A link that answers may say something else by now: read a source before you rely on it.\n"
        )
        assert (site.path / "sources.yaml").read_text() == before.replace("checked_on: null", "checked_on: 2027-02-01")

    def test_without_a_network_it_says_so_and_writes_nothing(self, look, site: ContentFolder, monkeypatch) -> None:
        monkeypatch.setattr(external.socket, "getaddrinfo", lambda *args, **more: (_ for _ in ()).throw(OSError()))
        with pytest.raises(CommandError, match="Nothing could be reached: this machine has no network"):
            look()
        assert (site.path / "sources.yaml").read_text() == SOURCES
