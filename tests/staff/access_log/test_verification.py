"""Verification finds where the access log was changed without the triggers, and reports nothing else."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from staff.access_log import GUARD, Action, purge_access_log, record, verification
from staff.models import BEFORE_THE_FIRST, AccessEntry, AccessLogHead
from tests.append_only import install

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _guard():
    install(GUARD)


@pytest.fixture
def entries():
    return [record(None, Action.SAW_ANSWERS, f"AAAA-000{number}") for number in range(3)]


@contextmanager
def without_guard():
    """Remove the triggers, as an owner of the database can, and install them again afterwards."""
    with connection.cursor() as cursor:
        for statement in GUARD.remove_statements(connection.vendor):
            cursor.execute(statement)
        yield cursor
    install(GUARD)


def tamper(statement):
    with without_guard() as cursor:
        cursor.execute(statement)


def reported_fault(capsys, *arguments):
    with pytest.raises(CommandError) as caught:
        call_command("verify_access_log", *arguments)
    assert caught.value.returncode == 1
    assert capsys.readouterr().out == ""
    return str(caught.value)


def printed(capsys, *arguments):
    call_command("verify_access_log", *arguments)
    return capsys.readouterr().out


def rewrite_the_log():
    """Change every entry, and set matching hashes in all entries and in the head row."""
    before = BEFORE_THE_FIRST
    with without_guard():
        for entry in AccessEntry.objects.order_by("id"):
            entry.actor, entry.previous_hash = "eve", before
            before = entry.expected_hash
            AccessEntry.objects.filter(id=entry.id).update(
                actor="eve", previous_hash=entry.previous_hash, hash=entry.expected_hash
            )
        AccessLogHead.objects.update(hash=before)


def test_an_empty_log_is_verified(capsys):
    assert printed(capsys) == f"0 entries, each as it was written.\nHead: {BEFORE_THE_FIRST}\n"


def test_the_number_of_entries_and_the_head_of_an_unchanged_log_are_printed(entries, capsys):
    assert printed(capsys) == f"3 entries, each as it was written.\nHead: {entries[-1].hash}\n"


@pytest.mark.parametrize("batch", [1, 2, 3, 4])
def test_the_size_of_the_batches_does_not_change_the_result(entries, monkeypatch, capsys, batch):
    monkeypatch.setattr(verification, "BATCH", batch)
    assert printed(capsys).startswith("3 entries")
    tamper("DELETE FROM staff_accessentry WHERE id = 2")
    assert reported_fault(capsys) == "Entry 2 was removed."


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE staff_accessentry SET actor = 'eve' WHERE id = 2", "Entry 2 was changed."),
        ("UPDATE staff_accessentry SET at = '2020-01-01 00:00:00' WHERE id = 1", "Entry 1 was changed."),
        ("UPDATE staff_accessentry SET actor_id = '9' WHERE id = 3", "Entry 3 was changed."),
        ("UPDATE staff_accessentry SET action = 'signed-in' WHERE id = 3", "Entry 3 was changed."),
        ("UPDATE staff_accessentry SET subject = 'x' WHERE id = 3", "Entry 3 was changed."),
        ("UPDATE staff_accessentry SET detail = 'x' WHERE id = 3", "Entry 3 was changed."),
        ("UPDATE staff_accessentry SET previous_hash = 'x' WHERE id = 3", "Entry 3 was changed."),
        ("UPDATE staff_accessentry SET hash = 'x' WHERE id = 2", "Entry 2 was changed."),
        ("DELETE FROM staff_accessentry WHERE id = 1", "Entry 1 was removed."),
        ("DELETE FROM staff_accessentry WHERE id = 2", "Entry 2 was removed."),
        ("DELETE FROM staff_accessentry WHERE id > 1", "Entry 2 was removed, and all up to 3."),
        (
            "INSERT INTO staff_accessentry SELECT 4, at, actor_id, actor, action, subject, detail, previous_hash, hash "
            "FROM staff_accessentry WHERE id = 3",
            "Entry 4 was inserted after entry 3, where the log ends.",
        ),
        (
            "INSERT INTO staff_accessentry SELECT 0, at, actor_id, actor, action, subject, detail, previous_hash, hash "
            "FROM staff_accessentry WHERE id = 3",
            "Entry 0 was inserted before entry 1, where the log begins.",
        ),
        (
            "UPDATE staff_accessloghead SET hash = 'x'",
            "Entry 3 does not match the head row: one of them was changed.",
        ),
        ("DELETE FROM staff_accessloghead", "Entry 1 was inserted after entry 0, where the log ends."),
    ],
)
def test_the_first_entry_that_was_tampered_with_is_reported(entries, capsys, statement, message):
    tamper(statement)
    assert reported_fault(capsys) == message


def test_a_changed_entry_with_a_matching_hash_is_reported_at_the_next_entry(entries, capsys):
    changed = AccessEntry.objects.get(id=1)
    changed.actor = "eve"
    with without_guard():
        AccessEntry.objects.filter(id=1).update(actor="eve", hash=changed.expected_hash)
    assert reported_fault(capsys) == (
        "Entry 2 does not continue the one before: something was changed, inserted or removed here."
    )


def test_a_rewritten_log_is_detected_with_a_head_that_was_kept(entries, capsys):
    for entry in entries:
        assert printed(capsys, "--head", entry.hash).startswith("3 entries")
    assert printed(capsys, "--head", BEFORE_THE_FIRST).startswith("3 entries")
    rewrite_the_log()
    assert printed(capsys).startswith("3 entries")
    assert reported_fault(capsys, "--head", entries[0].hash).startswith(f"The head {entries[0].hash} is not in the log")


class TestHeadsInAFile:
    @pytest.fixture
    def file(self, tmp_path):
        return tmp_path / "heads"

    def test_each_check_adds_its_head_and_the_next_one_needs_it(self, entries, capsys, file):
        assert printed(capsys, "--head", str(file)).startswith(f"{file} had no head, so nothing shows whether the log")
        newer = record(None, Action.SIGNED_IN)
        assert printed(capsys, "--head", str(file)).startswith("4 entries")
        heads = [line.split() for line in file.read_text().splitlines()]
        assert [head for _, head in heads] == [entries[-1].hash, newer.hash]
        assert all(datetime.fromisoformat(at).tzinfo for at, _ in heads)
        rewrite_the_log()
        assert reported_fault(capsys, "--head", str(file)).startswith(f"The head {newer.hash} is not in the log")
        assert len(file.read_text().splitlines()) == 2

    def test_a_fault_adds_no_head(self, entries, capsys, file):
        tamper("DELETE FROM staff_accessentry WHERE id = 2")
        assert reported_fault(capsys, "--head", str(file)) == "Entry 2 was removed."
        assert not file.exists()

    @pytest.mark.parametrize("content", [b"yesterday\n", b"\xff\n"])
    def test_a_file_without_heads_is_refused(self, entries, capsys, file, content):
        file.write_bytes(content)
        assert reported_fault(capsys, "--head", str(file)).endswith("The log was not checked.")
        assert file.read_bytes() == content

    def test_a_folder_that_does_not_exist_is_reported(self, entries, capsys, tmp_path):
        fault = reported_fault(capsys, "--head", str(tmp_path / "nowhere" / "heads"))
        assert fault.startswith("The log is as it was written, but its head was not kept: ")


def test_a_missing_trigger_is_reported(entries, capsys):
    with connection.cursor() as cursor:
        cursor.execute(GUARD.remove_statements(connection.vendor)[0])
    assert "no longer refuses to change them" in reported_fault(capsys)


def test_an_entry_added_during_the_verification_is_not_a_fault(entries, capsys, monkeypatch):
    read_entries = verification._entries

    def add_and_read(after, last):
        record(None, Action.SIGNED_IN)
        return read_entries(after, last)

    monkeypatch.setattr(verification, "_entries", add_and_read)
    assert printed(capsys).startswith("3 entries")


class TestPurging:
    @pytest.fixture
    def six_year_limit(self):
        """Add three entries that are at least six years old, and three younger ones, one of which is backdated.

        Returns the time of the third entry. The backdated entry comes after a younger one.
        """
        limit = timezone.now() - timedelta(hours=1)
        limit = limit.replace(year=limit.year - 6, day=min(limit.day, 28))
        moments = [limit - timedelta(days=9), limit - timedelta(days=1), limit, limit + timedelta(seconds=1)]
        for moment in [*moments, limit - timedelta(days=5), timezone.now()]:
            with time_machine.travel(moment, tick=False):
                record(None, Action.SIGNED_IN)
        return limit

    def test_the_oldest_entries_are_deleted_and_the_others_can_be_verified(self, six_year_limit, capsys):
        now = six_year_limit.replace(year=six_year_limit.year + 6)
        last_deleted_hash = AccessEntry.objects.get(id=3).hash
        assert purge_access_log(now, 6) == 3
        assert list(AccessEntry.objects.order_by("id").values_list("id", flat=True)) == [4, 5, 6]
        assert printed(capsys).startswith("3 entries")
        assert AccessLogHead.objects.values_list("count", "purged", "purged_hash").get() == (6, 3, last_deleted_hash)
        assert printed(capsys, "--head", last_deleted_hash).startswith("3 entries")
        assert purge_access_log(now, 6) == 0
        record(None, Action.SIGNED_IN)
        assert printed(capsys).startswith("4 entries")

    def test_an_entry_is_kept_until_it_is_six_years_old(self, six_year_limit):
        now = six_year_limit.replace(year=six_year_limit.year + 6)
        assert purge_access_log(now - timedelta(seconds=1), 6) == 2

    def test_a_log_can_be_kept_for_more_than_six_years_and_not_for_less(self, six_year_limit):
        assert purge_access_log(timezone.now(), 7) == 0
        with pytest.raises(ValueError, match="kept for 6 years or longer"):
            purge_access_log(timezone.now(), 5)

    def test_an_entry_deleted_after_the_purge_is_reported(self, six_year_limit, capsys):
        purge_access_log(six_year_limit.replace(year=six_year_limit.year + 6), 6)
        tamper("DELETE FROM staff_accessentry WHERE id = 4")
        assert reported_fault(capsys) == "Entry 4 was removed."

    def test_entries_purged_during_the_verification_are_not_a_fault(self, six_year_limit, capsys, monkeypatch):
        read_entries, now = verification._entries, six_year_limit.replace(year=six_year_limit.year + 6)

        def purge_and_read(after, last):
            purge_access_log(now, 6)
            return read_entries(after, last)

        monkeypatch.setattr(verification, "_entries", purge_and_read)
        assert printed(capsys).startswith("3 entries")

    def test_a_purge_can_delete_every_entry(self, capsys):
        with time_machine.travel(timezone.now() - timedelta(days=3000)):
            entry = record(None, Action.SIGNED_IN)
        assert purge_access_log(timezone.now(), 6) == 1
        assert printed(capsys) == f"0 entries, each as it was written.\nHead: {entry.hash}\n"
        assert record(None, Action.SIGNED_IN).previous_hash == entry.hash
        assert printed(capsys).startswith("1 entries")

    def test_on_february_29_the_limit_is_february_28(self):
        with time_machine.travel(datetime(2018, 2, 28, 12, tzinfo=UTC), tick=False):
            record(None, Action.SIGNED_IN)
        assert purge_access_log(datetime(2024, 2, 29, 11, tzinfo=UTC), 6) == 0
        assert purge_access_log(datetime(2024, 2, 29, 12, tzinfo=UTC), 6) == 1

    def test_a_purge_of_an_empty_log_deletes_nothing(self):
        assert purge_access_log(timezone.now(), 6) == 0
