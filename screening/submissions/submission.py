"""The model of a submission: one screening sent to the clinic, sealed, and readable without today's code or rules."""

import uuid
from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from screening.assessment import Assessment
from screening.earlier_rules import rules_with
from screening.path import path
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record
from screening.submissions.daily_totals import DailyTotal, add
from screening.submissions.promises import Promised
from screening.submissions.receipt_code import new_reference
from screening.submissions.sending import Consent, EndedEarly, digest_of_attempt, keyed, receipt_digest_of, store_once
from screening.submissions.states import REVIEWED_RANK, State, rank_of, week_of
from screening.vocabulary.dispositions import STORED, Disposition
from screening.vocabulary.questionnaires import Questionnaire
from screening.vocabulary.questions import Question
from vault.seal import seal, unseal


class Submission(Promised):
    """What was sent is never edited; only `state` and `assignee` change (`submissions.faults` finds other changes).

    Urgent and unfinished screenings are never stored: the database rejects their dispositions. `send` refuses those of
    somebody under 18, or of somebody who asks for another person. `queue_rank`
    and `received_week` repeat other fields, so that a list of a million rows is read from an index.
    """

    CONTEXT = "screening.submission.record"
    COUNTS_FROM = "received_at"
    BOUND = (
        *("reference", "attempt_digest", "receipt_digest", "received_at", "received_week", "disposition", "kept_days"),
        *("ruleset_version", "ruleset_fingerprint", "consent_digest", "consent_language"),
    )

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
    # A keyed hash of the faults that an officer has looked at.
    seen_faults = models.CharField(max_length=64, default="", editable=False)

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
        self.state, self.assignee = state, assignee
        self.queue_rank = rank_of(state, self.disposition)
        self.save(update_fields=("state", "assignee", "queue_rank"))
        self.finding_domains.update(queue_rank=self.queue_rank)

    def claim(self, person: User) -> bool:
        """Assigns it. Returns False when somebody else has it or it is reviewed."""
        rows = Submission.objects.filter(pk=self.pk)
        is_new = rows.filter(state=State.NEW).update(state=State.IN_REVIEW, assignee=person)
        return bool(is_new or rows.filter(state=State.SECOND_OPINION, assignee=None).update(assignee=person))

    def release(self) -> bool:
        """Returns it to the queue. Returns False when nobody has it."""
        rows = Submission.objects.filter(pk=self.pk)
        is_new = rows.filter(state=State.IN_REVIEW).update(state=State.NEW, assignee=None)
        proposed = rows.filter(state=State.SECOND_OPINION).exclude(assignee=None)
        return bool(is_new or proposed.update(assignee=None))

    @property
    def comes_first(self) -> bool:
        """Whether it waits before all others: it is not decided, and an answer is about suicide or harm to others."""
        return FindingDomain.first_in_line().filter(submission=self).exists()

    @property
    def rules(self) -> Questionnaire | None:
        """The rules that it was sent under. None for rules that this site does not have."""
        return rules_with(self.ruleset_fingerprint)

    @property
    def record(self) -> Record:
        """Raises CannotUnseal."""
        stored = unseal(self.sealed_record, context=self.CONTEXT, row=str(self.pk))
        assert isinstance(stored, dict)  # noqa: S101 (it unsealed, so we sealed it)
        return Record.read(stored)

    @property
    def answers(self) -> dict[str, object]:
        """Question id -> choice id or a list of them, as `assess` takes them with `rules`. Raises CannotUnseal."""
        return self.record.answers_for(self.rules)

    @classmethod
    def of_attempt(cls, attempt_key: str) -> "Submission | None":
        return cls.objects.filter(attempt_digest=digest_of_attempt(attempt_key)).first()

    @classmethod
    def send(
        cls,
        attempt_key: str,
        answers: dict[str, object],
        assessment: Assessment,
        consent: Consent,
        rules: Questionnaire = QUESTIONNAIRE,
    ) -> "Submission":
        """`made_of` and `store` in one step."""
        return cls.made_of(attempt_key, answers, assessment, consent, rules).store(assessment, rules)

    @classmethod
    def made_of(
        cls,
        attempt_key: str,
        answers: dict[str, object],
        assessment: Assessment,
        consent: Consent,
        rules: Questionnaire = QUESTIONNAIRE,
    ) -> "Submission":
        """Sealed, and not stored yet. `assessment` is that of `answers` by `rules`. Raises EndedEarly."""
        asked = path(answers, rules)
        if any(choice and choice.ends_questionnaire for q in asked for _, choice in q.read(answers.get(q.id))):
            raise EndedEarly
        submission = cls(
            attempt_digest=digest_of_attempt(attempt_key),
            receipt_digest=receipt_digest_of(attempt_key),
            disposition=assessment.disposition,
            ruleset_version=rules.version,
            ruleset_fingerprint=rules.fingerprint,
            consent_digest=consent.text_digest,
            consent_language=consent.language,
            kept_days=consent.kept.screening_days,
            backup_days=consent.kept.backup_days,
        )
        record = Record.of(answers, assessment, rules)
        submission.sealed_record = seal(record.as_json(), context=cls.CONTEXT, row=str(submission.pk))
        return submission

    def store(self, assessment: Assessment, rules: Questionnaire = QUESTIONNAIRE) -> "Submission":
        """Stores and commits it. When its attempt has sent the same answers before, returns the earlier submission.

        Raises AlreadySentDifferently when it sent others.
        """
        with transaction.atomic():
            try:
                stored = store_once(self, lambda row: row.record)
            except IntegrityError:
                if not Submission.objects.filter(reference=self.reference).exists():
                    raise
                # Among a million submissions, two would share their eight characters nearly every second time.
                self.reference = new_reference()
                stored = store_once(self, lambda row: row.record)
            if stored is self:
                FindingDomain.index(self, {domain_of(f.question, rules) for f in assessment.findings})
                add(DailyTotal.What.RULES, [rules.version])
                add(DailyTotal.What.SENT, [self.disposition])
        return stored


