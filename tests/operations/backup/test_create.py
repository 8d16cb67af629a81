"""A backup is one complete file without keys or readable answers, and a restore refuses what it could destroy."""

import json
import os
import stat
import tarfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from operations import runs
from operations.backup import create, locks, postgresql, sqlite
from operations.backup.contents import row_counts
from operations.backup.create import create_backup
from operations.backup.manifest import _checksum
from operations.backup.restore import database_name, restore
from pages import catalogue
from screening.models import Submission
from tests.screening.submitting import submit

pytestmark = pytest.mark.django_db(transaction=True)

DAY = timedelta(days=1)
is_sqlite = connection.vendor == "sqlite"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture(autouse=True)
def _no_site_runs(settings, tmp_path):
    # other tests of this process, and of others, hold the lock of the site
    settings.DATA_DIR = tmp_path / "var"


def members(file):
    with tarfile.open(file) as tar:
        return {member.name: tar.extractfile(member).read() for member in tar}


def rewritten(file, **changed):
    """The same backup with a changed manifest or another database."""
    content = members(file)
    database = changed.pop("database", content["database"])
    fields = json.loads(content["manifest.json"]) | changed
    del fields["checksum"]
    manifest = json.dumps(fields | {"checksum": _checksum(fields)}).encode()
    with tarfile.open(file, "w") as tar:
        for name, data in (("manifest.json", manifest), ("database", database)):
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, BytesIO(data))
    return file


def test_it_is_one_file_for_its_owner_alone_with_its_date_in_its_name(folder):
    with time_machine.travel("2026-11-24 12:30:15Z", tick=False):
        made = create_backup(folder, 35)
    assert made == create.Backup(folder / "kat-site-20261124T123015Z.tar", 0, True)
    assert list(folder.iterdir()) == [made.file]
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert set(members(made.file)) == {"manifest.json", "database"}


def test_its_manifest_lists_its_content_and_the_keys_it_needs(folder, settings):
    settings.DATA_KEYS = {"k1": b"o" * 32}
    submit()
    content = members(create_backup(folder, 35).file)
    manifest = json.loads(content["manifest.json"])
    assert manifest["counts"]["screening_submission"] == 1
    assert manifest["data_keys"] == ["k1"]
    assert "screening.0001_initial" in manifest["migrations"]
    assert (manifest["engine"], manifest["format"]) == (connection.vendor, 3)
    assert str(settings.SECRET_KEY) not in str(manifest)


def test_it_has_neither_unsent_answers_nor_sessions(folder, client):
    client.get("/screening/new/")
    client.session["x"] = "y"
    [key] = [client.cookies["session"].value]
    submit()
    content = members(create_backup(folder, 35).file)
    assert "django_session" not in json.loads(content["manifest.json"])["counts"]
    # PostgreSQL compresses its own; the drill in test_restore.py reads it.
    if is_sqlite:
        assert key.encode() not in content["database"]


def test_the_run_is_recorded_with_its_size(folder):
    made = create_backup(folder, 35)
    assert runs.last_run(runs.Kind.BACKUP).counts == {
        "bytes": made.file.stat().st_size,
        "older backups deleted": 0,
    }


def test_only_backups_that_are_too_old_are_deleted(folder):
    folder.mkdir()
    with time_machine.travel("2026-11-24 12:00:00Z", tick=False):
        for name in ("kat-site-20261020T115959Z.tar", "kat-site-20261020T120000Z.tar", "holiday.tar", "old.sqlite3"):
            (folder / name).touch()
            os.utime(folder / name, (0, 0))
        assert create_backup(folder, 35).deleted == 1
    assert sorted(path.name for path in folder.iterdir()) == [
        *("holiday.tar", "kat-site-20261020T120000Z.tar", "kat-site-20261124T120000Z.tar", "old.sqlite3"),
    ]


def test_a_longer_limit_keeps_no_backup_longer_than_the_people_in_it_were_told(folder, monkeypatch):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        submit()
        told = create_backup(folder, 35)
        # Nobody in the later backups was told anything.
        Submission.objects.all().delete()
    with time_machine.travel(now + 2 * DAY, tick=False):
        assert json.loads(members(create_backup(folder, 300).file)["manifest.json"])["keep_days"] == 300
    monkeypatch.setattr(create, "is_trustworthy", lambda last, now: True)
    with time_machine.travel(now + 34 * DAY, tick=False):
        assert create_backup(folder, 300).deleted == 0
    with time_machine.travel(now + 36 * DAY, tick=False):
        assert create_backup(folder, 300).deleted == 1
    assert not told.file.exists()


