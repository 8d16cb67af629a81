"""Compares a reading page with nginx and with a bare WSGI app, which send the same bytes and headers."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tools.benchmarks import goals, load
from tools.benchmarks.goals import Figure
from tools.benchmarks.site import ROOT, Site, free_port

PAGE = "/what-is-ketamine/"
# Headers that the server itself adds.
OF_THE_SERVER = {"date", "server", "connection", "content-length", "transfer-encoding", "x-request-id"}
NGINX = """
daemon off; worker_processes 2; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; types {{ text/html html; }} sendfile on; tcp_nopush on; keepalive_requests 100000;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port}; root {folder}/root; gzip_static on; etag off;
    {headers}
  }}
}}
"""


def figures(site: Site, seconds: int) -> Iterator[Figure]:
    """Measure the three in turn, several times, so that other work on the machine meets all of them."""
    folder = site.folder / "reading"
    _, headers, body = site.get(PAGE, "gzip")
    kept = [(name, value) for name, value in headers.items() if name.lower() not in OF_THE_SERVER]
    _write(folder, kept, body)
    with nginx(folder, kept) as nginx_port, bare(folder) as bare_port:
        ports = {"nginx": nginx_port, "bare": bare_port, "site": site.port}
        rounds = [
            {name: load.run(port, [load.Request(PAGE).as_line()], seconds).per_second for name, port in ports.items()}
            for _ in range(3)
        ]
    if nginx_port:
        yield _ratio(goals.READING_TO_NGINX, "nginx", rounds)
    else:
        yield Figure(goals.READING_TO_NGINX, None, note="nginx is not installed: apt-get install nginx")
    yield _ratio(goals.READING_TO_BARE, "bare", rounds)


def _ratio(goal: goals.Goal, other: str, rounds: list[dict[str, float]]) -> Figure:
    ratios = sorted(rates["site"] / rates[other] for rates in rounds)
    site, others = (max(rates[name] for rates in rounds) for name in ("site", other))
    return Figure(goal, ratios[1], note=f"best of {len(rounds)} rounds: {site:,.0f} and {others:,.0f} per s")


def _write(folder: Path, headers: list[tuple[str, str]], body: bytes) -> None:
    page = folder / "root" / PAGE.strip("/")
    page.mkdir(parents=True, exist_ok=True)
    (page / "index.html.gz").write_bytes(body)
    # gzip_static needs no plain file, but nginx looks for it when it resolves the directory
    (page / "index.html").write_bytes(b"")
    (folder / "page.html.gz").write_bytes(body)
    (folder / "headers.json").write_text(json.dumps([*headers, ("Content-Length", str(len(body)))]))


@contextmanager
def nginx(folder: Path, headers: list[tuple[str, str]]) -> Iterator[int]:
    """The port of nginx, 0 if it is not installed."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        yield 0
        return
    port = free_port()
    added = "\n    ".join(
        f"add_header {name} {_quoted(value)};"
        for name, value in headers
        if name.lower() not in {"content-type", "content-encoding"}
    )
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, headers=added))
    with _running([program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")], {}):
        yield port


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


@contextmanager
def bare(folder: Path) -> Iterator[int]:
    port = free_port()
    granian = Path(sys.executable).parent / "granian"
    arguments = ["--interface", "wsgi", "--port", str(port), "--workers", "2", "--log-level", "error"]
    with _running([str(granian), *arguments, "tools.benchmarks.bare:application"], {"BARE_PAGE": str(folder)}):
        yield port


@contextmanager
def _running(command: list[str], settings: dict[str, str]) -> Iterator[None]:
    server = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings)  # noqa: S603 (fixed arguments)
    time.sleep(2)
    try:
        yield
    finally:
        server.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=10)
        server.kill()
