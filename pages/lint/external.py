"""Looks at the outside links of pages and sources: which of them answer, moved, or are gone.

It is polite: it names the site, asks a host at most once a second and only what its robots.txt allows, and reads no
page.
A link cannot make it reach this machine or its network: every address is checked before it connects to that address.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from pages.catalogue.drafts import read_drafts
from pages.catalogue.library import read_library
from pages.schema.front_matter import OutcomeHead, PageHead
from pages.schema.page_files import PAGES, RESULTS
from pages.schema.text_files import with_values
from vault.files import replacing

NAME = "kat-site-link-check"
SECONDS, MOST_REDIRECTS, LONGEST_ROBOTS = 10.0, 5, 200_000
SECONDS_BETWEEN = 1.0
OK, GONE = http.HTTPStatus.OK, {http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE}
PERMANENT = {http.HTTPStatus.MOVED_PERMANENTLY, http.HTTPStatus.PERMANENT_REDIRECT}
REDIRECTS = {*PERMANENT, http.HTTPStatus.FOUND, http.HTTPStatus.SEE_OTHER, http.HTTPStatus.TEMPORARY_REDIRECT}
UNREACHABLE = "no answer"


class NotAsked(Exception):
    """Why a link was not asked, or did not answer."""


@dataclass(frozen=True)
class Answer:
    """`status` is None if nothing answered; `problem` then says why. `moved_to` is a new address that is for good."""

    link: str
    status: int | None = None
    problem: str = ""
    moved_to: str = ""

    @property
    def is_good(self) -> bool:
        return self.status == OK

    @property
    def summary(self) -> str:
        if self.status is None:
            return self.problem
        if self.status in GONE:
            return f"gone ({self.status})"
        if not self.is_good:
            return f"answered {self.status}"
        return f"moved to {self.moved_to}" if self.moved_to else "fine"


def is_public(address: str) -> bool:
    """Whether an IP address is on the internet, and not this machine, its network or a service of its host."""
    ip = ipaddress.ip_address(address)
    return ip.is_global and not ip.is_multicast


@dataclass
class Visitor:
    """Asks one link after the other. Tests replace what it may reach, and its clock."""

    site: str
    may_reach: Callable[[str], bool] = is_public
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    _asked: dict[str, float] = field(default_factory=dict)
    _robots: dict[str, RobotFileParser] = field(default_factory=dict)

    def look(self, link: str) -> Answer:
        """The answer after at most five redirects."""
        address, moved_to, is_for_good = link, "", True
        try:
            for _ in range(MOST_REDIRECTS + 1):
                self._require_allowed(address)
                status, location = self._ask("HEAD", address)
                # Some servers answer only when asked for the page.
                if status not in REDIRECTS and status != OK:
                    status, location = self._ask("GET", address)
                if status not in REDIRECTS or not location:
                    return Answer(link, status, moved_to=moved_to)
                is_for_good = is_for_good and status in PERMANENT
                address = urljoin(address, location)
                moved_to = address if is_for_good else moved_to
            raise NotAsked(f"more than {MOST_REDIRECTS} redirects")
        except NotAsked as error:
            return Answer(link, problem=str(error))

    def _require_allowed(self, address: str) -> None:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            status, text = self._fetch("GET", f"{origin}/robots.txt", reads=True)
            self._robots[origin] = RobotFileParser()
            self._robots[origin].parse(text.splitlines() if status == OK else [])
        if not self._robots[origin].can_fetch(NAME, address):
            raise NotAsked("not asked: its robots.txt forbids it")

    def _ask(self, method: str, address: str) -> tuple[int, str]:
        return self._fetch(method, address, reads=False)

    def _fetch(self, method: str, address: str, *, reads: bool) -> tuple[int, str]:
        """Status, and the body or the address of a redirect."""
        parts = urlsplit(address)
        try:
            host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        except ValueError as error:
            raise NotAsked("not asked: this is no web address") from error
        if parts.scheme not in ("http", "https") or not host:
            raise NotAsked("not asked: this is no web address")
        self._wait_for(host)
        try:
            connection = self._connection(parts.scheme, host, port)
            try:
                path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                agent = f"{NAME}/1.0 (+{self.site})"
                connection.request(method, path, headers={"User-Agent": agent, "Accept": "*/*", "Connection": "close"})
                response = connection.getresponse()
                body = response.read(LONGEST_ROBOTS).decode(errors="replace") if reads else ""
                return response.status, body if reads else response.getheader("Location", "")
            finally:
                connection.close()
        except ssl.SSLCertVerificationError as error:
            raise NotAsked(f"its certificate is not valid: {error.verify_message}") from error
        except (OSError, http.client.HTTPException, UnicodeError) as error:
            raise NotAsked(UNREACHABLE) from error

    def _connection(self, scheme: str, host: str, port: int) -> http.client.HTTPConnection:
        """Connected to an address that was checked: a second look-up of the name could give another one."""
        addresses = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not all(map(self.may_reach, addresses)):
            raise NotAsked("not asked: it is on this machine or in its network")
        sock = _first_that_answers(addresses, port)
        if scheme == "http":
            connection = http.client.HTTPConnection(host, port, timeout=SECONDS)
        else:
            sock = self.tls.wrap_socket(sock, server_hostname=host)
            connection = http.client.HTTPSConnection(host, port, timeout=SECONDS, context=self.tls)
        connection.sock = sock
        return connection

    def _wait_for(self, host: str) -> None:
        left = self._asked.get(host, -SECONDS_BETWEEN) + SECONDS_BETWEEN - self.clock()
        if left > 0:
            self.sleep(left)
        self._asked[host] = self.clock()


def _first_that_answers(addresses: Sequence[str], port: int) -> socket.socket:
    """Raises OSError if none does."""
    for address in addresses[:-1]:
        with suppress(OSError):
            return socket.create_connection((address, port), SECONDS)
    return socket.create_connection((addresses[-1], port), SECONDS)


def links_of(folder: Path) -> dict[str, list[str]]:
    """Outside link -> where it is: the ids of sources, and the files of pages and results."""
    library = read_library(folder, [])
    links: dict[str, list[str]] = {}
    for id, source in (library.sources or {}).items():
        links.setdefault(source.link, []).append(id)
    pages = read_drafts(folder, PAGES, PageHead, library, []).values()
    results = read_drafts(folder, RESULTS, OutcomeHead, library, []).values()
    in_files = [(draft.report.file, draft.rendered.links) for draft in pages]
    in_files += [(draft.report.file, draft.rendered.links) for draft in results]
    for file, targets in in_files:
        for link in targets:
            if link.startswith(("https://", "http://")) and file not in links.setdefault(link, []):
                links[link].append(file)
    return links


def look_at_all(links: Iterable[str], visitor: Visitor) -> Iterator[Answer]:
    for link in links:
        yield visitor.look(link)


def enter_day(folder: Path, answers: Mapping[str, Answer], today: date) -> list[str]:
    """Write `today` as `checked_on` of each source whose link answered, and nothing else. Returns their ids.

    Raises OSError, and yaml.YAMLError.
    """
    file = folder / "sources.yaml"
    good = {
        id
        for id, source in (read_library(folder, []).sources or {}).items()
        if source.link in answers and answers[source.link].is_good
    }
    text = file.read_bytes().decode("utf-8")
    days = {(id, "checked_on") for id in good}
    changed = with_values(text, lambda keys, _: today.isoformat() if keys in days else None)
    if changed != text:
        with replacing(file, mode=file.stat().st_mode & 0o777) as new_file:
            new_file.write(changed.encode())
    return sorted(good)
