"""Old data goes away by itself: every app's limits in one place, and nothing is deleted by a clock that jumped."""

from datetime import timedelta

from django.contrib.admin.models import LogEntry

from consultations import retention as consultations
from operations import runs
from operations.clock import Reading, has_jumped
from operations.models import Notice, UpkeepRun
from pages.schema.clinic import Kept
from screening.journey.drop_off import delete_expired_sessions
from screening.submissions import retention as submissions
from staff.access_log import purge_access_log, years_before
from vault.wal import empty_the_log

RUNS_KEPT = timedelta(days=400)  # a year of them can be looked at
MAILS_KEPT = timedelta(days=30)


def purge(kept: Kept, clock_is_right: bool = False, now: Reading | None = None) -> dict[str, int]:
    """Delete what is past its time; what -> how many went. Raises upkeep.Trouble after a jump of the clock.

    `clock_is_right`: somebody has looked, and the days did pass.
    """
    now = now or Reading.now()
    with runs.noted(runs.Kind.PURGE, now) as counts:
        if not clock_is_right:
            _refuse_after_a_jump(now)
        closed_before = now.at - timedelta(days=kept.consultation_request_days)
        received_before = now.at - timedelta(days=kept.screening_days)
        counts["submissions"], counts["call requests"] = consultations.purge(closed_before)
        counts["submissions"] += submissions.purge(received_before, consultations.SUBMISSION_HAS_NO_REQUEST)
        counts["sessions"] = delete_expired_sessions(now.at)
        counts["access log entries"] = purge_access_log(now.at, kept.access_log_years)
        written_before = years_before(now.at, kept.access_log_years)
        counts["notes of changes"], _ = LogEntry.objects.filter(action_time__lte=written_before).delete()
        counts["notes of upkeep"], _ = UpkeepRun.objects.filter(finished_at__lte=now.at - RUNS_KEPT).delete()
        counts["notes of mails"], _ = Notice.objects.filter(sent_at__lte=now.at - MAILS_KEPT).delete()
    empty_the_log()
    return counts


def _refuse_after_a_jump(now: Reading) -> None:
    last = runs.last_done(runs.Kind.PURGE)
    if last and has_jumped(runs.reading_of(last), now):
        raise runs.Trouble(
            f"Nothing was deleted: the clock may have jumped. It says {now.at:%Y-%m-%d %H:%M} UTC, the last clean-up "
            f"was on {last.started_at:%Y-%m-%d %H:%M} UTC. If it is right, run: manage.py purge --clock-is-right"
        )
