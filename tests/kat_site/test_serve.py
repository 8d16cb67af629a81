"""Tests of `manage.py serve`: which problems stop it, and which ones it only prints."""

import os
import re

import pytest
from django.core.checks import Error, Warning
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection

from kat_site.management.commands import serve
from operations import keys
from operations.backup import locks

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(monkeypatch):
    """The host and the number of workers of each server that would run."""
    servers = []
    monkeypatch.setattr(serve.server, "run", lambda host, port, workers: servers.append((host, workers)))
    return servers


def with_check(monkeypatch, *messages):
    monkeypatch.setattr(serve, "run_checks", lambda: list(messages))


def test_a_site_without_errors_is_served(started, capsys):
    call_command("serve")
    assert started == [("127.0.0.1", 2)]
    assert capsys.readouterr().err == ""


@pytest.fixture
def nothing_collected(monkeypatch):
    monkeypatch.setattr(serve, "uncollected", lambda: ["site.css"])


@pytest.mark.usefixtures("nothing_collected")
def test_a_first_start_without_collected_static_files_is_refused(started, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    with pytest.raises(CommandError, match=r"Run first: manage\.py collectstatic --no-input"):
        call_command("serve")
    assert started == []


@pytest.mark.usefixtures("nothing_collected")
def test_a_site_that_has_served_people_starts_again_without_static_files(started, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    os.close(locks.hold_for_site())
    call_command("serve")
    assert started == [("127.0.0.1", 2)]


def test_wording_errors_and_warnings_are_printed_and_the_site_is_served(started, monkeypatch, capsys):
    with_check(monkeypatch, Error("It says cures.", id="pages.E002"), Warning("It is a sample.", id="pages.W001"))
    call_command("serve")
    assert started == [("127.0.0.1", 2)]
    printed = capsys.readouterr().err
    assert "(pages.E002) It says cures." in printed
    assert "(pages.W001) It is a sample." in printed


@pytest.mark.parametrize("id", ["pages.E003", "screening.E012", "kat_site.E002", "kat_site.E003"])
def test_any_other_error_stops_the_server(started, monkeypatch, id):
    with_check(monkeypatch, Error("It is broken.", id=id))
    with pytest.raises(CommandError, match="Fix the errors above first"):
        call_command("serve")
    assert started == []


def test_wrong_keys_stop_the_server_with_what_to_do(started, monkeypatch, capsys):
    monkeypatch.setattr(keys, "problems", lambda: ["SECRET_KEY is not the one of this database. Put it back."])
    with pytest.raises(CommandError, match="Fix the errors above first"):
        call_command("serve")
    assert "(kat_site.E003) SECRET_KEY is not the one of this database. Put it back." in capsys.readouterr().err
    assert started == []


def test_an_account_that_may_not_look_at_the_data_serves_pages_and_says_who_must_own_them(
    started, monkeypatch, tmp_path, capsys
):
    """Nobody can know whether the keys fit, and people need the crisis lines."""

    def refuse(*args, **kwargs):
        raise PermissionError(13, "Permission denied", str(tmp_path))

    monkeypatch.setattr(keys, "problems", refuse)
    monkeypatch.setattr(serve, "call_command", refuse)
    monkeypatch.setattr(serve.subprocess, "Popen", lambda command: started.append(command[-1]))
    call_command("serve")
    assert started == ["--wait", ("127.0.0.1", 2)]
    printed = capsys.readouterr().err
    assert f"{tmp_path} belongs to" in printed
    assert "The account that runs the site must own it." in printed


@pytest.mark.parametrize("command", ["purge", "publish_due"])
def test_a_mistake_in_a_page_does_not_stop_a_scheduled_command(command):
    assert not load_command_class(get_commands()[command], command).requires_system_checks


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no limit of connections")
@pytest.mark.parametrize(("workers", "share"), [(2, 20), (5, 17), (100, 2)])
def test_all_workers_together_open_fewer_connections_than_postgresql_allows(
    started, monkeypatch, settings, workers, share
):
    monkeypatch.setitem(settings.DATABASES["default"], "CONNECTIONS", 20)
    monkeypatch.setitem(connection.settings_dict, "CONNECTIONS", 20)
    monkeypatch.setattr(serve, "FOR_OTHERS", most_connections() - 85)
    call_command("serve", workers=workers)
    assert (started, connection.settings_dict["CONNECTIONS"]) == ([("127.0.0.1", workers)], share)


def most_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SHOW max_connections")
        return int(cursor.fetchone()[0])


FOREIGN = ["0.0.0.0", "192.168.1.2", "::", "", "clinic.example"]  # noqa: S104 (the commands refuse it)


@pytest.mark.parametrize("host", FOREIGN)
def test_what_is_for_this_machine_only_is_not_served_to_others(started, settings, host):
    settings.ON_THIS_MACHINE_ONLY = ["DEBUG=1", "STAFF_SECOND_FACTOR=0"]
    with pytest.raises(CommandError, match=r"DEBUG=1 and STAFF_SECOND_FACTOR=0 is for this machine only"):
        call_command("serve", host=host)
    assert started == []


@pytest.mark.parametrize("host", FOREIGN)
def test_the_server_listens_to_others_only_where_a_setting_allows_it(started, settings, host):
    with pytest.raises(CommandError, match=r"If only the proxy can, as in a container .* set LISTEN_TO_OTHERS=1"):
        call_command("serve", host=host)
    settings.LISTEN_TO_OTHERS = True
    call_command("serve", host=host)
    assert started == [(host, 2)]


@pytest.mark.parametrize("address", ["0.0.0.0:8000", "[::]:8000", "clinic.example:8000"])
def test_the_development_server_does_not_listen_for_others(settings, address):
    settings.ON_THIS_MACHINE_ONLY = ["DEBUG=1"]
    with pytest.raises(CommandError, match="DEBUG=1 is for this machine only"):
        call_command("runserver", address, "--noreload", "--skip-checks")


def test_make_serves_at_a_host_name_because_browsers_make_no_passkey_for_an_ip_address(settings):
    makefile = (settings.BASE_DIR / "Makefile").read_text()
    assert re.findall(r"^URL +:= +(\S+)", makefile, re.MULTILINE) == ["http://localhost:$(PORT)"]
