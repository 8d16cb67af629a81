"""What whoever phones has to know: what clinicians decided about the answers of this person."""

from typing import Any, NamedTuple, TypeVar

from django.contrib import admin
from django.db.models import Exists, Model, OuterRef, Prefetch, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.appointments.states import AHEAD
from consultations.models import ENDED, Appointment, ConsultationRequest
from screening.models import Review, Submission
from screening.submissions.faults import has_changed_columns
from screening.submissions.states import State as ReviewState
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC, Disposition

WAITS = "Waiting for a clinician: do not book yet"
WAITS_FOR_SECOND = "Waiting for a second clinician: do not book yet"
NOTHING_SENT = "No answers were sent: a clinician decides on the call"
DO_NOT_BOOK = "do not book"
LEADS_ELSEWHERE = tuple(disposition for disposition in Disposition if disposition not in LEADS_TO_THE_CLINIC)
CHANGED = f"Changed past this site: {DO_NOT_BOOK}, and tell a privacy officer"

Row = TypeVar("Row", bound=Model)


class DecisionText(NamedTuple):
    text: str
    may_book: bool


def with_decision(rows: QuerySet[Row]) -> QuerySet[Row]:
    """With the decisions that take effect, the newest last: one query for a whole list. A row has a `submission`."""
    in_effect = Review.objects.filter(takes_effect=True)
    return rows.prefetch_related(Prefetch("submission__reviews", in_effect, to_attr="decisions"))


def decision_text(submission: Submission | None) -> DecisionText:
    """For a row from `with_decision`. A decision in force counts, also while a milder one is proposed."""
    if submission is None:
        return DecisionText(NOTHING_SENT, False)
    if has_changed_columns(submission):
        return DecisionText(CHANGED, False)
    decisions: list[Review] = submission.decisions  # type: ignore[attr-defined] # `with_decision` adds them
    if not decisions:
        is_proposed = submission.state == ReviewState.SECOND_OPINION
        return DecisionText(WAITS_FOR_SECOND if is_proposed else WAITS, False)
    disposition = Disposition(decisions[-1].disposition)
    if disposition not in LEADS_TO_THE_CLINIC:
        return DecisionText(f"{disposition.label}: {DO_NOT_BOOK}", False)
    if not decisions[-1].is_as_stored:
        return DecisionText(CHANGED, False)
    return DecisionText(disposition.label, True)


class ShowsDecision:
    """Mix this in before the admin class of every list from which somebody phones."""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_decision(super().get_queryset(request))  # type: ignore[misc]

    @admin.display(description="Clinic's decision")
    def clinics_decision(self, row: Any) -> SafeString:
        text, may_book = decision_text(row.submission)
        return format_html("{}" if may_book else "<strong>{}</strong>", text)


def calls_decided_against() -> QuerySet[ConsultationRequest]:
    """The open requests of people who should not book, as clinicians decided."""
    return decided_against(ConsultationRequest.objects.exclude(state__in=ENDED))


def appointments_decided_against() -> QuerySet[Appointment]:
    """The appointments ahead of people who should not book, as clinicians decided."""
    return decided_against(Appointment.objects.filter(state__in=AHEAD))


def decided_against(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Those among `rows` whose newest decision that took effect does not lead to the clinic."""
    in_effect = Review.objects.filter(submission=OuterRef("submission"), takes_effect=True)
    newest = Subquery(in_effect.order_by("-made_at", "-id").values("disposition")[:1])
    # Most have no such decision at all, which an index says.
    candidates = rows.filter(Exists(in_effect.filter(disposition__in=LEADS_ELSEWHERE)))
    against: QuerySet[Any] = candidates.annotate(decided=newest).filter(decided__in=LEADS_ELSEWHERE)
    return against
