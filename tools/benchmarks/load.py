"""Runs wrk against the site, and reads what it measured. wrk is a program of Debian and of Homebrew."""

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

CONNECTIONS = 16
REPLAY = Path(__file__).with_name("replay.lua")
# What replay.lua and wrk itself print.
RESULT = re.compile(r"^(requests_per_second|p50_us|p99_us|max_us|responses|socket_errors|status_\d+) (\S+)$", re.M)


class NoLoadTool(Exception):
    """wrk is not installed. The message says what to do."""


@dataclass(frozen=True)
class Load:
    """Times are in milliseconds. `statuses` counts the responses by HTTP status."""

    per_second: float
    p50: float
    p99: float
    worst: float
    statuses: dict[int, int]
    socket_errors: int

    @property
    def errors(self) -> int:
        return self.socket_errors + sum(count for status, count in self.statuses.items() if status >= 400)


@dataclass(frozen=True)
class Request:
    """One request of a browser: its cookies as one header, and the fields of its form, None for a GET."""

    path: str
    cookies: str = ""
    fields: Sequence[tuple[str, str]] | None = None

    def as_line(self) -> str:
        method = "GET" if self.fields is None else "POST"
        return "\t".join((method, self.path, self.cookies, urlencode(self.fields or ())))


def run(port: int, requests: Iterable[str], seconds: int, *, once: bool = False) -> Load:
    """Send the requests (lines of `Request`) over 16 connections for `seconds`, over and over; `once`: at most once."""
    wrk = shutil.which("wrk")
    if wrk is None:
        raise NoLoadTool("Install wrk first: apt-get install wrk, or brew install wrk.")
    with tempfile.NamedTemporaryFile("w", suffix=".tsv") as lines:
        lines.write("".join(f"{line}\n" for line in requests))
        lines.flush()
        command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(REPLAY)]
        output = subprocess.run(  # noqa: S603 (fixed arguments)
            [*command, f"http://127.0.0.1:{port}", "--", lines.name, "once" if once else "again"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    results = {name: float(value) for name, value in RESULT.findall(output)}
    statuses = {int(name[7:]): int(count) for name, count in results.items() if name.startswith("status_")}
    return Load(
        results["requests_per_second"],
        results["p50_us"] / 1000,
        results["p99_us"] / 1000,
        results["max_us"] / 1000,
        statuses,
        int(results["socket_errors"]),
    )
