"""What whoever phones has to know: what clinicians decided about the answers of this person."""

from typing import Any, NamedTuple, TypeVar

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.appointments.states import AHEAD
from consultations.models import OPEN, Appointment, ConsultationRequest
from screening.models import Review, Submission
from screening.submissions.decisions.lapses import Cause
from screening.submissions.decisions.standing import standing_of, with_decisions
from screening.submissions.faults import has_changed_columns
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC, Disposition

WAITS = "Waiting for a clinician: do not book yet"
WAITS_FOR_SECOND = "Waiting for a second clinician: do not book yet"
AGAIN = {
    Cause.DAY: f"{WAITS} (a wait is over)",
    Cause.RULES: f"{WAITS} (the rules are stricter now)",
}
NOTHING_SENT = "No answers were sent: a clinician decides on the call"
DO_NOT_BOOK = "do not book"
LEADS_ELSEWHERE = tuple(disposition for disposition in Disposition if disposition not in LEADS_TO_THE_CLINIC)
ANSWERS_DELETED = f"The answers and the decision were deleted: {DO_NOT_BOOK} before a clinician has talked with them"
CHANGED = f"Changed past this site: {DO_NOT_BOOK}, and tell a privacy officer"

Row = TypeVar("Row", bound=Model)


class DecisionText(NamedTuple):
    text: str
    may_book: bool


def with_decision(rows: QuerySet[Row]) -> QuerySet[Row]:
    """With what `decision_of` reads. A row has a `submission`."""
    return with_decisions(rows, "submission__")


def decision_of(row: Any) -> DecisionText:
    """For a row from `with_decision`."""
    return DecisionText(ANSWERS_DELETED, False) if row.answers_deleted_at else _decision_text(row.submission)


def _decision_text(submission: Submission | None) -> DecisionText:
    """A decision in force counts, also while a milder one is proposed."""
    if submission is None:
        return DecisionText(NOTHING_SENT, False)
    if has_changed_columns(submission):
        return DecisionText(CHANGED, False)
    # `with_decision` adds them.
    standing = standing_of(submission, submission.decisions)  # type: ignore[attr-defined]
    decision = standing.decision
    if decision is None:
        waits = AGAIN[standing.cause] if standing.cause else WAITS
        return DecisionText(WAITS_FOR_SECOND if standing.proposal else waits, False)
    if decision.disposition not in LEADS_TO_THE_CLINIC:
        return DecisionText(f"{decision.outcome}: {DO_NOT_BOOK}", False)
    if not decision.is_as_stored:
        return DecisionText(CHANGED, False)
    return DecisionText(decision.outcome, True)


class ShowsDecision:
    """Mix this in before the admin class of every list from which somebody phones."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_decision(super().get_queryset(request))  # type: ignore[misc]

    @admin.display(description="Clinic's decision")
    def clinics_decision(self, row: Any) -> SafeString:
        text, may_book = decision_of(row)
        return format_html("{}" if may_book else "<strong>{}</strong>", text)


def calls_decided_against() -> QuerySet[ConsultationRequest]:
    """The open requests of people who should not book, as clinicians decided, or about whom they must decide again."""
    return decided_against(ConsultationRequest.objects.filter(state__in=OPEN))


def appointments_decided_against() -> QuerySet[Appointment]:
    """The appointments ahead of such people."""
    return decided_against(Appointment.objects.filter(state__in=AHEAD))


def decided_against(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those among `rows` whose newest decision that took effect does not lead to the clinic, or has lapsed."""
    in_effect = Review.objects.filter(submission=OuterRef("submission"), takes_effect=True)
    newest = in_effect.order_by("-made_at", "-id")
    # Most have no such decision at all, which an index says.
    leads_elsewhere = Q(disposition__in=LEADS_ELSEWHERE) | Q(lapse__isnull=False)
    candidates = rows.filter(Exists(in_effect.filter(leads_elsewhere)) | Q(answers_deleted_at__isnull=False))
    decided: QuerySet[Any] = candidates.annotate(
        decided=Subquery(newest.values("disposition")[:1]), lapsed=Subquery(newest.values("lapse")[:1])
    )
    return decided.filter(
        Q(decided__in=LEADS_ELSEWHERE) | Q(lapsed__isnull=False) | Q(answers_deleted_at__isnull=False)
    )
