"""The data key is rotated while the site runs: nothing is lost or undone, and an interrupted rotation continues."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.utils import timezone

from consultations import mails
from consultations.models import ConsultationRequest, Schedule
from operations import runs
from operations.rotation import columns, reseal
from screening.models import Review, Submission
from screening.submissions.reviewing import record_review
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from tests.kat_site.rows import add_appointment
from tests.receipts.traces import in_files
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, soup, walk
from tests.screening.submitting import submit
from tests.staff.second_steps import code, give_app
from vault.keys import KeyFile, make
from vault.seal import seal

pytestmark = pytest.mark.django_db

OLD, NEW = {"old": b"o" * 32}, {"new": b"n" * 32}
CONTACT = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}
[SUBMISSIONS] = [column for column in columns.COLUMNS if column.model is Submission]
[REVIEWS] = [column for column in columns.COLUMNS if column.model is Review]


@pytest.fixture(autouse=True)
def _old_key(settings):
    settings.DATA_KEYS = OLD


def ask():
    return ConsultationRequest.ask("a1", Disposition.SUGGEST_CONSULTATION, CONTACT, Consent.to_text("I agree."))


def review(submission, note="Spoke with them."):
    author = User.objects.create_user("ann")
    return record_review(submission.pk, author, disposition=submission.disposition, reason="talk", note=note)


def second_factors_of(user):
    """An authenticator app, and recovery codes."""
    give_app(user)
    return user.authenticator_set.get(type="totp"), user.authenticator_set.get(type="recovery_codes")


def reseal_all():
    return reseal.reseal_all(lambda line: None)


def refreshed(row):
    row.refresh_from_db()
    return row


def test_everything_sealed_opens_with_the_new_key_alone(settings, client):
    sent, asked = submit(), ask()
    asked.seal_note("Works nights.")
    asked.save()
    reviewed = review(sent)
    attempt = begin(client)
    walk(client, CLEAR, attempt)
    app, codes = second_factors_of(reviewed.author)
    settings.MAIL_IS_SET_UP = True
    mails.queue(asked.pk, "call received", "ann@mail.example", mails.Message("A subject", "A body"))
    booked = add_appointment(Schedule.objects.create(name="Ann", host="front-desk", zone="America/New_York"))
    called = booked.contact
    record, before = sent.record, codes.wrap().get_unused_codes()
    settings.DATA_KEYS = NEW | OLD
    assert reseal_all() == {
        "submissions": 1,
        # the contact and the note of each
        "call requests": 2,
        "appointments": 2,
        "mails": 1,
        "reviews": 1,
        "authenticators": 2,
        "sessions": 1,
        "notes": 0,
        "urgent actions": 0,
    }
    settings.DATA_KEYS = NEW
    assert refreshed(sent).record == record
    assert (refreshed(asked).contact, asked.note) == (CONTACT, "Works nights.")
    assert (refreshed(booked).contact, booked.note) == (called, "")
    assert refreshed(reviewed).note == "Spoke with them."
    assert (mails.send_waiting(), mail.outbox[0].to) == ((1, 0), ["ann@mail.example"])
    assert refreshed(app).wrap().validate_code(code())
    assert refreshed(codes).wrap().get_unused_codes() == before
    page = soup(client.get(f"/screening/{attempt}/age/"))
    assert page.select_one("input[checked]")["value"] == CLEAR["age"]
    assert reseal.count_rows_under_older_keys() == 0


@pytest.mark.promise("P10")
def test_every_sealed_column_of_the_site_is_re_sealed():
    sealed = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.name.startswith("sealed_")
    }
    assert sealed - {(column.model, column.name) for column in columns.COLUMNS} == set()


def test_a_row_is_not_re_sealed_twice(settings):
    sent = submit()
    settings.DATA_KEYS = NEW | OLD
    assert reseal_all()["submissions"] == 1
    text = refreshed(sent).sealed_record
    assert reseal_all()["submissions"] == 0
    assert refreshed(sent).sealed_record == text


def test_a_rotation_that_was_killed_keeps_its_batches_and_continues(settings, monkeypatch):
    monkeypatch.setattr(columns, "PAGE_SIZE", 2)
    for _ in range(5):
        submit()
    settings.DATA_KEYS = NEW | OLD

    def killed(line):
        raise KeyboardInterrupt

    for remaining in (3, 1):
        with pytest.raises(KeyboardInterrupt):
            reseal.reseal_all(killed)
        assert reseal.count_rows_under_older_keys() == remaining
    assert reseal_all()["submissions"] == 1
    settings.DATA_KEYS = NEW
    assert [submission.record.answers for submission in Submission.objects.all()] == [submit().record.answers] * 5


def test_keys_whose_ids_differ_only_in_case_are_different_keys(settings):
    settings.DATA_KEYS = {"K1": b"o" * 32}
    sent = submit()
    settings.DATA_KEYS = {"k1": b"n" * 32} | settings.DATA_KEYS
    assert reseal.count_rows_under_older_keys() == 1
    reseal_all()
    assert refreshed(sent).sealed_record.startswith("v1.k1.")


def test_a_change_or_a_withdrawal_during_the_rotation_is_not_undone(settings):
    written, gone = submit(), submit()
    old = {row.pk: row.sealed_record for row in (written, gone)}
    other = seal({"answers": []}, context=Submission.CONTEXT, row=str(written.pk))
    Submission.objects.filter(pk=written.pk).update(sealed_record=other)
    gone.delete()
    assert [SUBMISSIONS.replace(pk, text, "v1.new.") for pk, text in old.items()] == [False, False]
    assert refreshed(written).sealed_record == other
    assert Submission.objects.count() == 1


def test_a_row_sealed_with_the_old_key_during_the_rotation_is_re_sealed_in_the_next_round(settings):
    submit()
    settings.DATA_KEYS = NEW | OLD
    late_submissions = []

    def late(line):
        if not late_submissions:
            settings.DATA_KEYS = OLD
            late_submissions.append(submit())
            settings.DATA_KEYS = NEW | OLD

    assert reseal.reseal_all(late)["submissions"] == 2
    assert refreshed(late_submissions[0]).sealed_record.startswith("v1.new.")


def test_a_process_that_keeps_sealing_with_the_old_key_is_reported(settings):
    submit()
    settings.DATA_KEYS = NEW | OLD

    def again(line):
        settings.DATA_KEYS = OLD
        submit()
        settings.DATA_KEYS = NEW | OLD

    with pytest.raises(runs.MaintenanceError, match="Restart the site"):
        reseal.reseal_all(again)
    assert "Restart" in runs.last_run(runs.Kind.ROTATION).problem


def test_a_row_that_no_key_opens_is_unchanged_and_does_not_stop_the_rotation(settings):
    lost = submit()
    settings.DATA_KEYS = NEW
    kept = submit()
    settings.DATA_KEYS = {"newest": b"m" * 32} | NEW
    assert (reseal.count_rows_under_older_keys(), reseal.count_unreadable_rows()) == (1, 1)
    assert reseal_all()["submissions"] == 1
    assert (reseal.count_rows_under_older_keys(), reseal.count_unreadable_rows()) == (0, 1)
    assert refreshed(lost).sealed_record == lost.sealed_record
    assert refreshed(kept).sealed_record.startswith("v1.newest.")


def test_reviews_are_append_only_again_after_the_rotation(settings):
    kept = review(submit())
    settings.DATA_KEYS = NEW | OLD
    reseal_all()
    assert REVIEWS.guard.is_installed()
    with pytest.raises(IntegrityError):
        Review.objects.filter(pk=kept.pk).update(reason="other")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the files of PostgreSQL cannot be read")
@pytest.mark.django_db(transaction=True)
def test_no_file_holds_text_under_the_old_key_after_the_rotation(settings):
    before = submit().sealed_record
    settings.DATA_KEYS = NEW | OLD
    assert in_files([before]) == [before]
    reseal_all()
    assert in_files([before]) == []


@pytest.fixture
def keys(settings, tmp_path):
    make(tmp_path / "keys" / "data_key")
    settings.DATA_KEYS = KeyFile(tmp_path / "keys" / "data_key")
    return settings.DATA_KEYS


def rotate(*arguments):
    out = StringIO()
    call_command("rotate_data_key", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_makes_a_key_re_seals_and_removes_the_old_key_after_ten_minutes(keys):
    sent = submit()
    [old] = keys
    assert "1 submissions" in rotate()
    new, also = keys
    assert also == old
    with pytest.raises(CommandError, match="less than ten minutes ago"):
        rotate("--drop-old")
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert "keep a copy in another place for 35 days" in rotate("--drop-old")
    assert list(keys) == [new]
    assert refreshed(sent).record
    with pytest.raises(CommandError, match="only one data key"):
        rotate("--drop-old")


def test_a_rotation_that_was_killed_after_it_made_a_key_makes_no_second_one(keys, monkeypatch):
    submit()
    monkeypatch.setattr(reseal, "reseal_all", lambda report: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        rotate()
    monkeypatch.undo()
    both = list(keys)
    assert len(both) == 2
    assert "1 submissions" in rotate()
    assert list(keys) == both


def test_the_old_key_is_kept_while_a_row_needs_it(keys):
    rotate()
    rotated = keys.entries()
    keys.put(rotated[1:])
    submit()
    keys.put(rotated)
    with (
        time_machine.travel(timezone.now() + timedelta(hours=1)),
        pytest.raises(CommandError, match="1 rows still need"),
    ):
        rotate("--drop-old")
    assert keys.entries() == rotated


def test_two_rotations_at_once_are_refused(keys):
    with keys.locked(), pytest.raises(CommandError, match="Another key rotation is running"):
        rotate()
    assert len(keys) == 1


def test_with_keys_in_the_environment_the_command_prints_the_new_entry_and_continues_once_it_is_set(settings):
    sent = submit()
    output = rotate()
    assert "Put this new entry first in DATA_KEYS" in output
    assert "o" * 32 not in output
    assert runs.last_run(runs.Kind.ROTATION) is None
    settings.DATA_KEYS = NEW | OLD
    assert "1 submissions" in rotate()
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert "Remove all entries but the first from DATA_KEYS" in rotate("--drop-old")
    settings.DATA_KEYS = NEW
    assert refreshed(sent).record
