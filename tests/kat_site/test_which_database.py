"""Each command that writes says where, and none writes to a database that the site does not use."""

import os
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands

from kat_site import which_database
from kat_site.which_database import READ, WRITE, announce
from tests.kat_site.rows import OURS

OUR_APPS = {*OURS, "kat_site", "demo"}


@pytest.fixture
def sqlite(monkeypatch, tmp_path):
    file = tmp_path / "site.sqlite3"
    file.touch()
    use(monkeypatch, ENGINE="vault.sqlite3", NAME=file)
    return file


def use(monkeypatch, **database):
    """Let the settings name this database, without connecting to it."""
    monkeypatch.setattr(which_database, "settings", SimpleNamespace(DATABASES={"default": database}, DEMO=False))


@pytest.fixture
def service(monkeypatch, tmp_path):
    """The settings file of a service on this machine."""
    file = tmp_path / "kat-site.env"
    monkeypatch.setattr(which_database, "SERVICE", file)
    for name in ("ENV_FILE", *which_database.DECIDE):
        monkeypatch.delenv(name, raising=False)
    return file


def test_every_command_of_ours_is_known_to_write_or_only_to_read():
    ours = {name for name, app in get_commands().items() if isinstance(app, str) and app in OUR_APPS}
    assert ours - WRITE - READ == set()
    assert READ - ours == set()
    assert set() == WRITE & READ


@pytest.mark.parametrize("command", sorted(WRITE))
def test_a_command_that_writes_prints_its_database(sqlite, capsys, command):
    announce(["manage.py", command])
    assert capsys.readouterr().err == f"Database: SQLite, {sqlite}\n"


@pytest.mark.parametrize("arguments", [["check"], ["assess"], ["migrate", "-v0"], ["purge", "--help"], []])
def test_a_command_that_only_reads_or_is_asked_to_be_quiet_prints_nothing(sqlite, capsys, arguments):
    announce(["manage.py", *arguments])
    assert capsys.readouterr().err == ""


def test_a_server_is_named_without_its_password(monkeypatch, capsys):
    server = {"HOST": "db.example", "PORT": 5433, "USER": "kat", "PASSWORD": "xz-secret"}
    use(monkeypatch, ENGINE="vault.postgresql", NAME="kat", **server)
    announce(["manage.py", "purge"])
    assert capsys.readouterr().err == "Database: PostgreSQL, kat at db.example:5433\n"


def test_no_account_is_made_in_a_database_that_no_site_has_made(sqlite):
    sqlite.unlink()
    with pytest.raises(ImproperlyConfigured, match=r"There is no database at .*site.sqlite3"):
        announce(["manage.py", "make_staff_account"])
    assert not sqlite.exists()


@pytest.mark.parametrize("line", ["VAR_DIR=/var/lib/kat-site", 'DATABASE_URL="postgres://kat:secret@db/kat"'])
def test_a_command_without_the_settings_of_the_service_is_refused(sqlite, service, line):
    service.write_text(f"SITE_URL=https://clinic.example\n{line}\n")
    with pytest.raises(ImproperlyConfigured, match=r"Nothing was changed. Run it as the site does") as refusal:
        announce(["manage.py", "make_staff_account"])
    assert "secret" not in str(refusal.value)


def test_a_command_with_the_settings_of_the_service_runs(sqlite, service, monkeypatch, capsys):
    service.write_text("# data\nexport VAR_DIR='/var/lib/kat-site'\n")
    monkeypatch.setenv("VAR_DIR", "/var/lib/kat-site")
    announce(["manage.py", "make_staff_account"])
    assert "Database: SQLite" in capsys.readouterr().err


def test_a_command_that_may_not_read_the_settings_of_the_service_is_refused(sqlite, service):
    service.touch(mode=0)
    if os.access(service, os.R_OK):
        pytest.skip("root may read every file")
    with pytest.raises(ImproperlyConfigured, match=r"This account may not read .*kat-site.env"):
        announce(["manage.py", "make_staff_account"])
