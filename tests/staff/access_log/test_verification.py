"""Whoever changes the log past the database is found, and told where; whoever does not is not accused."""

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
def three():
    return [record(None, Action.SAW_ANSWERS, f"AAAA-000{number}") for number in range(3)]


@contextmanager
def past_the_guard():
    """As whoever owns the database can: the triggers down, a change made, the triggers up again."""
    with connection.cursor() as cursor:
        for statement in GUARD.remove_statements(connection.vendor):
            cursor.execute(statement)
        yield cursor
    install(GUARD)


def tamper(statement):
    with past_the_guard() as cursor:
        cursor.execute(statement)


def fault(capsys, *arguments):
    with pytest.raises(CommandError) as caught:
        call_command("verify_access_log", *arguments)
    assert caught.value.returncode == 1
    assert capsys.readouterr().out == ""
    return str(caught.value)


def told(capsys, *arguments):
    call_command("verify_access_log", *arguments)
    return capsys.readouterr().out


def write_anew():
    """Change every entry, and give all of them and the head row new, fitting hashes."""
    before = BEFORE_THE_FIRST
    with past_the_guard():
        for entry in AccessEntry.objects.order_by("id"):
            entry.actor, entry.previous_hash = "eve", before
            before = entry.expected_hash
            AccessEntry.objects.filter(id=entry.id).update(
                actor="eve", previous_hash=entry.previous_hash, hash=entry.expected_hash
            )
        AccessLogHead.objects.update(hash=before)


def test_an_empty_log_is_in_order(capsys):
    assert told(capsys) == f"0 entries, each as it was written.\nHead: {BEFORE_THE_FIRST}\n"


def test_a_log_in_order_tells_its_count_and_its_head(three, capsys):
    assert told(capsys) == f"3 entries, each as it was written.\nHead: {three[-1].hash}\n"


@pytest.mark.parametrize("batch", [1, 2, 3, 4])
def test_the_walk_gives_the_same_in_batches_of_any_size(three, monkeypatch, capsys, batch):
    monkeypatch.setattr(verification, "BATCH", batch)
    assert told(capsys).startswith("3 entries")
    tamper("DELETE FROM staff_accessentry WHERE id = 2")
    assert fault(capsys) == "Entry 2 was removed."


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
            "Entry 3 is not the one the head row names: one of them was changed.",
        ),
        ("DELETE FROM staff_accessloghead", "Entry 1 was inserted after entry 0, where the log ends."),
    ],
)
def test_the_first_entry_that_was_tampered_with_is_named(three, capsys, statement, message):
    tamper(statement)
    assert fault(capsys) == message


def test_an_entry_that_was_changed_and_given_a_fitting_hash_is_found_at_the_next(three, capsys):
    changed = AccessEntry.objects.get(id=1)
    changed.actor = "eve"
    with past_the_guard():
        AccessEntry.objects.filter(id=1).update(actor="eve", hash=changed.expected_hash)
    assert fault(capsys) == (
        "Entry 2 does not go on from the one before: something was changed, inserted or removed here."
    )


def test_a_log_written_anew_is_found_with_a_head_that_was_kept(three, capsys):
    for entry in three:
        assert told(capsys, "--head", entry.hash).startswith("3 entries")
    assert told(capsys, "--head", BEFORE_THE_FIRST).startswith("3 entries")
    write_anew()
    assert told(capsys).startswith("3 entries")
    assert fault(capsys, "--head", three[0].hash).startswith(f"The head {three[0].hash} is not in the log")


def test_a_guard_that_is_gone_is_told(three, capsys):
    with connection.cursor() as cursor:
        cursor.execute(GUARD.remove_statements(connection.vendor)[0])
    assert "no longer refuses to change them" in fault(capsys)


def test_an_entry_that_is_written_during_the_walk_is_no_fault(three, capsys, monkeypatch):
    walk = verification._entries

    def meanwhile(after, last):
        record(None, Action.SIGNED_IN)
        return walk(after, last)

    monkeypatch.setattr(verification, "_entries", meanwhile)
    assert told(capsys).startswith("3 entries")


class TestPurge:
    @pytest.fixture
    def old_and_young(self):
        """Three entries at the limit of six years or past it, one a moment younger, one that claims to be old."""
        limit = timezone.now() - timedelta(hours=1)
        limit = limit.replace(year=limit.year - 6, day=min(limit.day, 28))
        moments = [limit - timedelta(days=9), limit - timedelta(days=1), limit, limit + timedelta(seconds=1)]
        for moment in [*moments, limit - timedelta(days=5), timezone.now()]:
            with time_machine.travel(moment, tick=False):
                record(None, Action.SIGNED_IN)
        return limit

    def test_only_the_oldest_run_goes_and_what_stays_can_be_verified(self, old_and_young, capsys):
        now = old_and_young.replace(year=old_and_young.year + 6)
        last_gone = AccessEntry.objects.get(id=3).hash
        assert purge_access_log(now, 6) == 3
        assert list(AccessEntry.objects.order_by("id").values_list("id", flat=True)) == [4, 5, 6]
        assert told(capsys).startswith("3 entries")
        assert AccessLogHead.objects.values_list("count", "purged", "purged_hash").get() == (6, 3, last_gone)
        assert told(capsys, "--head", last_gone).startswith("3 entries")
        assert purge_access_log(now, 6) == 0
        record(None, Action.SIGNED_IN)
        assert told(capsys).startswith("4 entries")

    def test_a_second_before_its_time_an_entry_stays(self, old_and_young):
        now = old_and_young.replace(year=old_and_young.year + 6)
        assert purge_access_log(now - timedelta(seconds=1), 6) == 2

    def test_a_log_may_be_kept_longer_and_not_shorter(self, old_and_young):
        assert purge_access_log(timezone.now(), 7) == 0
        with pytest.raises(ValueError, match="kept for 6 years or longer"):
            purge_access_log(timezone.now(), 5)

    def test_more_than_the_oldest_run_cannot_be_taken_from_what_stays(self, old_and_young, capsys):
        purge_access_log(old_and_young.replace(year=old_and_young.year + 6), 6)
        tamper("DELETE FROM staff_accessentry WHERE id = 4")
        assert fault(capsys) == "Entry 4 was removed."

    def test_entries_that_go_during_the_walk_are_no_fault(self, old_and_young, capsys, monkeypatch):
        walk, now = verification._entries, old_and_young.replace(year=old_and_young.year + 6)

        def meanwhile(after, last):
            purge_access_log(now, 6)
            return walk(after, last)

        monkeypatch.setattr(verification, "_entries", meanwhile)
        assert told(capsys).startswith("3 entries")

    def test_everything_may_be_past_its_time(self, capsys):
        with time_machine.travel(timezone.now() - timedelta(days=3000)):
            only = record(None, Action.SIGNED_IN)
        assert purge_access_log(timezone.now(), 6) == 1
        assert told(capsys) == f"0 entries, each as it was written.\nHead: {only.hash}\n"
        assert record(None, Action.SIGNED_IN).previous_hash == only.hash
        assert told(capsys).startswith("1 entries")

    def test_on_february_29_the_limit_is_the_28th(self):
        with time_machine.travel(datetime(2018, 2, 28, 12, tzinfo=UTC), tick=False):
            record(None, Action.SIGNED_IN)
        assert purge_access_log(datetime(2024, 2, 29, 11, tzinfo=UTC), 6) == 0
        assert purge_access_log(datetime(2024, 2, 29, 12, tzinfo=UTC), 6) == 1

    def test_an_empty_log_has_nothing_to_lose(self):
        assert purge_access_log(timezone.now(), 6) == 0
