"""What whoever phones has to know: what clinicians decided about the answers that go with a call request."""

from typing import NamedTuple

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery

from consultations.models import ConsultationRequest, State
from screening.models import Review
from screening.submissions.faults import has_changed_columns
from screening.submissions.states import State as ReviewState
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC, Disposition

WAITS = "Waiting for a clinician: do not book yet"
WAITS_FOR_SECOND = "Waiting for a second clinician: do not book yet"
NOTHING_SENT = "No answers were sent: a clinician decides on the call"
DO_NOT_BOOK = "do not book"
CHANGED = f"Changed past this site: {DO_NOT_BOOK}, and tell a privacy officer"


class DecisionText(NamedTuple):
    text: str
    may_book: bool


def with_decision(calls: QuerySet[ConsultationRequest]) -> QuerySet[ConsultationRequest]:
    """With the decisions that take effect, the newest last: one query for a whole list."""
    in_effect = Review.objects.filter(takes_effect=True)
    return calls.prefetch_related(Prefetch("submission__reviews", in_effect, to_attr="decisions"))


def decision_text(call: ConsultationRequest) -> DecisionText:
    """For a request from `with_decision`. A decision in force counts, also while a milder one is proposed."""
    if call.submission is None:
        return DecisionText(NOTHING_SENT, False)
    if has_changed_columns(call.submission):
        return DecisionText(CHANGED, False)
    decisions: list[Review] = call.submission.decisions  # type: ignore[attr-defined] # `with_decision` adds them
    if not decisions:
        is_proposed = call.submission.state == ReviewState.SECOND_OPINION
        return DecisionText(WAITS_FOR_SECOND if is_proposed else WAITS, False)
    disposition = Disposition(decisions[-1].disposition)
    if disposition not in LEADS_TO_THE_CLINIC:
        return DecisionText(f"{disposition.label}: {DO_NOT_BOOK}", False)
    if not decisions[-1].is_as_stored:
        return DecisionText(CHANGED, False)
    return DecisionText(disposition.label, True)


def decided_against() -> QuerySet[ConsultationRequest]:
    """The requests that are not closed although clinicians decided that the person should not book."""
    in_effect = Review.objects.filter(submission=OuterRef("submission"), takes_effect=True)
    newest = Subquery(in_effect.order_by("-made_at", "-id").values("disposition")[:1])
    waiting = ConsultationRequest.objects.exclude(state=State.CLOSED).annotate(decided=newest)
    return waiting.exclude(decided=None).exclude(decided__in=LEADS_TO_THE_CLINIC)
