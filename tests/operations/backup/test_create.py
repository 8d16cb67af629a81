"""A backup is one whole file without a key or an answer in it, and a restore refuses what it could spoil."""

import json
import os
import stat
import tarfile
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from operations import runs
from operations.backup import create, postgresql, sqlite
from operations.backup import restore as restoring
from operations.backup.create import back_up
from operations.backup.restore import restore
from operations.clock import Reading
from pages import catalogue
from tests.screening.submitting import submit

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
is_sqlite = connection.vendor == "sqlite"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


def members(file):
    with tarfile.open(file) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def rewritten(file, **changed):
    """The same backup with other words in its manifest, or with another database."""
    held = members(file)
    database = changed.pop("database", held["database"])
    manifest = json.dumps(json.loads(held["manifest.json"]) | changed).encode()
    with tarfile.open(file, "w") as tar:
        for name, content in (("manifest.json", manifest), ("database", database)):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, BytesIO(content))
    return file


def test_it_is_one_file_for_its_owner_alone_with_its_date_in_its_name(folder):
    with time_machine.travel("2026-11-24 12:30:15Z", tick=False):
        made = back_up(folder, 35)
    assert made == create.Made(folder / "kat-site-20261124T123015Z.tar", 0, False)
    assert list(folder.iterdir()) == [made.file]
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert set(members(made.file)) == {"manifest.json", "database"}


def test_its_manifest_tells_what_is_in_it_and_which_keys_it_needs(folder, settings):
    settings.DATA_KEYS = {"k1": b"o" * 32}
    submit()
    held = members(back_up(folder, 35).file)
    manifest = json.loads(held["manifest.json"])
    assert manifest["counts"]["screening_submission"] == 1
    assert manifest["data_keys"] == ["k1"]
    assert "screening.0001_initial" in manifest["migrations"]
    assert (manifest["engine"], manifest["format"]) == (connection.vendor, 1)
    assert settings.SECRET_KEY not in str(manifest)


def test_what_is_not_sent_yet_and_who_is_signed_in_are_not_in_it(folder, client):
    client.get("/screening/new/")
    client.session["x"] = "y"
    [key] = [client.cookies["session"].value]
    submit()
    held = members(back_up(folder, 35).file)
    assert "django_session" not in json.loads(held["manifest.json"])["counts"]
    if is_sqlite:  # PostgreSQL's is compressed; the drill looks into what comes out of it
        assert key.encode() not in held["database"]


def test_the_run_is_noted_with_its_size(folder):
    made = back_up(folder, 35)
    assert runs.last_run(runs.Kind.BACKUP).counts == {
        "bytes": made.file.stat().st_size,
        "older backups deleted": 0,
    }


def test_its_own_backups_go_when_they_are_too_old_and_nothing_else(folder):
    folder.mkdir()
    with time_machine.travel("2026-11-24 12:00:00Z", tick=False):
        for name in ("kat-site-20261020T115959Z.tar", "kat-site-20261020T120000Z.tar", "holiday.tar", "old.sqlite3"):
            (folder / name).touch()
            os.utime(folder / name, (0, 0))
        assert back_up(folder, 35).deleted == 1
    assert sorted(path.name for path in folder.iterdir()) == [
        *("holiday.tar", "kat-site-20261020T120000Z.tar", "kat-site-20261124T120000Z.tar", "old.sqlite3"),
    ]


