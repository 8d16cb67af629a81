"""Tests of the system checks for the database and for the demo."""

from contextlib import contextmanager

import pytest
from django.core.checks import run_checks
from django.db import connection

from kat_site import checks


class FakeConnection:
    """A PostgreSQL connection that answers SHOW with these settings."""

    vendor = "postgresql"

    def __init__(self, **settings: str) -> None:
        self.settings = {"synchronous_commit": "on", "fsync": "on"} | settings

    @contextmanager
    def cursor(self):
        yield self

    def execute(self, statement: str) -> None:
        self.setting = statement.removeprefix("SHOW ")

    def fetchone(self) -> tuple[str]:
        return (self.settings[self.setting],)


def errors_with(monkeypatch, **settings):
    monkeypatch.setattr(checks, "connections", {"default": FakeConnection(**settings)})
    return [(error.id, error.msg) for error in checks.check_that_commits_reach_the_disk(None, databases=["default"])]


@pytest.mark.parametrize("setting", ["synchronous_commit", "fsync"])
def test_postgresql_that_confirms_a_commit_before_writing_it_is_an_error(monkeypatch, setting):
    message = f"PostgreSQL runs with {setting}=off: it confirms commits that a power failure can undo."
    assert errors_with(monkeypatch, **{setting: "off"}) == [("kat_site.E001", message)]


@pytest.mark.parametrize("value", ["on", "local", "remote_write", "remote_apply"])
def test_postgresql_that_writes_a_commit_before_confirming_it_is_accepted(monkeypatch, value):
    assert errors_with(monkeypatch, synchronous_commit=value) == []


@pytest.mark.django_db
def test_the_test_database_passes_the_check():
    assert [error for error in run_checks(databases=["default"]) if error.id == "kat_site.E001"] == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a real PostgreSQL")
@pytest.mark.django_db
def test_the_check_reads_the_settings_of_a_real_postgresql():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert [error.id for error in run_checks(databases=["default"]) if error.id == "kat_site.E001"] == ["kat_site.E001"]


ALONE = {"SITE_URL": "http://[::1]:8000", "IS_ON_LOOPBACK": True, "ALLOWED_HOSTS": ["::1", "localhost", "[::1]"]}
EXPOSURES = [
    {"SITE_URL": "https://clinic.example", "IS_ON_LOOPBACK": False},
    {"ALLOWED_HOSTS": ["localhost", "clinic.example"]},
    {"ALLOWED_HOSTS": ["*"]},
    {"ALLOWED_HOSTS": [""]},
    {"BEHIND_PROXY": True},
]


def errors_of_exposure(settings, names, **values):
    settings.ON_THIS_MACHINE_ONLY = names
    for name, value in (ALONE | values).items():
        setattr(settings, name, value)
    return [error.msg for error in checks.check_that_others_cannot_reach_what_is_for_this_machine(None)]


@pytest.mark.parametrize("exposure", EXPOSURES, ids=str)
def test_what_is_for_this_machine_only_is_an_error_where_others_could_reach_it(settings, exposure):
    [message] = errors_of_exposure(settings, ["DEBUG=1", "STAFF_SECOND_FACTOR=0"], **exposure)
    assert "DEBUG=1 and STAFF_SECOND_FACTOR=0 is for this machine only, and with " in message
    assert errors_of_exposure(settings, [], **exposure) == []


def test_what_is_for_this_machine_only_is_no_error_on_this_machine(settings):
    assert errors_of_exposure(settings, ["DEMO=1"]) == []


@pytest.mark.parametrize(
    ("days", "hint"),
    [
        (0, "When every page opens with HTTPS, set HSTS_DAYS=7."),
        (
            7,
            "When HTTPS has worked for a week, and the proxy has renewed its certificate by itself, set HSTS_DAYS=30.",
        ),
        (30, "When HTTPS has worked for a month, set HSTS_DAYS=365."),
        (365, None),
    ],
)
def test_the_deploy_check_says_when_browsers_may_be_told_to_insist_on_https_for_longer(settings, days, hint):
    settings.HTTPS, settings.HSTS_DAYS = True, days
    assert [warning.hint for warning in checks.check_how_long_browsers_insist_on_https(None)] == (
        [hint] if hint else []
    )


def test_a_site_without_https_has_nothing_to_raise(settings):
    settings.HTTPS = False
    assert checks.check_how_long_browsers_insist_on_https(None) == []
