"""Calendar feeds: a secret address under which staff subscribe to the appointments of a schedule."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.utils import timezone
from django.views.decorators.http import require_safe

from consultations.appointments.calendars import feed_of
from consultations.appointments.models import Appointment
from consultations.appointments.schedules import CalendarFeed, Schedule
from consultations.appointments.states import TAKES_THE_TIME

# Appointments that are over stay in the calendar this long.
PAST = timedelta(days=30)


@transaction.atomic
def make_feed(schedule: Schedule, now: datetime) -> str:
    """The secret of a new feed, which is not stored. The feed before it is revoked."""
    Schedule.objects.select_for_update().get(pk=schedule.pk)
    revoke_feed(schedule, now)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(schedule=schedule, secret_digest=_digest_of(secret), made_at=now)
    return secret


def revoke_feed(schedule: Schedule, now: datetime) -> bool:
    """False when there is none."""
    return bool(CalendarFeed.objects.filter(schedule=schedule, revoked_at=None).update(revoked_at=now))


def current_feed(schedule: Schedule) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(schedule=schedule, revoked_at=None).first()


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever knows the secret. It says when, and neither who nor why."""
    digest = _digest_of(secret)
    found = (
        CalendarFeed.objects.select_related("schedule__account").filter(secret_digest=digest, revoked_at=None).first()
    )
    # Who may not sign in any more has no calendar either.
    if found is None or (found.schedule.account and not found.schedule.account.is_active):
        return HttpResponseNotFound("This calendar address is not in use.\n", content_type="text/plain; charset=utf-8")
    appointments = Appointment.objects.filter(
        schedule=found.schedule, state__in=TAKES_THE_TIME, starts_at__gt=timezone.now() - PAST
    )
    return HttpResponse(feed_of(appointments), content_type="text/calendar; charset=utf-8")


def _digest_of(secret: str) -> str:
    # The secret has 256 random bits, so nobody finds it by trying.
    return hashlib.sha256(secret.encode()).hexdigest()
