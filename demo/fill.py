"""Everybody and everything of the demonstration, made in one go; refused where it could meet anybody real."""

import random
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from demo import accounts, history, page_drafts
from screening.models import Submission


class NotADemo(Exception):
    """Made-up people must not come among real ones; the message tells why."""


def refuse_all_but_a_demo() -> None:
    """Raises NotADemo unless this is a demonstration that nobody else can reach."""
    if not settings.DEMO:
        raise NotADemo("This fills the site with made-up people. Run it as: make demo")
    if not settings.IS_ON_LOOPBACK:
        raise NotADemo(f"A demonstration is for this machine alone, and SITE_URL is {settings.SITE_URL}.")


@transaction.atomic
def fill(submissions: int, now: datetime, seed: int = 1) -> None:
    """Accounts, submissions and everything that comes of them, pages. The same `seed` gives the same answers.

    Raises NotADemo where anybody is already.
    """
    refuse_all_but_a_demo()
    if User.objects.exists() or Submission.objects.exists():
        raise NotADemo("There are people in this database already.")
    staff = accounts.make()
    history.write(submissions, now, staff, random.Random(seed))  # noqa: S311 (nothing to guess)
    page_drafts.write(staff["editor"], now)
