"""What is kept of a screening that a person sent: one sealed record, readable without today's code or rules."""

import hashlib
import hmac
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from screening.assessment import Assessment
from screening.dispositions import Disposition
from screening.journey import path
from screening.questionnaire import QUESTIONNAIRE
from screening.receipt_code import CROCKFORD, code_of, digest_of
from screening.sealing import CannotUnseal, seal, unseal
from screening.sign_off import SignOff as SignOff  # Django looks for models here

Row = TypeVar("Row", bound=models.Model)
STORED = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
)


class AlreadySentOtherwise(Exception):
    """This attempt was sent before with other answers; what was sent first stays."""


class State(models.TextChoices):
    NEW = "new", "New"
    IN_REVIEW = "in-review", "In review"
    CLOSED = "closed", "Closed"


@dataclass(frozen=True)
class Consent:
    """What a person agreed to: SHA-256 of the words they read, and their language."""

    text_digest: str
    language: str = "en"

    @classmethod
    def to_text(cls, text: str) -> "Consent":
        return cls(hashlib.sha256(text.encode()).hexdigest())


def digest_of_attempt(attempt_key: str) -> str:
    """Stands for an attempt in the database without naming it. `attempt_key` is Attempt.key, not the address."""
    return hmac.new(settings.SECRET_KEY.encode(), f"attempt|{attempt_key}".encode(), hashlib.sha256).hexdigest()


def receipt_digest_of(attempt_key: str) -> str:
    """Stands in the database for the receipt code of this attempt: one code opens whatever the attempt sent."""
    return digest_of(code_of(attempt_key))


def store_once(row: Row, held: Callable[[Row], object]) -> Row:
    """Save `row`, which has a unique `attempt_digest`; committed when this returns.

    When the same attempt stored the same before (`held` gives what it holds), the earlier row is given back: a retry
    changes nothing. Raises AlreadySentOtherwise when it stored something else.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        earlier = type(row)._default_manager.filter(attempt_digest=row.attempt_digest).first()  # type: ignore[attr-defined]
        if earlier is None:  # not the attempt: some other constraint
            raise
        try:
            if held(earlier) == held(row):
                return earlier
        except CannotUnseal:  # its data key is gone: it cannot be told whether this is the same
            pass
        raise AlreadySentOtherwise from None
    return row


def new_reference() -> str:
    """Eight characters to say on the phone. Names a submission, opens nothing."""
    text = "".join(secrets.choice(CROCKFORD) for _ in range(8))
    return f"{text[:4]}-{text[4:]}"


def record_of(answers: dict[str, object], assessment: Assessment) -> dict[str, Any]:
    """The answers on the path and the findings, all as worded today: what a reviewer reads in ten years."""
    return {
        "answers": [
            {
                "question": question.id,
                "section": QUESTIONNAIRE.section_of(question).title,
                "text": question.text,
                "answers": [
                    {"answer": value, "text": choice.text if choice else str(value)}
                    for value, choice in question.read(answers[question.id])
                ],
            }
            for question in path(answers)
            if question.id in answers
        ],
        "findings": [
            {
                "question": found.question.id,
                "topic": found.question.topic,
                "answer": found.answer,
                "level": str(found.level),
                "words": found.finding.words,
            }
            for found in assessment.findings
        ],
    }


class Submission(models.Model):
    """One screening sent to the clinic. Nothing in it is edited afterwards but `state`.

    Urgent, under-18 and unfinished screenings are never stored: the database refuses their dispositions.
    """

    CONTEXT = "screening.submission.record"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    attempt_digest = models.CharField(max_length=64, unique=True, editable=False)
    receipt_digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    received_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    disposition = models.CharField(max_length=32, choices=Disposition, editable=False)
    state = models.CharField(max_length=16, choices=State, default=State.NEW)
    ruleset_version = models.CharField(max_length=32, editable=False)
    ruleset_fingerprint = models.CharField(max_length=64, editable=False)
    consent_digest = models.CharField(max_length=64, editable=False)
    consent_language = models.CharField(max_length=8, editable=False)
    sealed_record = models.TextField(editable=False)

    class Meta:
        ordering = ("-received_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(disposition__in=STORED), name="screening_submission_disposition_may_be_stored"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=State.values), name="screening_submission_state_is_known"
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def record(self) -> dict[str, Any]:
        """`{"answers": [...], "findings": [...]}` as `record_of` made it. Raises CannotUnseal."""
        record = unseal(self.sealed_record, context=self.CONTEXT, row=str(self.pk))
        assert isinstance(record, dict)  # noqa: S101 (we sealed it, and it opened)
        return record

    @property
    def answers(self) -> dict[str, object]:
        """The answers as `assess` takes them: question id -> choice id, or a list of them. Raises CannotUnseal."""
        answers: dict[str, object] = {}
        for row in self.record["answers"]:
            values = [given["answer"] for given in row["answers"]]
            question = QUESTIONNAIRE.by_id.get(row["question"])
            is_list = question.tick_all if question else len(values) != 1
            answers[row["question"]] = values if is_list else values[0]
        return answers

    @classmethod
    def of_attempt(cls, attempt_key: str) -> "Submission | None":
        """What this attempt sent, if it sent something and that is still here."""
        return cls.objects.filter(attempt_digest=digest_of_attempt(attempt_key)).first()

    @classmethod
    def send(
        cls, attempt_key: str, answers: dict[str, object], assessment: Assessment, consent: Consent
    ) -> "Submission":
        """Store what the person sends; committed when this returns. Sending the same again gives the same submission.

        Raises AlreadySentOtherwise when this attempt was sent before with other answers.
        """
        submission = cls(
            attempt_digest=digest_of_attempt(attempt_key),
            receipt_digest=receipt_digest_of(attempt_key),
            disposition=assessment.disposition,
            ruleset_version=QUESTIONNAIRE.version,
            ruleset_fingerprint=QUESTIONNAIRE.fingerprint,
            consent_digest=consent.text_digest,
            consent_language=consent.language,
        )
        record = record_of(answers, assessment)
        submission.sealed_record = seal(record, context=cls.CONTEXT, row=str(submission.pk))
        return store_once(submission, lambda one: one.record)
