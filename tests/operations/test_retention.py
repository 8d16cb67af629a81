"""Data is deleted at its time limit and not a second earlier, and not at all when the clock looks wrong."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
import time_machine
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from consultations.models import ConsultationRequest, Mail
from kat_site.management.commands import prepare, serve
from operations import runs
from operations.models import MaintenanceRun, Notice
from operations.retention import purge
from pages import catalogue
from receipts.models import Erasure
from screening.models import Submission
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from staff import access_log
from staff.models import AccessEntry
from tests.receipts.traces import in_files, in_rows
from tests.screening.submitting import submit

pytestmark = pytest.mark.django_db

KEPT = catalogue.current().clinic.kept
NOW = timezone.now()
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
CONTACT = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}
NOTHING = dict.fromkeys(
    (
        *("submissions", "call requests", "appointments", "sessions", "access log entries"),
        *("admin log entries", "run records", "sent notices", "mails to people"),
    ),
    0,
)


def submission(at):
    sent = submit()
    Submission.objects.filter(pk=sent.pk).update(received_at=at)


def call_request(at):
    asked = ConsultationRequest.ask(f"{at}", Disposition.SUGGEST_CONSULTATION, CONTACT, Consent.to_text("I agree."))
    asked.move_to("closed")
    ConsultationRequest.objects.filter(pk=asked.pk).update(closed_at=at)


def session(at):
    Session.objects.create(session_key=f"{at}"[:40], session_data="", expire_date=at)


def access_log_entry(at):
    with time_machine.travel(at, tick=False):
        access_log.record(None, access_log.Action.SIGN_IN_REFUSED, "ghost")


def admin_log_entry(at):
    user, _ = User.objects.get_or_create(username="ann")
    LogEntry.objects.create(user=user, object_repr="AB12-CD34", action_flag=CHANGE, action_time=at)


def run_record(at):
    MaintenanceRun.objects.create(kind="backup", started_at=at, finished_at=at)


def sent_notice(at):
    Notice.objects.create(kind="waiting", sent_at=at)


def mail_to_a_person(at):
    Mail.objects.create(about=uuid4(), kind="call received", queued_at=at, send_by=at)


def years_ago(years):
    return NOW - access_log.years_before(NOW, years)


# Kept to the end of a day: tests/consultations/appointments/test_retention.py.
BY_DAY = {"appointments"}
LIMITS = [
    ("submissions", submission, Submission, timedelta(days=30)),
    ("call requests", call_request, ConsultationRequest, timedelta(days=90)),
    ("sessions", session, Session, timedelta(0)),
    ("access log entries", access_log_entry, AccessEntry, years_ago(6)),
    ("admin log entries", admin_log_entry, LogEntry, years_ago(6)),
    ("run records", run_record, MaintenanceRun.objects.filter(kind="backup"), timedelta(days=400)),
    ("sent notices", sent_notice, Notice, timedelta(days=30)),
    ("mails to people", mail_to_a_person, Mail, timedelta(days=60)),
]


def count(rows):
    return (rows if hasattr(rows, "count") else rows._default_manager).count()


def test_every_kind_of_row_that_is_deleted_has_a_test_of_its_limit():
    assert {name for name, *_ in LIMITS} | BY_DAY == set(purge(KEPT)) == set(NOTHING)


@pytest.mark.parametrize(("name", "make", "rows", "limit"), LIMITS, ids=[name for name, *_ in LIMITS])
@pytest.mark.promise("P23")
def test_a_row_is_deleted_a_second_after_its_limit_and_kept_a_second_before(name, make, rows, limit):
    make(NOW - limit - SECOND)
    make(NOW - limit + SECOND)
    assert purge(KEPT, now=NOW) == NOTHING | {name: 1}
    assert count(rows) == 1
    assert purge(KEPT, now=NOW + 2 * SECOND) == NOTHING | {name: 1}
    assert count(rows) == 0


def test_more_than_fits_into_one_transaction_is_deleted_too(monkeypatch):
    monkeypatch.setattr("consultations.retention.BATCH", 2)
    monkeypatch.setattr("screening.submissions.retention.BATCH", 2)
    for day in range(5):
        submission(NOW - (31 + day) * DAY)
        call_request(NOW - (91 + day) * DAY)
    assert purge(KEPT, now=NOW) == NOTHING | {"submissions": 5, "call requests": 5}


def test_a_mail_that_waits_and_the_record_of_a_withdrawal_have_no_limit():
    Notice.objects.create(kind="waiting", tried_at=NOW - 4000 * DAY)
    Erasure.objects.create(reference="AB12-CD34", erased_at=NOW - 4000 * DAY, held_answers=True, held_contact=False)
    assert purge(KEPT, now=NOW) == NOTHING


def test_a_run_records_its_counts_and_nothing_of_what_it_deleted():
    sent = submit()
    Submission.objects.update(received_at=NOW - 31 * DAY)
    purge(KEPT, now=NOW)
    run = runs.last_run(runs.Kind.PURGE)
    assert (run.started_at, run.problem) == (NOW, "")
    assert run.counts == NOTHING | {"submissions": 1}
    assert in_rows([sent.reference, str(sent.pk), sent.pk.hex]) == []


@pytest.mark.parametrize("passed", [3 * DAY + SECOND, 4000 * DAY, -SECOND])
@pytest.mark.promise("P23")
def test_when_the_last_run_is_in_the_future_or_more_than_three_days_ago_nothing_is_deleted(passed):
    purge(KEPT, now=NOW)
    submission(NOW - 4000 * DAY)
    with pytest.raises(runs.MaintenanceError, match="Nothing was deleted: the clock may be wrong"):
        purge(KEPT, now=NOW + passed)
    assert Submission.objects.count() == 1
    assert runs.last_run(runs.Kind.PURGE).problem.startswith("Nothing was deleted")
    assert runs.last_success(runs.Kind.PURGE).started_at == NOW


def test_a_refused_run_does_not_make_the_next_one_trust_the_clock():
    purge(KEPT, now=NOW)
    for later in (10 * DAY, 11 * DAY):
        with pytest.raises(runs.MaintenanceError):
            purge(KEPT, now=NOW + later)
    assert purge(KEPT, now=NOW + DAY) == NOTHING


def test_an_operator_can_confirm_the_clock_from_then_on():
    purge(KEPT, now=NOW)
    submission(NOW)
    after_a_long_closure = NOW + 100 * DAY
    assert purge(KEPT, True, after_a_long_closure) == NOTHING | {"submissions": 1}
    assert purge(KEPT, now=after_a_long_closure + DAY) == NOTHING


def test_the_command_says_how_to_confirm_a_clock_that_looks_wrong():
    with time_machine.travel(NOW, tick=False):
        call_command("purge", verbosity=0)
    with time_machine.travel(NOW + 4 * DAY, tick=False):
        with pytest.raises(CommandError, match="--clock-is-right"):
            call_command("purge", verbosity=0)
        out = StringIO()
        call_command("purge", "--clock-is-right", stdout=out)
    assert out.getvalue().startswith("Deleted: 0 submissions, 0 call requests, 0 appointments, 0 sessions, ")


def test_the_site_is_served_although_the_clock_looks_wrong(monkeypatch):
    with time_machine.travel(NOW, tick=False):
        call_command("purge", verbosity=0)
    served, errors = [], StringIO()
    monkeypatch.setattr(serve.server, "run", lambda *arguments: served.append(arguments))
    monkeypatch.setattr(prepare, "call_command", lambda name, **options: name == "purge" and call_command(name))
    with time_machine.travel(NOW + 4 * DAY, tick=False):
        call_command("serve", stdout=StringIO(), stderr=errors)
    assert "Nothing was deleted" in errors.getvalue()
    assert len(served) == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the files of PostgreSQL cannot be read")
@pytest.mark.django_db(transaction=True)
def test_no_file_holds_what_was_deleted():
    sent = submit()
    assert in_files([sent.sealed_record]) == [sent.sealed_record]
    Submission.objects.update(received_at=NOW - 31 * DAY)
    purge(KEPT, now=NOW)
    assert in_files([sent.sealed_record]) == []
