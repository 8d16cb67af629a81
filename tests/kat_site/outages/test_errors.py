"""A problem of the database or the disk is explained in one sentence; a mistake in our code is not hidden."""

import errno
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
    connection,
)

from kat_site.management.commands import serve
from kat_site.outages import command_line
from kat_site.outages.errors import explanation, is_database_down

DOWN = [
    OperationalError("database is locked"),
    InterfaceError("connection already closed"),
    InternalError("x"),
    DatabaseError("database disk image is malformed"),
]
MISTAKES = [ProgrammingError("syntax"), IntegrityError("x"), DataError("x"), NotSupportedError("x"), ValueError("x")]
FULL = [
    OperationalError("database or disk is full"),
    OperationalError('could not extend file "base/1": No space left on device'),
    DatabaseError("disk full"),
    OSError(errno.ENOSPC, "No space left on device"),
    OSError(errno.EDQUOT, "Disk quota exceeded", "/var/x"),
]


@pytest.mark.parametrize("error", DOWN, ids=repr)
def test_a_database_that_does_not_work_is_explained(error):
    assert is_database_down(error)
    assert explanation(error).startswith(f"The database does not answer ({error}).")


@pytest.mark.parametrize(
    "error", [OperationalError("no such table: auth_user"), ProgrammingError('relation "auth_user" does not exist')]
)
def test_a_database_that_is_not_migrated_is_explained(error):
    assert is_database_down(error)
    sentence = "The database lacks a table of this version (auth_user). Start the site once, or run manage.py migrate."
    assert explanation(error) == sentence


@pytest.mark.parametrize("error", FULL, ids=repr)
def test_a_full_disk_is_explained(error):
    assert explanation(error).startswith("The disk is full. Free some space")


@pytest.mark.parametrize("error", MISTAKES, ids=repr)
def test_a_mistake_in_our_code_is_not_explained_away(error):
    assert not is_database_down(error)
    assert explanation(error) == ""


def test_only_the_first_line_of_a_long_message_is_shown():
    assert "second" not in explanation(OperationalError("first\nsecond"))


ARGUMENTS = {"assess": ["{folder}/none.csv"], "backup": ["{folder}/backups"], "restore": ["{folder}/none.tar"]}
# The first two never end by themselves, the third asks questions, and the others read no database.
OTHERS = {"demo", "runserver", "make_staff_account", "export_site", "prove_rules", "rules_impact"}
APPS = {package.name for package in Path(__file__).parents[3].iterdir() if (package / "apps.py").exists()}
COMMANDS = sorted(name for name, app in get_commands().items() if app in APPS and name not in OTHERS)


@pytest.mark.django_db
@pytest.mark.parametrize("error", [FULL[0], DOWN[0]], ids=repr)
@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_ends_with_a_traceback_when_the_database_is_down(monkeypatch, tmp_path, name, error):
    def fail(*arguments):
        raise error

    monkeypatch.setattr(serve.server, "run", lambda *arguments: None)
    # Others, such as the backup of PostgreSQL, start programs that end.
    if name == "serve":
        monkeypatch.setattr(serve.subprocess, "Popen", lambda command: None)
    arguments = [argument.format(folder=tmp_path) for argument in ARGUMENTS.get(name, [])]
    # Only the end of the program, never another exception.
    with connection.execute_wrapper(fail), suppress(SystemExit):
        command_line.run(["manage.py", name, *arguments])


def test_a_sentence_ends_the_command_and_a_mistake_keeps_its_traceback(monkeypatch):
    def fail(arguments):
        raise errors.pop(0)

    monkeypatch.setattr(command_line, "execute_from_command_line", fail)
    errors = [DOWN[0], ImproperlyConfigured("Write it like x."), DOWN[0], MISTAKES[0]]
    with pytest.raises(SystemExit, match="The database does not answer"):
        command_line.run(["manage.py", "purge"])
    with pytest.raises(SystemExit, match="Write it like x"):
        command_line.run(["manage.py", "purge"])
    with pytest.raises(OperationalError):
        command_line.run(["manage.py", "purge", "--traceback"])
    with pytest.raises(ProgrammingError):
        command_line.run(["manage.py", "purge"])
