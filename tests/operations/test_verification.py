"""`verify_submissions` finds every column that was changed past the site, and reports nothing else."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, models

from consultations.models import Appointment, ConsultationRequest, Schedule
from operations import verification
from operations.rotation.reseal import without_guard
from operations.verification import DECISIONS, VERIFIED
from screening.models import FindingDomain, Lapse, Note, Review, Submission, UrgentAction
from screening.submissions.faults import look_into
from screening.submissions.reviewing import record_review, second
from screening.submissions.sending import Consent
from screening.submissions.states import State
from screening.vocabulary.dispositions import Disposition
from tests.kat_site.rows import add_appointment
from tests.screening.submitting import NOT_NOW, TALK_FIRST, submit, submit_under_1_0_1

pytestmark = pytest.mark.django_db

CONTACT = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}
BOUND = [(model, column) for model in VERIFIED for column in model.BOUND + model.BOUND_LATER]
OTHER = {
    "basis": {"not-suitable-now": "urgent-help-now"},
    "cause": {"day": "rules"},
    "disposition": {"suggest-consultation": "talk-to-clinician-first", "not-suitable-now": "suggest-consultation"},
    "screening": {"not-suitable-now": "urgent-help-now"},
    "takes_effect": {True: False},
}


def people() -> tuple[User, User]:
    return User.objects.create_user("ann"), User.objects.create_user("ben")


@pytest.fixture
def rows() -> dict[type[models.Model], Any]:
    """A seconded decision, its submission, a call request and an appointment."""
    ann, ben = people()
    submission = submit(NOT_NOW)
    proposal = record_review(submission.pk, ann, disposition="suggest-consultation", reason="talk", note="Fine.")
    seconded = second(submission.pk, proposal.pk, ben, note="Yes.")
    consent = Consent.to_text("I agree.")
    request = ConsultationRequest.ask("a1", Disposition.SUGGEST_CONSULTATION, CONTACT, consent)
    schedule = Schedule.objects.create(name="Ann", host="front-desk", zone="America/New_York")
    return {
        Submission: Submission.objects.get(),
        Review: seconded,
        ConsultationRequest: request,
        Appointment: add_appointment(schedule),
    }


@pytest.fixture
def written(rows) -> dict[type[models.Model], Any]:
    """Also a wait that has lapsed, a note, and what was done about urgent help."""
    ann, submission = User.objects.get(username="ann"), submit(TALK_FIRST)
    wait = {"disposition": "not-suitable-now", "reason": "talk", "note": "Letter.", "wait_until": date(2026, 1, 1)}
    lapse = Lapse.objects.create(review=record_review(submission.pk, ann, **wait), cause="day", rules_version="1.0")
    submission.refresh_from_db()
    submission.move_to(State.NEW, assignee=None)
    urgent = record_review(submit().pk, ann, disposition="urgent-help-now", reason="talk", note="Now.")
    return rows | {
        Lapse: lapse,
        Note: Note.write(ann, "Seen.", submission=rows[Submission]),
        UrgentAction: UrgentAction.write(ann, "Called.", review=urgent),
    }


def reference_of(row: Any) -> str:
    if isinstance(row, ConsultationRequest | Appointment):
        return f"{'Call request' if isinstance(row, ConsultationRequest) else 'Appointment'} {row.pk}: "
    if isinstance(row, Lapse | UrgentAction):
        return reference_of(row.review)
    return row.reference if isinstance(row, Submission) else row.submission.reference


def changed(value: object, column: str, row: models.Model) -> object:
    """Another value that the database accepts in this column."""
    if column in OTHER and value in OTHER[column]:
        return OTHER[column][value]
    if isinstance(value, datetime):
        return value + timedelta(microseconds=1)
    if isinstance(value, bool):
        return not value
    if column in ("author_id", "first_author_id"):
        return User.objects.create_user("eve").pk
    if column == "submission_id":
        return submit().pk
    if column == "seconds_id":
        return row.pk
    if column == "review_id":
        return Review.objects.filter(lapse=None, urgent_action=None).values_list("pk", flat=True)[0]
    if column == "wait_until":
        return date(2099, 1, 1)
    if isinstance(value, int):
        return value + 1
    return f"x{str(value)[1:]}" if column != "in_force" else "not-suitable-now"


def write(row: models.Model, **columns: object) -> None:
    """As the owner of the database can."""
    guards = {guard.table: guard for guard in DECISIONS}
    with without_guard(guards.get(row._meta.db_table)):
        type(row)._base_manager.filter(pk=row.pk).update(**columns)


def verified() -> str:
    out = StringIO()
    call_command("verify_submissions", stdout=out)
    return out.getvalue()


def reported() -> list[str]:
    with pytest.raises(CommandError) as caught:
        call_command("verify_submissions")
    assert caught.value.returncode == 1
    return str(caught.value).splitlines()


def test_nothing_is_reported_of_what_clinicians_wrote(written):
    assert verified().endswith(", each as it was stored.\n")


def test_nothing_is_reported_of_rows_in_every_state(rows, monkeypatch):
    monkeypatch.setattr(verification, "BATCH", 2)
    ann = User.objects.get(username="ann")
    submit_under_1_0_1({"suicidal_thoughts": "wish"})
    submit({"harm_to_others": "not_sure"}).claim(ann)
    record_review(submit(TALK_FIRST).pk, ann, disposition="suggest-consultation", reason="talk", note="Fine.")
    rows[ConsultationRequest].move_to("closed")
    assert verified() == (
        "4 submissions, 3 reviews, 0 lapses, 0 notes, 0 urgent actions, 1 call requests, 1 appointments, "
        "each as it was stored.\n"
    )


@pytest.mark.parametrize(("model", "column"), BOUND, ids=[f"{model.__name__}-{column}" for model, column in BOUND])
def test_a_changed_column_is_reported_with_the_reference(written, model, column):
    # Only “not now” may wait.
    row = written[Lapse].review if column == "wait_until" else written[model]
    before = reference_of(row)
    write(row, **{column: changed(getattr(row, column), column, row)})
    after = reference_of(model._default_manager.get(pk=row.pk))
    assert any(fault.startswith((before, after)) for fault in reported())


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        (
            "disposition",
            "suggest-consultation",
            "The table says “Suggest a consultation”. The sealed record says “Not suitable now”.",
        ),
        ("queue_rank", 13, "Its place in the queue was changed."),
        ("state", "closed", "Its state is “Closed”. After its decisions it should be “New”."),
        (
            "columns_digest",
            "",
            "The reference, the time, the result, the rules, the consent or the time limit was changed.",
        ),
    ],
)
def test_what_lists_show_is_compared_with_the_record_and_the_decisions(column, value, fault):
    submission = submit(NOT_NOW)
    write(submission, **{column: value})
    assert f"{submission}: {fault}" in reported()


@pytest.mark.parametrize("change", ["delete", "later"])
def test_a_mark_that_puts_it_first_can_neither_be_deleted_nor_changed(change):
    submission = submit({"wish_to_be_dead": "yes"})
    if change == "delete":
        FindingDomain.objects.all().delete()
    else:
        FindingDomain.objects.update(queue_rank=13)
    assert reported() == [f"{submission}: The marks for the queue are not those of its findings."]
    look_into(Submission.objects.get(pk=submission.pk))
    assert verified()
    assert Submission.objects.get().comes_first


def test_a_deleted_decision_and_a_sealed_text_from_another_row_are_reported(rows):
    submission, request = rows[Submission], rows[ConsultationRequest]
    other = submit()
    write(rows[Review], sealed_note=Review.objects.exclude(pk=rows[Review].pk).get().sealed_note)
    write(other, sealed_record=submission.sealed_record)
    write(request, sealed_contact=submission.sealed_record)
    wrong = "changed, or moved from another place"
    assert sorted(reported()) == sorted(
        [
            f"{other}: This record cannot be read: screening.submission.record: {wrong}.",
            f"{submission}: the note of a decision cannot be read: screening.review.note: {wrong}.",
            f"Call request {request.pk}: it cannot be read: consultations.request.contact: {wrong}.",
        ]
    )
    Review.objects.filter(submission=submission).delete()
    assert f"{submission}: Its state is “Closed”. After its decisions it should be “New”." in reported()


@pytest.mark.parametrize("guard", DECISIONS, ids=lambda guard: guard.table)
def test_a_missing_trigger_is_reported(guard):
    with connection.cursor() as cursor:
        cursor.execute(guard.remove_statements(connection.vendor)[0])
    assert reported() == ["The database no longer refuses to change decisions."]


def test_what_an_officer_has_looked_at_is_reported_again_only_when_it_changes(rows):
    submission = rows[Submission]
    write(submission, consent_digest="0" * 64)
    assert len(reported()) == 1
    look_into(Submission.objects.get(pk=submission.pk))
    assert verified()
    write(rows[Review], disposition="talk-to-clinician-first")
    assert len(reported()) == 2


def test_a_submission_that_changes_during_the_check_is_not_a_fault(rows, monkeypatch):
    submission = submit(NOT_NOW)
    read = verification.in_batches

    def decide_meanwhile(model):
        for row in read(model):
            if model is Submission and row == submission:
                author = User.objects.get(username="ann")
                record_review(row.pk, author, disposition="not-suitable-now", reason="answers", note="")
            yield row

    monkeypatch.setattr(verification, "in_batches", decide_meanwhile)
    assert verified()
