"""A drill: a backup is made while people write and restored on an empty machine, where everything works as before."""

import json
import shutil
import subprocess
import tarfile

import pytest

from tests.operations.backup.people import FILL, MARKER
from tests.operations.hosts import is_postgresql, new_host, prepared_host
from tests.staff.second_steps import PASSWORD, SECRET

WRITE = """
import sys
import django
django.setup()
from pathlib import Path
from tests.screening.submitting import submit
stop, written = Path(sys.argv[1]), 0
while not stop.exists():
    submit()
    written += 1
    print(written)
"""

LOOK = f"""
import json, sys
import django
django.setup()
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from operations.backup.contents import row_counts
from receipts.receipt import Receipt
from screening.models import Review, Submission
from staff.access_log.verification import verify
from tests.staff.second_steps import PASSWORD, code
counts = row_counts(connection)
receipts = [Receipt.under(code) for code in json.loads(sys.argv[1])]
browser = Client(SERVER_NAME="127.0.0.1")
steps = [
    browser.post("/staff/account/sign-in/", {{"login": "ann", "password": PASSWORD}}).headers.get("Location"),
    browser.post("/staff/account/sign-in/code/", {{"code": code()}}).headers.get("Location"),
]
print(json.dumps({{
    "counts": counts,
    "sign-in": steps,
    "roles": [group.name for group in User.objects.get(username="ann").groups.all()],
    "receipts": sum(1 for receipt in receipts if receipt.submission and receipt.request and receipt.questions_answered),
    "contacts": sum(1 for receipt in receipts if receipt.request.contact["phone"] == "{MARKER}"),
    "notes": [review.note for review in Review.objects.all()],
    "opens": sum(1 for submission in Submission.objects.all() if submission.answers),
    "access log": verify().fault,
}}))
"""


@pytest.fixture
def hosts(tmp_path, installation):
    """One with data, and one without a database."""
    with prepared_host(tmp_path / "first", installation) as first, new_host(tmp_path / "second") as second:
        yield first, second


def backed_up_while_people_write(host, tmp_path):
    stop, folder = tmp_path / "stop", tmp_path / "backups"
    writer = host.start("-c", WRITE, str(stop))
    before = int(writer.stdout.readline())
    result = host.manage("backup", str(folder))
    stop.touch()
    *_, after = [before, *map(int, writer.stdout)]
    writer.stdout.close()
    assert writer.wait() == 0
    assert result.returncode == 0, result.stderr
    assert after > before
    [file] = folder.iterdir()
    return file, before, after


def plain_bytes_of(file, tmp_path):
    """The bytes of a backup. PostgreSQL compresses its own, so its SQL is added."""
    with tarfile.open(file) as tar:
        (tmp_path / "database").write_bytes(tar.extractfile("database").read())
    if not is_postgresql:
        return file.read_bytes()
    unpacked = ["pg_restore", "--file=-", str(tmp_path / "database")]
    return file.read_bytes() + subprocess.run(unpacked, capture_output=True, check=True).stdout


def manifest_of(file):
    with tarfile.open(file) as tar:
        return json.load(tar.extractfile("manifest.json"))


@pytest.mark.promise("P13")
def test_a_backup_made_while_people_write_works_on_an_empty_machine(hosts, tmp_path):
    first, second = hosts
    codes = first.python(FILL)
    file, before, after = backed_up_while_people_write(first, tmp_path)
    manifest = manifest_of(file)
    sent = manifest["counts"]["screening_submission"]
    assert 20 + before <= sent <= 20 + after

    keys = [path.read_text() for path in (first.folder / "keys").iterdir()]
    secrets = [MARKER, PASSWORD, SECRET, *keys, *(key.partition(":")[2] for key in keys if ":" in key)]
    everything = plain_bytes_of(file, tmp_path)
    assert b"ann" in everything
    assert [secret for secret in secrets if secret.encode() in everything] == []

    refused = second.manage("restore", str(file))
    assert "The keys of this site are not those of the backup" in refused.stderr
    shutil.copytree(first.folder / "keys", second.folder / "keys")
    restored = second.manage("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    assert json.loads(second.python(LOOK, codes)) == {
        "counts": manifest["counts"],
        "sign-in": ["/staff/account/sign-in/code/", "/staff/"],
        "roles": ["Reviewer"],
        "receipts": 20,
        "contacts": 20,
        "notes": [MARKER],
        "opens": sent,
        "access log": "",
    }
    assert second.manage("purge", "--clock-is-right").returncode == 0
    assert second.manage("check", "--database", "default").returncode == 0


def test_a_second_restore_replaces_everything_when_the_database_is_named(hosts, tmp_path):
    first, second = hosts
    codes = first.python(FILL)
    assert first.manage("backup", str(tmp_path / "backups")).returncode == 0
    [file] = (tmp_path / "backups").iterdir()
    shutil.copytree(first.folder / "keys", second.folder / "keys")
    assert second.manage("restore", str(file)).returncode == 0
    second.python("import django; django.setup(); from tests.screening.submitting import submit; submit()")
    again = second.manage("restore", str(file))
    assert "is not empty" in again.stderr
    name = again.stderr.split("--replace ")[1].strip()
    assert name == (second.environment["DATABASE_URL"].rpartition("/")[2] if is_postgresql else "site.sqlite3")
    replaced = second.manage("restore", str(file), "--replace", name)
    assert replaced.returncode == 0, replaced.stderr
    assert json.loads(second.python(LOOK, codes))["counts"] == manifest_of(file)["counts"]