# The domain of every finding that puts a submission first in the queue. No section has this id.
CRISIS = "crisis"


def domain_of(question: Question, rules: Questionnaire) -> str:
    """The id of the section of `question`, or CRISIS for a question about suicide or harm to others."""
    return CRISIS if question.shows_crisis_lines else rules.section_of(question).id


class FindingDomain(models.Model):
    """One clinical domain in which a submission has a finding, for the queue's filter and its order.

    The domain reveals part of an answer, so only its keyed hash is stored. The other fields repeat those of the
    submission, so that the filtered queue is read from one index.
    """

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="finding_domains", editable=False, db_index=False
    )
    token = models.CharField(max_length=16, editable=False)
    queue_rank = models.PositiveSmallIntegerField(editable=False)
    received_at = models.DateTimeField(editable=False)

    class Meta:
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(fields=("submission", "token"), name="finding_domain_once_per_submission"),
        )
        indexes = (
            models.Index(fields=("token", "queue_rank", "received_at", "submission"), name="queue_by_finding_domain"),
        )

    def __str__(self) -> str:
        return f"A finding of {self.submission}"

    @classmethod
    def of(cls, submission: Submission, domain: str) -> Self:
        """An unsaved row. `domain` is one of `domain_of`."""
        return cls(
            submission=submission,
            token=cls.token_of(domain),
            queue_rank=submission.queue_rank,
            received_at=submission.received_at,
        )

    @staticmethod
    def index(submission: Submission, domains: Iterable[str]) -> None:
        FindingDomain.objects.bulk_create(FindingDomain.of(submission, domain) for domain in sorted(domains))

    @classmethod
    def first_in_line(cls) -> "models.QuerySet[Self]":
        """The rows of submissions that come first: undecided, with a finding about suicide or harm to others."""
        return cls.objects.filter(token=cls.token_of(CRISIS), queue_rank__lt=REVIEWED_RANK)

    @staticmethod
    def token_of(domain: str) -> str:
        return keyed("finding domain", domain)[:16]
