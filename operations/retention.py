"""Deletes everything that has reached its time limit, unless the clock looks wrong."""

from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.utils import timezone

from consultations import mails
from consultations import retention as consultations
from consultations.appointments import retention as appointments
from operations import runs
from operations.clock import is_trustworthy
from operations.models import MaintenanceRun, Notice
from pages.schema.values import Kept
from screening.journey.drop_off import delete_expired_sessions
from screening.journey.due_deletions import delete_due
from screening.submissions import retention as submissions
from staff.access_log import purge_access_log, years_before
from vault.wal import truncate_write_ahead_log

# Long enough to compare a whole year.
KEEP_RUNS = timedelta(days=400)
KEEP_SENT_NOTICES = timedelta(days=30)


def purge(kept: Kept, clock_is_right: bool = False, now: datetime | None = None) -> dict[str, int]:
    """Delete what is too old. Returns the number of deleted rows by kind.

    What people sent is deleted when they were told. `kept` only gives a promise to rows that were stored without one.

    Raises MaintenanceError when the clock looks wrong and nobody has confirmed it with `clock_is_right`.
    """
    now = now or timezone.now()
    with runs.recorded(runs.Kind.PURGE, now) as counts:
        # not a question of time: these people left, and were told that it is done
        delete_due()
        submissions.fill_promises(kept)
        consultations.fill_promises(kept)
        if not clock_is_right:
            _refuse_if_clock_looks_wrong(now)
        counts["submissions"], counts["call requests"] = consultations.purge(now)
        with_appointment, counts["appointments"] = appointments.purge(now)
        counts["submissions"] += with_appointment
        counts["submissions"] += submissions.purge(now, consultations.SUBMISSION_HAS_NO_REQUEST)
        counts["sessions"] = delete_expired_sessions(now)
        counts["access log entries"] = purge_access_log(now, kept.access_log_years)
        oldest_entry = years_before(now, kept.access_log_years)
        counts["admin log entries"], _ = LogEntry.objects.filter(action_time__lte=oldest_entry).delete()
        counts["run records"], _ = MaintenanceRun.objects.filter(finished_at__lte=now - KEEP_RUNS).delete()
        counts["sent notices"], _ = Notice.objects.filter(sent_at__lte=now - KEEP_SENT_NOTICES).delete()
        counts["mails to people"] = mails.purge(now)
    truncate_write_ahead_log()
    return counts


def _refuse_if_clock_looks_wrong(now: datetime) -> None:
    last = runs.last_success(runs.Kind.PURGE)
    if last and not is_trustworthy(last.started_at, now):
        raise runs.MaintenanceError(
            f"Nothing was deleted: the clock may be wrong. It shows {now:%Y-%m-%d %H:%M} UTC, and the last run was at "
            f"{last.started_at:%Y-%m-%d %H:%M} UTC. If the clock is right, run: manage.py purge --clock-is-right"
        )
