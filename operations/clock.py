"""Decides whether the clock can be trusted: a wrong clock would delete data too early."""

from datetime import datetime, timedelta

# One run a day is planned. A weekend without a run is nothing unusual.
LONGEST_GAP = timedelta(days=3)


def is_trustworthy(last_run: datetime | None, now: datetime) -> bool:
    """False when the last run is in the future or more than three days ago. True before the first run."""
    return last_run is None or timedelta(0) <= now - last_run <= LONGEST_GAP
