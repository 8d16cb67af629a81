"""Sends staff a mail when something waits for them. The mail never says what, whose, or how many.

A notice is stored in the same transaction as its cause. A thread tries to send it right after the commit, and
`manage.py send_notices` tries again until it is sent, so that no visitor waits for a mail server. The same thread and
command send the mails to people that `consultations.mails` queued.
"""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import connection, transaction
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from consultations import mails
from consultations.models import Appointment, ConsultationRequest, Mail
from operations.models import Notice
from screening.models import Submission

Kind = Notice.Kind

# Everything that happens after a mail waits this long for the next mail.
SHORTEST_INTERVAL = timedelta(minutes=15)
# A try without a result that started longer ago than this was killed.
LONGEST_TRY = timedelta(minutes=10)
SUBJECT = "Something is waiting at the review desk"
BODY = """Something is waiting at the review desk.

Please sign in to see it:
{desk}

This email leaves out the rest on purpose. Please do not reply to it.
"""

log = logging.getLogger(__name__)
_sending = threading.Lock()


@dataclass(frozen=True)
class MailStatus:
    is_set_up: bool
    last_sent_at: datetime | None = None
    problem: str = ""


def is_set_up() -> bool:
    return bool(settings.MAIL_IS_SET_UP and settings.STAFF_MAIL)


def mail_status() -> MailStatus:
    """Shows whether mails go out, and the problem of the mail that waits or of the last one."""
    sent = Notice.objects.exclude(sent_at=None).first()
    waiting = Notice.objects.filter(sent_at=None).first()
    problem = (waiting.problem if waiting else "") or (sent.problem if sent else "")
    return MailStatus(is_set_up(), sent.sent_at if sent else None, problem)


@receiver(post_save, sender=Submission, dispatch_uid="operations.notices.submission")
@receiver(post_save, sender=ConsultationRequest, dispatch_uid="operations.notices.request")
@receiver(post_save, sender=Appointment, dispatch_uid="operations.notices.appointment")
def queue_when_created(sender: type, created: bool, **kwargs: object) -> None:
    if created:
        queue(Kind.WAITING)


@receiver(post_save, sender=Mail, dispatch_uid="operations.notices.mail")
def send_when_queued(sender: type, created: bool, **kwargs: object) -> None:
    if created:
        transaction.on_commit(_send_in_background, robust=True)


def queue(kind: Kind) -> None:
    """Send a mail after the current transaction commits, unless one of this kind waits already."""
    if not is_set_up():
        return
    Notice.objects.bulk_create([Notice(kind=kind)], ignore_conflicts=True)
    transaction.on_commit(_send_in_background, robust=True)


def send_waiting(now: datetime | None = None) -> tuple[int, int]:
    """Send the notices that are due. Returns how many were sent and how many failed."""
    now = now or timezone.now()
    sent = failed = 0
    if is_set_up():
        for notice in Notice.objects.filter(sent_at=None):
            if _is_due(notice, now) and _claim(notice, now):
                recipients, problem = _send()
                Notice.objects.filter(pk=notice.pk).update(sent_at=now if recipients else None, problem=problem)
                sent, failed = sent + bool(recipients), failed + (not recipients)
    return sent, failed


def _is_due(notice: Notice, now: datetime) -> bool:
    return not Notice.objects.filter(kind=notice.kind, sent_at__gt=now - SHORTEST_INTERVAL).exists()


def _claim(notice: Notice, now: datetime) -> bool:
    """Store that this process tries to send it. False when another one does, so that no mail is sent twice."""
    if notice.tried_at and now - notice.tried_at < LONGEST_TRY and not notice.problem:
        return False
    unchanged = Notice.objects.filter(pk=notice.pk, sent_at=None, tries=notice.tries)
    return bool(unchanged.update(tries=notice.tries + 1, tried_at=now, problem=""))


def _send() -> tuple[int, str]:
    """Send one mail to each of STAFF_MAIL. Returns how many were sent, and the problems without any address.

    A mail that reached at least one person counts as sent: a new try would send it to the same people again.
    """
    body = BODY.format(desk=settings.SITE_URL + reverse("admin:index"))
    sent, problems = 0, []
    try:
        with get_connection() as server:
            for address in settings.STAFF_MAIL:
                try:
                    sent += EmailMessage(SUBJECT, body, to=[address], connection=server).send()
                except SMTPResponseException as error:
                    problems.append(f"{type(error).__name__} {error.smtp_code}")
                except SMTPException as error:
                    problems.append(type(error).__name__)
    # No error of the mail server may end the retries.
    except Exception as error:
        problems.append(type(error).__name__)
    if problems:
        log.warning("A mail to staff could not be sent: %s", problems[0])
    return sent, ", ".join(dict.fromkeys(problems))


def _send_in_background() -> None:
    threading.Thread(target=_send_and_disconnect, name="notices", daemon=True).start()


def _send_and_disconnect() -> None:
    if not _sending.acquire(blocking=False):
        return
    try:
        send_waiting()
        mails.send_waiting()
    finally:
        connection.close()
        _sending.release()
