"""Adds at least one row to every table of ours."""

from datetime import date, time
from pathlib import Path
from uuid import uuid4

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.utils import timezone

from consultations.appointments.slots import WallTime
from consultations.models import (
    Appointment,
    CalendarFeed,
    ConsultationRequest,
    DayException,
    Hold,
    Mail,
    Schedule,
    WeeklyHours,
)
from consultations.models import State as CallState
from operations.models import MaintenanceRun, Notice
from pages.editing.versions import Seen, record_outside_changes, save
from pages.models import ContentPage, FileVersion, Plan, Renaming, TypedText
from receipts.models import Erasure
from screening.models import Closure, ComparedRules, DailyTotal, Lapse, Note, SignOff, Submission, UrgentAction
from screening.submissions.reviewing import record_review, second
from screening.submissions.sending import Consent
from screening.submissions.states import State
from screening.vocabulary.dispositions import Disposition
from staff.access_log import Action, record
from staff.roles import Role
from tests.screening.submitting import NOT_NOW, TALK_FIRST, submit
from vault.seal import seal

DAY = date(2026, 1, 1)
OURS = ("pages", "staff", "screening", "consultations", "receipts", "operations")


def add_appointment(clinician: Schedule) -> Appointment:
    appointment = Appointment(
        attempt_digest=uuid4().hex, disposition=Disposition.SUGGEST_CONSULTATION, kept_days=90, backup_days=35
    )
    monday = WallTime(date(2027, 2, 1), time(8), clinician.zone)
    appointment.take(clinician, monday)
    appointment.sealed_contact = seal(
        {"name": "Ann", "phone": "212-555-0100", "may_leave_message": "no", "email": ""},
        context=Appointment.CONTEXT,
        row=str(appointment.pk),
    )
    appointment.seal_note("")
    appointment.save()
    hold = Hold(attempt_digest=uuid4().hex, until=appointment.starts_at)
    hold.take(clinician, monday)
    hold.save()
    return appointment


def fill() -> dict[str, int]:
    """Add the rows, and return the number of rows for each model of ours."""
    ann, _ = User.objects.get_or_create(username="ann", is_staff=True)
    ben, _ = User.objects.get_or_create(username="ben", is_staff=True)
    ann.groups.set([Group.objects.get(name=Role.CLINICAL_LEAD)])
    submissions = [submit(answers) for answers in (NOT_NOW, NOT_NOW, TALK_FIRST, TALK_FIRST)]
    submit({"harm_to_others": "not_sure"})
    submissions[0].claim(ann)
    record_review(submissions[1].pk, ann, disposition="suggest-consultation", reason="talk", note="Fine now.")
    proposal = record_review(
        submissions[2].pk, ann, disposition="suggest-consultation", reason="talk", note="Fine now."
    )
    second(submissions[2].pk, proposal.pk, ben, note="")
    urgent = record_review(submissions[3].pk, ann, disposition="urgent-help-now", reason="talk", note="Call now.")
    UrgentAction.write(ben, "Called them.", review=urgent)
    Note.write(ben, "Seen.", submission=submissions[3])
    waits = submit(TALK_FIRST)
    wait = record_review(waits.pk, ann, disposition="not-suitable-now", reason="talk", note="Letter.", wait_until=DAY)
    Lapse.objects.create(review=wait, cause="day", rules_version="1")
    waits.refresh_from_db()
    waits.move_to(State.NEW, assignee=None)
    ComparedRules.objects.create(fingerprint="0" * 64, version="1")
    contact = {"name": "Ann", "phone": "212-555-0100", "may_leave_message": "no", "when": ["any"]}
    tried = ConsultationRequest.ask(
        f"attempt of {timezone.now().isoformat()}", Disposition.SUGGEST_CONSULTATION, contact, Consent.to_text("Yes.")
    )
    tried.record_call(timezone.now(), was_reached=False)
    tried.seal_note("Works nights.")
    tried.save()
    ConsultationRequest.ask(
        f"call without a result at {timezone.now().isoformat()}",
        Disposition.INCOMPLETE,
        contact,
        Consent.to_text("Yes."),
    ).move_to(CallState.DONE)
    mail = Mail(about=uuid4(), kind="call received", queued_at=timezone.now(), send_by=timezone.now())
    mail.sealed_message = seal({}, context=Mail.CONTEXT, row=str(mail.pk))
    mail.save()
    clinician = Schedule.objects.create(
        name="Ann", host="clinician", account=ann, zone="America/New_York", place="Here"
    )
    WeeklyHours.objects.create(schedule=clinician, weekday=0, start=time(8), end=time(9))
    DayException.objects.create(schedule=clinician, first_day=date(2027, 1, 1))
    CalendarFeed.objects.get_or_create(secret_digest=uuid4().hex, defaults={"schedule": clinician})
    add_appointment(clinician)
    Erasure.objects.create(reference="AAAA-BBBB", held_answers=True, held_contact=False)
    SignOff.objects.create(
        ruleset_version="1", ruleset_fingerprint="0" * 64, approves=True, signed_by=ann, signer="Ann"
    )
    Closure.objects.create(service="calls", closes=False, made_by=ann, author_name="Ann")
    record(ann, Action.SAW_ANSWERS, submissions[0].reference)
    record_outside_changes(Path(settings.CONTENT_DIR))
    page = ContentPage.objects.get(file="en/how-ketamine-works.md")
    assert page.live
    save(Path(settings.CONTENT_DIR), page.pk, page.live.text + "\nMore.\n", Seen.of(page), ann)
    Plan.objects.get_or_create(page=page, what=Plan.What.PUBLISH, defaults={"at": timezone.now(), "made_by": ann})
    # Of a page without a file, so that nobody who opens the Content area renames one.
    gone, _ = ContentPage.objects.get_or_create(file="en/gone.md", defaults={"title": "Zero"})
    Renaming.objects.get_or_create(page=gone, defaults={"file": "en/gone-by.md", "made_by": ann})
    TypedText.objects.get_or_create(page=page, author=ann, defaults={"text": "More", "saved_at": timezone.now()})
    FileVersion.objects.create(name="room.jpg", digest="0" * 64, weight=1, how="uploaded", author=ann)
    Notice.objects.get_or_create(kind=Notice.Kind.WAITING, sent_at=None)
    moment = timezone.now()
    MaintenanceRun.objects.create(kind=MaintenanceRun.Kind.PURGE, started_at=moment, finished_at=moment)
    assert Submission.objects.exists()
    # by several shards, which are one row again when their migration is undone
    for shard in range(2):
        DailyTotal.objects.create(what="sent", day=date(2026, 11, 1), key=str(moment), shard=shard, count=shard + 1)
    ours = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]
    rows = {model._meta.label: model._default_manager.count() for model in ours}
    # into which shards is a matter of chance
    return rows | {DailyTotal._meta.label: sum(DailyTotal.objects.values_list("count", flat=True))}