def test_when_the_clock_looks_wrong_a_backup_is_made_and_none_is_deleted(folder):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        create_backup(folder, 35)
    with time_machine.travel(now + 100 * DAY, tick=False):
        made = create_backup(folder, 35)
    assert (made.deleted, made.clock_is_trustworthy) == (0, False)
    assert len(list(folder.iterdir())) == 2


def test_a_backup_that_fails_leaves_no_file_and_deletes_none(folder, monkeypatch):
    with time_machine.travel(timezone.now() - 40 * DAY, tick=False):
        old = create_backup(folder, 35).file

    def full(to):
        to.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(create.ENGINES[connection.vendor], "copy_out", full)
    with pytest.raises(CommandError, match=r"No backup was made\..*No space left on device"):
        call_command("backup", str(folder))
    assert list(folder.iterdir()) == [old]
    assert runs.last_run(runs.Kind.BACKUP).problem == "It stopped: No space left on device."


def test_the_next_backup_deletes_what_a_killed_one_left_behind(folder):
    (folder / ".kat-site-killed").mkdir(parents=True)
    (folder / ".kat-site-killed" / "database").write_bytes(b"half")
    (folder / ".kat-site-20261124T123015Z.tar.killed.new").write_bytes(b"half")
    made = create_backup(folder, 35)
    assert list(folder.iterdir()) == [made.file]


def test_two_backups_at_once_into_one_folder_are_refused(folder):
    with create._locked(folder), pytest.raises(runs.MaintenanceError, match="Another backup into"):
        create_backup(folder, 35)


def test_the_command_keeps_no_backup_longer_than_clinic_yaml_promises(folder):
    out = StringIO()
    call_command("backup", str(folder), "--keep-days", "7", stdout=out)
    assert "only with the keys, which are not in it" in out.getvalue()
    promised = catalogue.current().clinic.kept.backup_days
    for days in ("0", str(promised + 1)):
        with pytest.raises(CommandError, match=f"1 to {promised}"):
            call_command("backup", str(folder), "--keep-days", days)


@pytest.mark.skipif(not is_sqlite, reason="SQLite's own check")
def test_a_damaged_sqlite_database_is_not_backed_up(folder, tmp_path, monkeypatch):
    database = members(create_backup(folder, 35).file)["database"]
    middle = len(database) // 2
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(database[:middle] + b"\xff" * 8192 + database[middle + 8192 :])
    monkeypatch.setattr(sqlite, "_database", lambda: str(damaged))
    with pytest.raises(runs.MaintenanceError, match="SQLite reports that the database is damaged"):
        sqlite.copy_out(tmp_path / "copy")


@pytest.mark.skipif(is_sqlite, reason="PostgreSQL's programs")
def test_without_pg_dump_the_command_says_what_to_install(folder, monkeypatch):
    monkeypatch.setattr(postgresql.shutil, "which", lambda program: None)
    with pytest.raises(CommandError, match="pg_dump is not installed"):
        call_command("backup", str(folder))


@pytest.fixture
def file(folder):
    submit()
    return create_backup(folder, 35).file


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"database": b"other"}, "is damaged"),
        ({"engine": "oracle"}, "a backup of oracle"),
        ({"format": 4}, "in format 4"),
        ({"migrations": ["screening.9999_later"]}, "A newer version of the site"),
        ({"secret_key": "0" * 16}, r"not those of the backup \(SECRET_KEY\)"),
        ({"data_keys": ["lost"]}, r"not those of the backup \(lost\)"),
        ({"unknown": 1}, "cannot be read as a backup"),
        ({"counts": {"screening_submission": 2}}, "has another database than its manifest says"),
        ({}, "is not empty"),
    ],
)
def test_a_restore_that_cannot_succeed_changes_nothing_and_says_why(file, changed, message):
    before = row_counts(connection)
    with pytest.raises(CommandError, match=f"(?s){message}.*Nothing was changed"):
        call_command("restore", str(rewritten(file, **changed)))
    assert row_counts(connection) == before


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1000, None])
def test_a_file_that_is_not_a_backup_is_refused(folder, content):
    file = folder.parent / "file"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(runs.MaintenanceError, match="cannot be read as a backup"):
        restore(file)


def test_a_database_is_replaced_only_when_it_is_named(file):
    with pytest.raises(runs.MaintenanceError, match=f"--replace {database_name()}"):
        restore(file, "another")


def test_a_refused_restore_leaves_no_temporary_file_and_no_list_of_withdrawals(file):
    (locks.folder() / "unpacked-by-a-killed-restore").mkdir(parents=True)
    with pytest.raises(runs.MaintenanceError):
        restore(file)
    assert sorted(path.name for path in locks.folder().iterdir()) == ["restore.lock", "site.lock"]
