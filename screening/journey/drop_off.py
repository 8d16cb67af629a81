"""Where people stop: the question that came next when nobody came back to a questionnaire. Counted as it lapses."""

from collections.abc import Iterator
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from screening import path
from screening.journey import session
from screening.submissions.daily_totals import DailyTotal, add

AT_THE_END = "check-your-answers"  # everything answered and not sent; whether the result was read is not known


@transaction.atomic
def drop_lapsed_sessions(now: datetime) -> int:
    """Delete the sessions whose time was up at `now`, staff's too; how many. What was left unfinished is counted."""
    lapsed = Session.objects.filter(expire_date__lte=now)
    for row in lapsed.select_for_update().iterator():
        add(DailyTotal.What.STOPPED_AT, _places(row))
    deleted, _ = lapsed.delete()
    return deleted


def _places(row: Session) -> Iterator[str]:
    for attempt in session.attempts_in(row.get_decoded()):
        if attempt.answers and not attempt.reference:
            waiting = path.next_question(attempt.answers)
            yield waiting.id if waiting else AT_THE_END
