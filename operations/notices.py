"""Staff are told by mail that something waits at the desk, and nothing more: not what, not whose, not how many.

What is to be told is a row, written in the same transaction as what it is about. Right after the commit a thread tries
to send it, and `manage.py send_notices` tries again until it is sent: no person waits for a mail server.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from operations.models import Notice

Kind = Notice.Kind

AT_MOST_EVERY = timedelta(minutes=15)  # one mail of a kind; what comes up meanwhile is told by the next
A_TRY_LASTS = timedelta(minutes=10)  # at most: whoever began before that, and told no end, was killed
SUBJECT = "Something is waiting at the review desk"
BODY = """Something is waiting at the review desk.

Please sign in to see it:
{desk}

This mail says no more on purpose. Please do not reply to it.
"""

log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class State:
    """What the first page of the desk tells of mails."""

    is_set_up: bool
    last_sent_at: datetime | None = None
    waiting_since: datetime | None = None
    tries: int = 0
    problem: str = ""


def is_set_up() -> bool:
    return bool(settings.MAIL_IS_SET_UP and settings.STAFF_MAIL)


def state() -> State:
    """Whether mails go out: when the last did, since when one waits, and why it was not sent."""
    sent = Notice.objects.exclude(sent_at=None).first()
    waits = Notice.objects.filter(sent_at=None).first()
    return State(
        is_set_up(),
        last_sent_at=sent.sent_at if sent else None,
        waiting_since=waits.made_at if waits else None,
        tries=waits.tries if waits else 0,
        problem=(waits.problem if waits else "") or (sent.problem if sent else ""),
    )


def note(kind: Kind) -> None:
    """Have staff told, soon after the transaction at hand commits. One that waits already tells this too."""
    if not is_set_up():
        return
    Notice.objects.bulk_create([Notice(kind=kind)], ignore_conflicts=True)
    transaction.on_commit(_send_soon, robust=True)


def send_waiting(now: datetime | None = None) -> tuple[int, int]:
    """Send what waits and is due; how many were sent, and how many could not be."""
    now = now or timezone.now()
    sent = failed = 0
    if is_set_up():
        for notice in Notice.objects.filter(sent_at=None):
            if _is_due(notice, now) and _take(notice, now):
                went, problem = _send()
                Notice.objects.filter(pk=notice.pk).update(sent_at=now if went else None, problem=problem)
                sent, failed = sent + bool(went), failed + (not went)
    return sent, failed


def _is_due(notice: Notice, now: datetime) -> bool:
    return not Notice.objects.filter(kind=notice.kind, sent_at__gt=now - AT_MOST_EVERY).exists()


def _take(notice: Notice, now: datetime) -> bool:
    """Note the try before it is made. False when somebody else is at it: no mail goes out twice."""
    if notice.tried_at and now - notice.tried_at < A_TRY_LASTS and not notice.problem:
        return False
    as_it_was = Notice.objects.filter(pk=notice.pk, sent_at=None, tries=notice.tries)
    return bool(as_it_was.update(tries=notice.tries + 1, tried_at=now, problem=""))


def _send() -> tuple[int, str]:
    """The mail, to each of STAFF_MAIL on their own. How many it went to, and what went wrong, without any address.

    Once it went to somebody it is not sent again: the others would not get it, and they would get it over and over.
    """
    body = BODY.format(desk=settings.SITE_URL + reverse("admin:index"))
    went, problems = 0, []
    try:
        with get_connection() as line:
            for address in settings.STAFF_MAIL:
                try:
                    went += EmailMessage(SUBJECT, body, to=[address], connection=line).send()
                except SMTPResponseException as error:
                    problems.append(f"{type(error).__name__} {error.smtp_code}")
                except SMTPException as error:
                    problems.append(type(error).__name__)
    except Exception as error:  # whatever it is: it must not end the retries
        problems.append(type(error).__name__)
    if problems:
        log.warning("A mail to staff could not be sent: %s", problems[0])
    return went, ", ".join(dict.fromkeys(problems))


def _send_soon() -> None:
    threading.Thread(target=_send_and_hang_up, name="notices", daemon=True).start()


def _send_and_hang_up() -> None:
    with _unless_busy() as free:
        if free:
            try:
                send_waiting()
            finally:
                connection.close()


@contextmanager
def _unless_busy() -> Iterator[bool]:
    free = _one_at_a_time.acquire(blocking=False)
    try:
        yield free
    finally:
        if free:
            _one_at_a_time.release()
