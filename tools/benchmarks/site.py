"""Starts the production server with a folder and a database of its own, and measures its start and its memory."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, "manage.py"]
PSS = re.compile(r"^Pss:\s+(\d+) kB$", re.M)


def free_port() -> int:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


class Site:
    """`with Site(folder) as site:` starts the server and stops it. `database` is a URL; "" is SQLite in the folder."""

    def __init__(self, folder: Path, database: str = "", content: Path | None = None) -> None:
        self.port = free_port()
        self.folder = folder
        inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = inherited | {
            "ENV_FILE": "",
            "VAR_DIR": str(folder),
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            **({"DATABASE_URL": database} if database else {}),
            **({"CONTENT_DIR": str(content)} if content else {}),
        }
        self.command = [*MANAGE, "serve", "--port", str(self.port)]
        self.seconds_to_first_answer = self.cpu_seconds_to_first_answer = 0.0

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py with the settings of this site, and return its output."""
        done = subprocess.run(  # noqa: S603 (fixed arguments)
            [*MANAGE, *arguments], cwd=ROOT, env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def prepare(self) -> None:
        self.manage("collectstatic", "--no-input", "-v0")
        self.manage("migrate", "-v0")

    def __enter__(self) -> "Site":
        before = time.perf_counter()
        self.server = subprocess.Popen(  # noqa: S603 (fixed arguments)
            self.command,
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        while not self.answers("/"):
            if self.server.poll() is not None:
                raise ChildProcessError("The server did not start. Its message is above.")
            time.sleep(0.01)
        self.seconds_to_first_answer = time.perf_counter() - before
        self.cpu_seconds_to_first_answer = sum(map(_cpu_seconds, self.processes()))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self.server.wait(timeout=20)
        with suppress(ProcessLookupError):
            os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def answers(self, path: str) -> bool:
        try:
            return self.get(path)[0] == 200
        except (OSError, HTTPException):
            return False

    def get(self, path: str, encoding: str = "identity") -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body, as they come over the line."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": encoding})
            response = connection.getresponse()
            return response.status, dict(response.getheaders()), response.read()
        finally:
            connection.close()

    def memory(self) -> float:
        """Megabytes of all processes of the server. What they share is counted once (proportional set size)."""
        return sum(map(_pss, self.processes())) / 1000

    def processes(self) -> list[int]:
        return [self.server.pid, *_children(self.server.pid)]


def seconds_of(site: Site, *command: str) -> float:
    """Seconds that a command of manage.py takes."""
    begun = time.perf_counter()
    site.manage(*command)
    return time.perf_counter() - begun


def _children(process: int) -> Iterator[int]:
    for tasks in Path(f"/proc/{process}/task").iterdir():
        for child in (tasks / "children").read_text().split():
            yield int(child)
            yield from _children(int(child))


def _pss(process: int) -> int:
    try:
        return int(PSS.search(Path(f"/proc/{process}/smaps_rollup").read_text())[1])  # type: ignore[index]
    except OSError:
        return 0


def _cpu_seconds(process: int) -> float:
    """Of the process, and of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
