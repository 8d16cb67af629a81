"""Mails to a person who left an address. Their words are neutral, they are sealed until sent, and each is sent once.

`queue` stores a mail in the transaction of its cause. `operations.notices` sends it right after the commit, and
`manage.py send_notices` tries again, so that nobody waits for a mail server.
"""

import logging
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email.utils import formataddr
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone

from pages import catalogue
from vault.seal import CannotUnseal, seal, unseal

# Shown in the list of an inbox, where others may see it.
SENDER = "Front desk"
# A try without a result that started longer ago than this was killed.
LONGEST_TRY = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(days=2)
# That a mail was sent is kept this long, so that nothing sends it again.
KEEP = timedelta(days=60)
NOTHING: dict[str, object] = {}

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    """A file of text, such as ("call.ics", "BEGIN:VCALENDAR...", "text/calendar; method=PUBLISH")."""

    name: str
    text: str
    content_type: str


@dataclass(frozen=True)
class Message:
    subject: str
    body: str
    attachments: tuple[Attachment, ...] = ()

    @classmethod
    def drawn(cls, template: str, context: dict[str, object], *attachments: Attachment) -> "Message":
        """The first line of the template is the subject, and the text after the empty line is the body."""
        text = render_to_string(template, {"clinic": catalogue.current().clinic} | context)
        subject, _, body = text.strip().partition("\n\n")
        return cls(subject, f"{body}\n", attachments)


class Mail(models.Model):
    """One mail about a row of another table (`about` is its key). Once it is sent or given up, its text is gone."""

    CONTEXT = "consultations.mail.message"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    about = models.UUIDField(db_index=True, editable=False)
    kind = models.CharField(max_length=64, editable=False)
    queued_at = models.DateTimeField(editable=False)
    send_by = models.DateTimeField(editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveIntegerField(default=0, editable=False)
    # The problem of the last try, without any address. A mail that ended with a problem was not sent.
    problem = models.CharField(max_length=200, blank=True, editable=False)
    sealed_message = models.TextField(editable=False)

    class Meta:
        ordering = ("queued_at", "id")
        default_permissions = ()
        constraints = (models.UniqueConstraint(fields=("about", "kind"), name="consultations_one_mail_of_a_kind"),)
        indexes = (
            models.Index(
                fields=("queued_at",), condition=models.Q(ended_at=None), name="consultations_mails_that_wait"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.problem or ('sent' if self.ended_at else 'waiting')}"


def are_set_up() -> bool:
    return bool(settings.MAIL_IS_SET_UP)


def queue(about: uuid.UUID, kind: str, address: str, message: Message, send_by: datetime | None = None) -> None:
    """Sends the message after the current transaction commits. A second one of this `kind` does nothing.

    `kind` names what happened, and is unique for each `about`: "call received", "reminder of 2027-03-14 08:00".
    """
    if not (are_set_up() and address):
        return
    now, key = timezone.now(), uuid.uuid4()
    content = asdict(message) | {"to": address}
    sealed = seal(content, context=Mail.CONTEXT, row=str(key))
    fields = {"id": key, "queued_at": now, "send_by": send_by or now + GIVE_UP_AFTER, "sealed_message": sealed}
    Mail.objects.get_or_create(about=about, kind=kind, defaults=fields)


def forget(about: uuid.UUID) -> None:
    """Deletes all mails about this row, also those that wait."""
    Mail.objects.filter(about=about).delete()


def purge(now: datetime) -> int:
    deleted, _ = Mail.objects.filter(queued_at__lte=now - KEEP).delete()
    return deleted


def send_waiting(now: datetime | None = None) -> tuple[int, int]:
    """Sends the mails that wait. Returns how many were sent and how many failed."""
    now = now or timezone.now()
    sent = failed = 0
    if not are_set_up():
        return sent, failed
    for mail in Mail.objects.filter(ended_at=None):
        if not _claim(mail, now):
            continue
        problem, is_final = ("Too late to send it", True) if mail.send_by <= now else _send(mail)
        if problem:
            log.warning("A mail to a person could not be sent: %s", problem)
        ended = {"ended_at": now, "sealed_message": seal(NOTHING, context=Mail.CONTEXT, row=str(mail.pk))}
        Mail.objects.filter(pk=mail.pk).update(problem=problem, **(ended if is_final else {}))
        sent, failed = sent + (not problem), failed + bool(problem)
    return sent, failed


def _claim(mail: Mail, now: datetime) -> bool:
    """Stores that this process tries to send it. False when another one does, so that no mail is sent twice."""
    if mail.tried_at and now - mail.tried_at < LONGEST_TRY and not mail.problem:
        return False
    unchanged = Mail.objects.filter(pk=mail.pk, ended_at=None, tries=mail.tries)
    return bool(unchanged.update(tries=mail.tries + 1, tried_at=now, problem=""))


def _send(mail: Mail) -> tuple[str, bool]:
    """Returns the problem ("" when it was sent), and whether another try would not help."""
    try:
        content = unseal(mail.sealed_message, context=Mail.CONTEXT, row=str(mail.pk))
    except CannotUnseal:
        return "CannotUnseal", True
    assert isinstance(content, dict)  # noqa: S101 (`queue` sealed a dictionary)
    message = EmailMessage(
        content["subject"],
        content["body"],
        formataddr((SENDER, settings.DEFAULT_FROM_EMAIL)),
        [content["to"]],
        headers={"Auto-Submitted": "auto-generated"},
        attachments=[(file["name"], file["text"], file["content_type"]) for file in content["attachments"]],
    )
    try:
        message.send()
    except SMTPRecipientsRefused:
        return "SMTPRecipientsRefused", True
    # No error of the mail server may end the retries.
    except Exception as error:
        return type(error).__name__, False
    return "", True
