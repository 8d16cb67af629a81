"""An upgrade can be undone: every migration of ours goes back and forward again with rows in the tables."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from tests.kat_site.rows import OURS
from tests.machine import clean_environment
from tests.released_migrations import present, released

ROOT = Path(__file__).resolve().parents[2]
OUR_MIGRATIONS = [path for app in OURS for path in sorted(ROOT.glob(f"{app}/migrations/0*.py"))]
BACK_AND_FORWARD = """
import django
django.setup()
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from tests.kat_site.rows import OURS, fill

call_command("migrate", verbosity=0)
rows = fill()
executor = MigrationExecutor(connection)
order = [one for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)]
undone = 0
for migration in reversed([one for one in order if one.app_label in OURS]):
    before = [one.name for one in order if one.app_label == migration.app_label]
    place = before.index(migration.name)
    call_command("migrate", migration.app_label, before[place - 1] if place else "zero", verbosity=0)
    undone += 1
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, dry_run=True, verbosity=0)
assert fill() == rows
print("undone and done again:", undone, "rows:", rows)
"""


@pytest.fixture
def database_url(tmp_path) -> Iterator[str]:
    """A database of its own, of the kind the tests run on."""
    if connection.vendor != "postgresql":
        yield f"sqlite:///{tmp_path / 'site.sqlite3'}"
        return
    live = connection.settings_dict
    server = {"host": live["HOST"] or None, "port": live["PORT"] or None, "user": live["USER"] or None}
    name = f"kat_migrations_{os.getpid()}"
    with psycopg.connect(dbname="postgres", password=live["PASSWORD"] or None, autocommit=True, **server) as line:
        line.execute(f'CREATE DATABASE "{name}"')
        yield f"postgres://{live['USER']}:{live['PASSWORD']}@{live['HOST']}:{live['PORT'] or 5432}/{name}"
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.mark.promise("P14")
def test_every_migration_can_be_undone_and_done_again(database_url, tmp_path):
    site = {"VAR_DIR": str(tmp_path), "SITE_URL": "http://127.0.0.1:8000", "DATABASE_URL": database_url}
    done = subprocess.run(
        [sys.executable, "-c", BACK_AND_FORWARD],
        cwd=ROOT,
        env=clean_environment() | site | {"DJANGO_SETTINGS_MODULE": "kat_site.settings"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert f"undone and done again: {len(OUR_MIGRATIONS)} rows: " in done.stdout


@pytest.mark.parametrize("path", OUR_MIGRATIONS, ids=lambda path: f"{path.parts[-3]}.{path.stem}")
def test_no_migration_imports_living_code(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    modules = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    assert {module.partition(".")[0] for module in modules} <= {"datetime", "django", "hashlib", "hmac", "json", "uuid"}


@pytest.mark.promise("P14")
def test_no_migration_of_a_release_was_changed_or_deleted_since():
    now = present()
    changed = [file for file, sha256 in released().items() if now.get(file) != sha256]
    assert changed == [], "Restore these, and put the change into a new migration."


def test_processes_that_start_at_once_on_an_empty_database_all_succeed(database_url, tmp_path):
    site = {"VAR_DIR": str(tmp_path), "SITE_URL": "http://127.0.0.1:8000", "DATABASE_URL": database_url}
    migrate = [sys.executable, "manage.py", "migrate", "-v0", "--skip-checks"]
    environment = clean_environment(**site)
    started = [
        subprocess.Popen(migrate, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True) for _ in range(3)
    ]
    assert [(process.communicate()[1], process.returncode) for process in started] == [("", 0)] * 3
    show = [sys.executable, "manage.py", "showmigrations", "--plan"]
    plan = subprocess.run(show, cwd=ROOT, env=environment, capture_output=True, text=True).stdout
    assert "[X]" in plan
    assert "[ ]" not in plan
