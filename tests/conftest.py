"""Fixtures for all tests: the browser of the browser tests, and no network for any test."""

import gc
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection

from tests.append_only import let_tests_empty_tables
from tests.chromium import find
from tests.machine import clean_environment, one_at_a_time
from tests.promise_table import FIGURES
from tests.restore_roles import restore_roles_after_each_flush

ROOT = Path(__file__).resolve().parents[1]
OF_DJANGO = {"db", "transactional_db", "live_server", "admin_client"}
# They make a database of their own, of the kind that the tests run on.
MAKE_A_DATABASE = {"database_url", "new_host"}


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    return {
        "executable_path": find(),
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"],
    }


@pytest.fixture(scope="session")
def figures() -> Callable[[str, str], None]:
    """Record the figures of a drill for docs/promises.md, if this is a run of `make drills`."""

    def record(drill: str, text: str) -> None:
        if "DRILLS" in os.environ:
            known = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.is_file() else {}
            known[drill] = {"day": datetime.now(UTC).strftime("%Y-%m-%d"), "figures": text}
            FIGURES.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")

    return record


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """A folder of all processes that run tests."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def static_files(shared_folder) -> Path:
    """The folder of the static files, collected once."""
    with one_at_a_time(shared_folder / "static.lock"):
        if not (shared_folder / "static" / "staticfiles.json").exists():
            collect = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
            subprocess.run(collect, cwd=ROOT, env=clean_environment(VAR_DIR=str(shared_folder)), check=True)
    return shared_folder / "static"


@pytest.fixture(scope="session")
def installation(shared_folder) -> Path:
    """The folder of a site that was prepared once, with its keys and its database in SQLite. Tests copy it."""
    folder = shared_folder / "installation"
    with one_at_a_time(shared_folder / "installation.lock"):
        if not folder.exists():
            unfinished = folder.with_name("unfinished")
            prepare = [sys.executable, "manage.py", "prepare"]
            subprocess.run(prepare, cwd=ROOT, env=clean_environment(VAR_DIR=str(unfinished)), check=True)
            unfinished.rename(folder)
    return folder


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail a test that connects to another machine."""
    connect = socket.socket.connect

    def connect_locally(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"this test tries to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", connect_locally)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        let_tests_empty_tables()
    restore_roles_after_each_flush()
    yield
    # A thread that a test started may have left its connection, and PostgreSQL drops no database that is in use.
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def pytest_collection_finish() -> None:
    """Collect garbage less often, and never look again at the thousands of tests that stay until the end."""
    gc.set_threshold(50_000, 20, 100)
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that uses the database, so that these can be run on another one."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        of_module = set(dir(getattr(item, "module", None)))
        if item.get_closest_marker("django_db") or fixtures & OF_DJANGO or (fixtures | of_module) & MAKE_A_DATABASE:
            item.add_marker(pytest.mark.database)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-access", action="store_true", help="overwrite tests/kat_site/access.csv with the current access"
    )
