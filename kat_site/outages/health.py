"""What is missing now: for monitoring, at /health/ and /health/ready. It names parts of the site, and nobody's data."""

from collections.abc import Callable, Mapping

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from kat_site.outages.errors import is_database_down
from kat_site.outages.static_files import uncollected
from operations.readiness import DatabaseRefused
from pages import catalogue

Check = Callable[[], str]


def _database() -> str:
    # A real query: an open connection may lead to a database that is gone. SQLite opens its file only for a query.
    MigrationRecorder(connection).has_table()
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "waiting" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else ""


def _static_files() -> str:
    return "missing" if uncollected() else ""


def _content() -> str:
    return "has errors" if catalogue.present_errors() else ""


# Without one of these, people cannot use the site as they should.
NEEDED: Mapping[str, Check] = {"database": _database, "static files": _static_files}
# Without one of these, the person who runs the site has to do something.
EXPECTED: Mapping[str, Check] = {**NEEDED, "migrations": _migrations, "content": _content}


def report(checks: Mapping[str, Check]) -> dict[str, str]:
    """Each part, and what is wrong with it, or "ok"."""
    return {part: _problem(check) or "ok" for part, check in checks.items()}


def is_healthy(report: Mapping[str, str]) -> bool:
    return set(report.values()) == {"ok"}


def _problem(check: Check) -> str:
    try:
        return check()
    except DatabaseRefused:
        return "refused"
    except Exception as error:
        if is_database_down(error):
            return "down"
        raise
