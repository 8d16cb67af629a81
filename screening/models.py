"""What is kept of a screening that a person sent: one sealed record, readable without today's code or rules."""

import secrets
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from screening.assessment import Assessment
from screening.path import path
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal as DailyTotal
from screening.submissions.daily_totals import add
from screening.submissions.queue import FindingDomain, rank_of, week_of
from screening.submissions.receipt_code import BETWEEN, CROCKFORD, READ_AS
from screening.submissions.reviewing import Review as Review  # Django looks for models here
from screening.submissions.reviewing import (
    State,
)
from screening.submissions.sending import Consent, digest_of_attempt, receipt_digest_of, store_once
from screening.submissions.sign_off import SignOff as SignOff
from screening.vocabulary.dispositions import Disposition
from vault.seal import seal, unseal

STORED = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
)


def new_reference() -> str:
    """Eight characters to say on the phone. Names a submission, opens nothing."""
    text = "".join(secrets.choice(CROCKFORD) for _ in range(8))
    return f"{text[:4]}-{text[4:]}"


def as_reference(typed: str) -> str:
    """A reference as it is stored, from what somebody typed or heard: capitals, spaces and hyphens as they like."""
    bare = BETWEEN.sub("", typed).upper().translate(READ_AS)
    return f"{bare[:4]}-{bare[4:]}"


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
    """One screening sent to the clinic. What was sent is never edited; only how far the clinic is with it moves on.

    Urgent, under-18 and unfinished screenings are never stored: the database refuses their dispositions. `queue_rank`
    and `received_week` repeat what other fields say, so that a list of a million rows is read from an index.
    """

    CONTEXT = "screening.submission.record"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True, editable=False)
    attempt_digest = models.CharField(max_length=64, unique=True, editable=False)
    receipt_digest = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    received_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    disposition = models.CharField(max_length=32, choices=Disposition, editable=False)
    state = models.CharField(max_length=16, choices=State, default=State.NEW, editable=False)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    queue_rank = models.PositiveSmallIntegerField(editable=False)
    received_week = models.PositiveIntegerField(editable=False)
    ruleset_version = models.CharField(max_length=32, editable=False)
    ruleset_fingerprint = models.CharField(max_length=64, editable=False)
    consent_digest = models.CharField(max_length=64, editable=False)
    consent_language = models.CharField(max_length=8, editable=False)
    sealed_record = models.TextField(editable=False)

    class Meta:
        ordering = ("queue_rank", "received_at", "id")
        default_permissions = ("view", "delete")
        permissions = (
            ("review_submission", "Can review submissions"),
            ("export_submission", "Can export submissions in bulk"),
        )
        indexes = (
            models.Index(fields=("queue_rank", "received_at", "id"), name="queue_by_all"),
            *(
                models.Index(fields=(field, "queue_rank", "received_at", "id"), name=f"queue_by_{field}")
                for field in ("disposition", "state", "assignee", "received_week", "ruleset_version")
            ),
            models.Index(fields=("state", "received_at", "id"), name="queue_by_age"),
        )
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

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.reference = self.reference or new_reference()
            self.queue_rank = rank_of(self.state, self.disposition)
            self.received_week = week_of(self.received_at)
        super().save(*args, **kwargs)

    def move_to(self, state: State, assignee: User | None) -> None:
        """Note how far the clinic is with it, and who works on it."""
        self.state, self.assignee = state, assignee
        self.queue_rank = rank_of(state, self.disposition)
        self.save(update_fields=("state", "assignee", "queue_rank"))
        self.finding_domains.update(queue_rank=self.queue_rank)

    def claim(self, person: User) -> bool:
        """Take this submission on. False when somebody else has it, or it is reviewed."""
        mine = Submission.objects.filter(pk=self.pk, state=State.NEW).update(state=State.IN_REVIEW, assignee=person)
        return bool(mine)

    def release(self) -> bool:
        """Give it back to the queue. False when nobody has it."""
        return bool(Submission.objects.filter(pk=self.pk, state=State.IN_REVIEW).update(state=State.NEW, assignee=None))

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
        with transaction.atomic():
            stored = store_once(submission, lambda one: one.record)
            if stored is submission:
                FindingDomain.index(submission, {QUESTIONNAIRE.section_of(f.question).id for f in assessment.findings})
                add(DailyTotal.What.SENT, [submission.disposition])
        return stored