def test_after_a_jump_of_the_clock_a_backup_is_made_and_none_is_deleted(folder, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr(Reading, "now", lambda: Reading(now, "a", 0))
    back_up(folder, 35)
    monkeypatch.setattr(Reading, "now", lambda: Reading(now + 100 * DAY, "a", 60))
    made = back_up(folder, 35)
    assert (made.deleted, made.distrusts_clock) == (0, True)
    assert len(list(folder.iterdir())) == 2


def test_a_backup_that_fails_leaves_no_file_and_takes_none_away(folder, monkeypatch):
    with time_machine.travel(timezone.now() - 40 * DAY, tick=False):
        old = back_up(folder, 35).file

    def full(to):
        to.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(create.ENGINES[connection.vendor], "copy_out", full)
    with pytest.raises(CommandError, match=r"There is no new backup\..*No space left on device"):
        call_command("backup", str(folder))
    assert list(folder.iterdir()) == [old]
    assert runs.last_run(runs.Kind.BACKUP).problem == "It stopped: No space left on device."


def test_what_a_killed_backup_left_aside_goes_with_the_next_one(folder):
    left = folder / ".kat-site-killed"
    left.mkdir(parents=True)
    (left / "database").write_bytes(b"half")
    made = back_up(folder, 35)
    assert list(folder.iterdir()) == [made.file]


def test_two_backups_at_once_into_one_folder_are_refused(folder):
    with create._alone_in(folder), pytest.raises(runs.Trouble, match="Another backup is being made"):
        back_up(folder, 35)


def test_the_command_keeps_none_longer_than_people_were_promised(folder):
    out = StringIO()
    call_command("backup", str(folder), "--keep-days", "7", stdout=out)
    assert "It holds no keys" in out.getvalue()
    promised = catalogue.current().clinic.kept.backup_days
    for days in ("0", str(promised + 1)):
        with pytest.raises(CommandError, match=f"1 to {promised}"):
            call_command("backup", str(folder), "--keep-days", days)


@pytest.mark.skipif(not is_sqlite, reason="SQLite's own check")
def test_a_damaged_sqlite_database_is_not_taken_for_a_backup(folder, tmp_path, monkeypatch):
    held = members(back_up(folder, 35).file)["database"]
    middle = len(held) // 2
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(held[:middle] + b"\xff" * 8192 + held[middle + 8192 :])
    monkeypatch.setattr(sqlite, "_live", lambda: str(damaged))
    with pytest.raises(runs.Trouble, match="damaged, says SQLite"):
        sqlite.copy_out(tmp_path / "copy")


@pytest.mark.skipif(is_sqlite, reason="PostgreSQL's programs")
def test_where_pg_dump_is_missing_the_command_says_what_to_install(folder, monkeypatch):
    monkeypatch.setattr(postgresql.shutil, "which", lambda program: None)
    with pytest.raises(CommandError, match="pg_dump is not installed here"):
        call_command("backup", str(folder))


@pytest.fixture
def file(folder):
    submit()
    return back_up(folder, 35).file


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"database": b"other"}, "is damaged"),
        ({"engine": "oracle"}, "a backup of oracle"),
        ({"format": 2}, "format 2"),
        ({"migrations": ["screening.9999_later"]}, "A newer version of the site"),
        ({"secret_key": "0" * 16}, r"not those of the backup \(SECRET_KEY\)"),
        ({"data_keys": ["lost"]}, r"not those of the backup \(lost\)"),
        ({"unknown": 1}, "cannot be read as a backup"),
        ({}, "is not empty"),
    ],
)
def test_a_restore_that_cannot_go_well_changes_nothing_and_says_why(file, changed, says):
    before = restoring.contents_of(connection)
    with pytest.raises(CommandError, match=f"(?s){says}.*Nothing was changed"):
        call_command("restore", str(rewritten(file, **changed)))
    assert restoring.contents_of(connection) == before


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1000, None])
def test_a_file_that_is_no_backup_is_refused(folder, content):
    file = folder.parent / "file"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(runs.Trouble, match="cannot be read as a backup"):
        restore(file)


def test_to_replace_a_database_one_has_to_name_it(file):
    with pytest.raises(runs.Trouble, match=f"--replace {restoring.name_of_database()}"):
        restore(file, "another")


def test_nothing_is_left_beside_the_data(file, settings):
    with pytest.raises(runs.Trouble):
        restore(file)
    assert list(Path(settings.VAR_DIR).glob("restore-*")) == []
