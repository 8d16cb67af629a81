"""The card at the top of the first page: what cannot wait. Nobody sees it while there is nothing."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.timesince import timesince

from consultations.desk.decisions import appointments_decided_against
from kat_site.staff_site.cards import Card, Line
from screening.review.queue import capped_count, capped_text, may_record_urgent
from screening.submissions.decisions.urgent import open_urgent_decisions

SEES_TIMES = "consultations.view_appointment"


def act_now(person: User, now: datetime) -> list[Card]:
    """Everybody sees that a person needs urgent help, until somebody has recorded what was done."""
    lines = [*_urgent(person, now), *_booked(person)]
    return [Card("act-now", "Act now", lines=lines)] if lines else []


def _urgent(person: User, now: datetime) -> Iterator[Line]:
    for review in open_urgent_decisions():
        since = timesince(review.made_at, now, depth=1)
        text = f"{review.submission} needs urgent help now: a clinician decided so {since} ago. "
        if may_record_urgent(person):
            url = reverse("admin:screening_submission_urgent", args=[review.submission_id])
            yield Line(f"{text}Record what was done", True, url)
        else:
            yield Line(f"{text}Nobody has recorded what was done. Tell a clinician or the front desk.", True)


def _booked(person: User) -> Iterator[Line]:
    against = capped_count(appointments_decided_against()) if person.has_perm(SEES_TIMES) else 0
    if against:
        text = f"{capped_text(against)} booked, although a clinician decided against it since, or has to decide again."
        yield Line(text, True, f"{reverse('admin:consultations_appointment_changelist')}?show=not-to-book")
