"""Fills an empty database with everything that the demo shows."""

import random
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from demo import accounts, activity, appointments, calls, page_drafts, submissions
from screening.models import Submission


class NotADemo(Exception):
    """The site is not a demo, so made-up people must not be added. The message says why."""


def refuse_unless_demo() -> None:
    """Raises NotADemo unless this is a demo that only this machine can reach."""
    if not settings.DEMO:
        raise NotADemo("This fills the site with made-up people. Run it as: make demo")
    if not settings.IS_ON_LOOPBACK:
        raise NotADemo(f"A demo is for this machine only, and SITE_URL is {settings.SITE_URL}.")


@transaction.atomic
def fill(count: int, now: datetime, seed: int = 1) -> None:
    """Create accounts, `count` submissions, call requests and page drafts. One `seed` gives the same answers again.

    Raises NotADemo, also when the database has any user or submission.
    """
    refuse_unless_demo()
    if User.objects.exists() or Submission.objects.exists():
        raise NotADemo("There are people in this database already.")
    staff = accounts.create()
    # Nobody has to guess anything here.
    chance = random.Random(seed)  # noqa: S311
    submissions.create(count, now, staff, chance)
    calls.create(2 + count // 25, 2 * count, now, staff["frontdesk"], chance)
    appointments.create(3 * count, now, staff, chance)
    activity.create(now, staff, chance)
    page_drafts.create(staff["editor"], now)
