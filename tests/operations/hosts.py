"""Machines of their own that the site could be on: each with its folder, its keys and its database."""

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
is_postgresql = connection.vendor == "postgresql"


class Host:
    """`manage` runs a command there, `python` a script with Django set up, which tells by what it prints."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = kept | {
            "VAR_DIR": str(folder),
            "SITE_URL": "http://127.0.0.1:8000",
            "DJANGO_SETTINGS_MODULE": "kat_site.settings",
            "PYTHONUNBUFFERED": "1",
        }
        if database_url:
            self.environment["DATABASE_URL"] = database_url

    def manage(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self._run([sys.executable, "manage.py", *arguments])

    def python(self, script: str, *arguments: str) -> str:
        done = self._run([sys.executable, "-c", script, *arguments])
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self, *command: str) -> subprocess.Popen[str]:
        """The same, without waiting for its end."""
        return subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)


@contextmanager
def a_host(folder: Path) -> Iterator[Host]:
    """With an empty database of the kind the tests run on."""
    folder.mkdir()
    if not is_postgresql:
        yield Host(folder, "")
        return
    name = f"host_{secrets.token_hex(6)}"
    settings = connection.settings_dict
    login = {"host": settings["HOST"], "port": settings["PORT"] or 5432, "user": settings["USER"]}
    with psycopg.connect(dbname="postgres", autocommit=True, password=settings["PASSWORD"], **login) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
            yield Host(folder, f"postgres://{login['user']}{secret}@{login['host']}:{login['port']}/{name}")
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
