"""The migrations that change rows keep what the rows say, forward and back."""

import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError, connection

from consultations.models import ConsultationRequest
from operations.rotation.reseal import without_guard
from operations.verification import DECISIONS, REVIEWS
from screening.models import FindingDomain, Review, Submission
from screening.submissions.reviewing import decision_in_force, record_review
from screening.submissions.sending import Consent
from screening.submissions.submission import CRISIS
from screening.vocabulary.dispositions import Disposition
from tests.screening.submitting import NOT_NOW, SUGGEST, as_if_stored, submit

pytestmark = pytest.mark.django_db(transaction=True)
CONTACT = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}
SUGGESTED = "suggest-consultation"
BEFORE, AFTER = "0003_early_results_in_totals", "0004_first_in_queue"
NAMES = {FindingDomain.token_of(domain): domain for domain in (CRISIS, "safety", "heart")}


@pytest.fixture(autouse=True)
def _newest_migrations() -> Iterator[None]:
    yield
    call_command("migrate", verbosity=0)


def domains(submission: Submission) -> set[str]:
    return {NAMES[row.token] for row in FindingDomain.objects.filter(submission=submission)}


def test_stored_submissions_with_a_finding_about_safety_come_first_and_it_can_be_undone():
    safe, in_danger, both = submit(NOT_NOW), submit({"harm_to_others": "not_sure"}), submit({"suicide_try": "not_sure"})
    FindingDomain.index(both, ["safety"])
    assert [domains(one) for one in (safe, in_danger, both)] == [{"heart"}, {CRISIS}, {CRISIS, "safety"}]
    call_command("migrate", "screening", BEFORE, verbosity=0)
    assert [domains(one) for one in (safe, in_danger, both)] == [{"heart"}, {"safety"}, {"safety"}]
    call_command("migrate", "screening", AFTER, verbosity=0)
    assert [domains(one) for one in (safe, in_danger, both)] == [{"heart"}, {CRISIS, "safety"}, {CRISIS, "safety"}]
    for row in FindingDomain.objects.filter(submission=in_danger):
        assert (row.queue_rank, row.received_at) == (in_danger.queue_rank, in_danger.received_at)
    assert [one.comes_first for one in (safe, in_danger, both)] == [False, True, True]


def test_every_batch_of_stored_submissions_is_done(monkeypatch):
    submissions = [submit({"harm_to_others": "not_sure"}) for _ in range(5)]
    call_command("migrate", "screening", BEFORE, verbosity=0)
    monkeypatch.setattr("screening.migrations.0004_first_in_queue.BATCH", 2)
    call_command("migrate", "screening", AFTER, verbosity=0)
    assert [domains(one) for one in submissions] == [{CRISIS, "safety"}] * 5


def test_decisions_of_earlier_releases_stay_in_force_and_nobody_can_change_them():
    ann, submission = User.objects.create_user("ann"), submit(SUGGEST)
    row = {"author_id": ann.pk, "author_name": "Ann", "screening": SUGGESTED, "reason": "answers", "takes_effect": True}
    call_command("migrate", "screening", "0005_rules_in_totals", verbosity=0)
    # The second loosened the first, which one clinician could do then.
    for number, disposition in enumerate(("not-suitable-now", SUGGESTED), start=1):
        columns = {
            **row,
            "id": uuid.UUID(int=number),
            "submission_id": submission.pk,
            "made_at": datetime(2026, 11, number, tzinfo=UTC),
            "disposition": disposition,
            "sealed_note": "",
            "is_blind": False,
        }
        insert(columns)
    for step in ("0006_decision_in_force", "0005_rules_in_totals", "0006_decision_in_force"):
        call_command("migrate", "screening", step, verbosity=0)
        with pytest.raises(DatabaseError, match="a row is never changed"), connection.cursor() as cursor:
            cursor.execute("UPDATE screening_review SET disposition = 'urgent-help-now'")
    call_command("migrate", verbosity=0)
    assert list(Review.objects.values_list("disposition", "in_force")) == [("not-suitable-now", ""), (SUGGESTED, "")]
    assert decision_in_force(submission).disposition == SUGGESTED


def insert(columns: dict[str, object]) -> None:
    """Into the table of reviews as an earlier release had it."""
    values = [as_stored(value) if isinstance(value, uuid.UUID) else value for value in columns.values()]
    names, places = ", ".join(columns), ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO screening_review ({names}) VALUES ({places})", values)  # noqa: S608 (our own names)


def test_stored_submissions_reviews_and_call_requests_are_bound_to_their_columns_as_they_are(monkeypatch):
    monkeypatch.setattr("screening.migrations.0008_columns_digest.BATCH", 2)
    monkeypatch.setattr("consultations.migrations.0005_columns_digest.BATCH", 2)
    submissions = [submit(NOT_NOW), *(submit(SUGGEST) for _ in range(2))]
    for name, submission in zip("abc", submissions, strict=True):
        author = User.objects.create_user(name)
        record_review(submission.pk, author, disposition="not-suitable-now", reason="talk", note="")
        ConsultationRequest.ask(name, Disposition.SUGGEST_CONSULTATION, CONTACT, Consent.to_text("I agree."))
    # as of that time
    for row in [*Submission.objects.all(), *ConsultationRequest.objects.all()]:
        as_if_stored(row, backup_days=None)
    bound = [(Submission, 3), (Review, 3), (ConsultationRequest, 3)]
    before = {model: {row.pk: row.columns_digest for row in model.objects.all()} for model, _ in bound}
    assert [(model, len(digests)) for model, digests in before.items()] == bound
    call_command("migrate", "consultations", "0004_kept_days", verbosity=0)
    call_command("migrate", "screening", "0007_kept_days", verbosity=0)
    call_command("migrate", verbosity=0)
    after = {model: {row.pk: row.columns_digest for row in model.objects.all()} for model, _ in bound}
    # What later releases store with a decision is lost on the way back, so its digest is another one.
    assert after | {Review: None} == before | {Review: None}
    assert [review.is_as_stored for review in Review.objects.all()] == [True] * 3
    assert REVIEWS.is_installed()
    with pytest.raises(DatabaseError, match="a row is never changed"):
        Review.objects.update(disposition="urgent-help-now")


def test_stored_decisions_are_bound_to_their_new_columns_unless_they_were_changed_past_the_site(monkeypatch):
    monkeypatch.setattr("screening.migrations.0011_lapses_notes_and_urgent_help.BATCH", 2)
    for name in "abc":
        author = User.objects.create_user(name)
        record_review(submit(SUGGEST).pk, author, disposition="not-suitable-now", reason="talk", note="")
    waits = submit(SUGGEST)
    wait = record_review(
        waits.pk, author, disposition="not-suitable-now", reason="talk", note="", wait_until=date(2099, 1, 1)
    )
    call_command("migrate", "screening", "0010_closure", verbosity=0)
    changed = Review.objects.values_list("pk", flat=True).exclude(pk=wait.pk)[1]
    with without_guard(REVIEWS), connection.cursor() as cursor:
        cursor.execute("UPDATE screening_review SET reason = 'rule' WHERE id = %s", [as_stored(changed)])
    call_command("migrate", verbosity=0)
    assert {review.pk for review in Review.objects.all() if not review.is_as_stored} == {changed}
    waits.refresh_from_db()
    assert (waits.state, decision_in_force(waits).wait_until) == ("closed", None)
    assert all(guard.is_installed() for guard in DECISIONS)


def as_stored(key: uuid.UUID) -> uuid.UUID | str:
    return key.hex if connection.vendor == "sqlite" else key
