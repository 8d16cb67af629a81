"""What keeps `manage.py serve` from serving, and what is only told."""

import pytest
from django.core.checks import Error, Warning
from django.core.management import CommandError, call_command, get_commands, load_command_class

from kat_site.management.commands import serve

pytestmark = pytest.mark.django_db


@pytest.fixture
def started(monkeypatch):
    """What would be run in place of this process."""
    programs = []
    monkeypatch.setattr(serve.os, "execv", lambda path, arguments: programs.append(arguments[-1]))
    return programs


def with_check(monkeypatch, *messages):
    monkeypatch.setattr(serve, "run_checks", lambda: list(messages))


def test_a_site_without_faults_is_served(started, capsys):
    call_command("serve")
    assert started == ["kat_site.wsgi:application"]
    assert capsys.readouterr().err == ""


def test_wrong_words_and_warnings_are_told_and_served(started, monkeypatch, capsys):
    with_check(monkeypatch, Error("It says cures.", id="pages.E002"), Warning("It is a sample.", id="pages.W001"))
    call_command("serve")
    assert started == ["kat_site.wsgi:application"]
    told = capsys.readouterr().err
    assert "(pages.E002) It says cures." in told
    assert "(pages.W001) It is a sample." in told


@pytest.mark.parametrize("id", ["pages.E001", "screening.E012"])
def test_any_other_error_keeps_it_from_being_served(started, monkeypatch, id):
    with_check(monkeypatch, Error("It is broken.", id=id))
    with pytest.raises(CommandError, match="Fix the errors above first"):
        call_command("serve")
    assert started == []


@pytest.mark.parametrize("command", ["purge", "publish_due"])
def test_no_mistake_in_a_page_stops_what_has_to_run_on_time(command):
    assert not load_command_class(get_commands()[command], command).requires_system_checks


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::"])  # noqa: S104 (it is refused)
def test_a_demonstration_is_served_to_nobody_else(started, settings, host):
    settings.DEMO = True
    with pytest.raises(CommandError, match="for this machine only"):
        call_command("serve", host=host)
    assert started == []
