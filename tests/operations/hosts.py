"""Separate installations of the site, each with its own folder, keys and database."""

import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection

from tests.machine import clean_environment

ROOT = Path(__file__).resolve().parents[2]
is_postgresql = connection.vendor == "postgresql"


class Host:
    """`manage` runs a command in the installation, and `python` a script, whose output it returns."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.folder = folder
        self.environment = clean_environment() | {
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
        result = self._run([sys.executable, "-c", script, *arguments])
        assert result.returncode == 0, result.stderr
        return result.stdout

    def start(self, *command: str) -> subprocess.Popen[str]:
        """Run Python in the installation without waiting for it."""
        return subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, text=True
        )

    def _run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)


@contextmanager
def new_host(folder: Path) -> Iterator[Host]:
    """An installation with an empty database of the engine that the tests use."""
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


@contextmanager
def prepared_host(folder: Path, installation: Path) -> Iterator[Host]:
    """Like `new_host`, with a database that is migrated. `installation` is that of the fixture."""
    with new_host(folder) as host:
        if is_postgresql:
            assert host.manage("migrate", "-v0").returncode == 0
        else:
            shutil.copytree(installation, folder, dirs_exist_ok=True)
        yield host
