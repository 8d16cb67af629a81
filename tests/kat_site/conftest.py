"""Runs the site as `make run` does, for tests that need the real server."""

import http.client
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.machine import clean_environment
from tests.site_states import html_by_state  # noqa: F401 (a fixture)

ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


class Served:
    """One running site: `get` returns status, headers and body of a path; `manage` runs a command on the same data."""

    def __init__(self, port: int, folder: Path, **settings: str) -> None:
        self.port, self.folder = port, folder
        self.url = f"http://127.0.0.1:{port}"
        self.environment = clean_environment(VAR_DIR=str(folder), SITE_URL=self.url) | settings

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
        # A busy machine takes its time to answer.
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, headers={k.replace("_", "-"): v for k, v in headers.items()})
            response = connection.getresponse()
            body = response.read()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, body

    @contextmanager
    def running(self) -> Iterator["Served"]:
        """Run the server until the block ends. What it printed is in the file `log`."""
        serve = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        with self.log.open("w") as log:
            server = subprocess.Popen(serve, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        try:
            self.wait_until(lambda: self.get("/health/"), "the server did not start")
            yield self
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)

    def wait_until(self, is_true: Callable[[], object], problem: str) -> None:
        """A busy machine takes its time to start a server."""
        for _ in range(900):
            with suppress(OSError):
                if is_true():
                    return
            time.sleep(0.1)
        raise AssertionError(f"{problem}:\n{self.log.read_text()}")

    @property
    def log(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}.log")


@pytest.fixture(scope="module")
def served(tmp_path_factory, static_files) -> Iterator[Served]:
    site = Served(free_port(), tmp_path_factory.mktemp("var"))
    (site.folder / "static").symlink_to(static_files)
    with site.running():
        yield site
