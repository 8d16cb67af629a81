"""A database that confirms before it has written is refused."""

from contextlib import contextmanager

import pytest
from django.core.checks import run_checks
from django.db import connection

from kat_site import checks


class Pretended:
    """A PostgreSQL server with these settings."""

    vendor = "postgresql"

    def __init__(self, **settings: str) -> None:
        self.settings = {"synchronous_commit": "on", "fsync": "on"} | settings

    @contextmanager
    def cursor(self):
        yield self

    def execute(self, statement: str) -> None:
        self.asked = statement.removeprefix("SHOW ")

    def fetchone(self) -> tuple[str]:
        return (self.settings[self.asked],)


def found(monkeypatch, **settings):
    monkeypatch.setattr(checks, "connections", {"default": Pretended(**settings)})
    return [(error.id, error.msg) for error in checks.check_that_commits_reach_the_disk(None, databases=["default"])]


@pytest.mark.parametrize("setting", ["synchronous_commit", "fsync"])
def test_postgresql_that_confirms_before_it_has_written_is_refused(monkeypatch, setting):
    says = f"PostgreSQL runs with {setting}=off: it confirms what a power failure can still undo."
    assert found(monkeypatch, **{setting: "off"}) == [("kat_site.E001", says)]


@pytest.mark.parametrize("value", ["on", "local", "remote_write", "remote_apply"])
def test_postgresql_that_writes_first_is_fine(monkeypatch, value):
    assert found(monkeypatch, synchronous_commit=value) == []


@pytest.mark.django_db
def test_the_database_of_these_tests_is_asked_and_fine():
    assert [error for error in run_checks(databases=["default"]) if error.id == "kat_site.E001"] == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks a real PostgreSQL")
@pytest.mark.django_db
def test_a_real_postgresql_is_asked():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert [error.id for error in run_checks(databases=["default"]) if error.id == "kat_site.E001"] == ["kat_site.E001"]


@pytest.mark.parametrize(
    ("demo", "here", "found"), [(True, False, ["kat_site.E002"]), (True, True, []), (False, False, [])]
)
def test_a_demonstration_that_others_reach_is_refused(settings, demo, here, found):
    settings.DEMO, settings.IS_ON_LOOPBACK = demo, here
    assert [error.id for error in run_checks() if error.id == "kat_site.E002"] == found
