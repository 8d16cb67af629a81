"""Counts at which screen people stop, when their session expires. A screen is named after its first question."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from screening import path
from screening.journey import session
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal, add

# Everything was answered and nothing sent. Whether the person read the result is not known.
CHECK_ANSWERS = "check-your-answers"


@transaction.atomic
def delete_expired_sessions(now: datetime) -> int:
    """Delete the sessions that expired by `now`, those of staff too; returns how many. Counts unfinished attempts."""
    expired = Session.objects.filter(expire_date__lte=now)
    for row in expired.select_for_update().iterator():
        stops = list(_stops(row))
        add(DailyTotal.What.RULES, [QUESTIONNAIRE.version] * len(stops))
        add(DailyTotal.What.STOPPED_AT, stops)
    deleted, _ = expired.delete()
    return deleted


def _stops(row: Session) -> Iterator[str]:
    for attempt in session.attempts_in(row.get_decoded()):
        # A result that was seen early has been counted, and an attempt under other rules stopped at another question.
        if attempt.answers and not (attempt.reference or attempt.ended_early or attempt.is_outdated):
            screen = path.next_screen(attempt.answers)
            yield screen.first.id if screen else CHECK_ANSWERS
