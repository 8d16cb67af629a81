"""Whether the clock can be believed. Whatever deletes by date must not trust one that jumped.

A machine has a second clock, which counts from its start and cannot be set. Between two readings since the same start
the two must agree. Across a start, or where there is no such clock, the runs themselves tell: one a day is planned.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")
BETWEEN_RUNS = timedelta(days=1)
LARGEST_JUMP = timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    """What the clocks say at one moment. `boot` names the start of the machine; empty where that cannot be told."""

    at: datetime
    boot: str = ""
    uptime: float = 0.0  # seconds since that start, asleep or awake

    @classmethod
    def now(cls) -> "Reading":
        try:
            return cls(timezone.now(), BOOT_ID.read_text().strip(), time.clock_gettime(time.CLOCK_BOOTTIME))
        except (OSError, AttributeError):  # not Linux
            return cls(timezone.now())


def jump(before: Reading, now: Reading) -> timedelta:
    """How far the clock was put forward (or back: below zero) between the two readings, as far as can be told."""
    passed = now.at - before.at
    if now.boot and now.boot == before.boot:
        return passed - timedelta(seconds=now.uptime - before.uptime)
    return passed if passed < timedelta(0) else max(passed - BETWEEN_RUNS, timedelta(0))


def has_jumped(before: Reading, now: Reading) -> bool:
    """By more than a day, forward or back."""
    return abs(jump(before, now)) > LARGEST_JUMP
