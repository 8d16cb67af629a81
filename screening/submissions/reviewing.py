"""What clinicians make of a submission: opinions that are only ever added, and decisions that take effect.

A decision that loosens what the screening said needs two clinicians: the first proposes it, another one seconds it.
The database refuses one that would do with less.
"""

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from screening.submissions import daily_totals
from screening.vocabulary.dispositions import Disposition
from vault.seal import seal, unseal

if TYPE_CHECKING:
    from screening.models import Submission

SEVERITY = {  # the mildest first
    Disposition.SUGGEST_CONSULTATION: 0,
    Disposition.TALK_TO_CLINICIAN_FIRST: 1,
    Disposition.NOT_SUITABLE_NOW: 2,
    Disposition.URGENT_HELP_NOW: 3,
}


class State(models.TextChoices):
    """How far the clinic is with a submission."""

    NEW = "new", "New"
    IN_REVIEW = "in-review", "In review"
    SECOND_OPINION = "second-opinion", "Waiting for a second clinician"
    CLOSED = "closed", "Closed"


class Kind(models.TextChoices):
    """How a clinician's disposition stands to the screening's."""

    AGREE = "agree", "Agrees"
    TIGHTEN = "tighten", "Tightens"
    LOOSEN = "loosen", "Loosens"


class Reason(models.TextChoices):
    """Why a clinician decided so, in words that tell nothing of the person."""

    ANSWERS = "answers", "The answers say so"
    TALK = "talk", "I spoke with the person"
    RECORDS = "records", "I have seen medical records"
    MISTAKE = "mistake", "An answer was given by mistake"
    RULE = "rule", "The rule does not fit this case"
    OTHER = "other", "Another reason, in the note"


class CannotReview(Exception):
    """This review cannot be recorded; the message tells the reviewer why and what to do."""


def kind_of(screening: str, disposition: str) -> Kind:
    """How `disposition` stands to what the screening said."""
    before, after = SEVERITY[Disposition(screening)], SEVERITY[Disposition(disposition)]
    if after == before:
        return Kind.AGREE
    return Kind.TIGHTEN if after > before else Kind.LOOSEN


def _loosens() -> Q:
    pairs = Q()
    for before in SEVERITY:
        milder = [after for after in SEVERITY if SEVERITY[after] < SEVERITY[before]]
        if milder:
            pairs |= Q(screening=before, disposition__in=milder)
    return pairs


class Review(models.Model):
    """One clinician's word on one submission, with its time. Append-only: a change of mind is another review.

    `screening` is what the screening said. `takes_effect`: it is the clinic's decision; a loosening that nobody has
    seconded yet does not. `is_blind`: the reviewer had chosen not to be shown the screening's disposition before.
    """

    CONTEXT = "screening.review.note"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey("screening.Submission", models.CASCADE, related_name="reviews", editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    author_name = models.CharField(max_length=200, editable=False)  # as it was then
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    screening = models.CharField(max_length=32, choices=Disposition, editable=False)
    disposition = models.CharField(max_length=32, choices=Disposition)
    reason = models.CharField(max_length=16, choices=Reason)
    sealed_note = models.TextField(editable=False)
    is_blind = models.BooleanField(default=False, editable=False)
    seconds = models.OneToOneField("self", models.CASCADE, null=True, related_name="seconded_by", editable=False)
    first_author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    takes_effect = models.BooleanField(editable=False)

    class Meta:
        ordering = ("made_at", "id")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                condition=Q(disposition__in=[*SEVERITY], screening__in=[*SEVERITY]),
                name="screening_review_says_a_disposition",
            ),
            models.CheckConstraint(
                condition=~_loosens()
                | Q(takes_effect=False)
                | (Q(seconds__isnull=False, first_author__isnull=False) & ~Q(first_author=F("author"))),
                name="screening_review_loosening_has_two_clinicians",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_disposition_display()}, {self.author_name}, {timezone.localtime(self.made_at):%d %b %Y}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A review is never changed: review again.")
        super().save(*args, **kwargs)

    @property
    def kind(self) -> Kind:
        return kind_of(self.screening, self.disposition)

    @property
    def note(self) -> str:
        """Raises CannotUnseal."""
        return str(unseal(self.sealed_note, context=self.CONTEXT, row=str(self.pk)))

    @property
    def awaits_second(self) -> bool:
        return not self.takes_effect


@transaction.atomic
def record_review(
    submission_id: uuid.UUID, author: User, *, disposition: str, reason: str, note: str, is_blind: bool = False
) -> Review:
    """What this clinician decides. It takes effect at once, unless it loosens: then another one has to second it.

    Raises CannotReview, and Submission.DoesNotExist when its person took it back meanwhile.
    """
    submission = _locked(submission_id)
    if submission.state == State.IN_REVIEW and submission.assignee not in (None, author):
        raise CannotReview(f"{name_of(submission.assignee)} is working on this one. Ask them to release it first.")
    loosens = kind_of(submission.disposition, disposition) is Kind.LOOSEN
    review = _new(submission, author, disposition, reason, note, is_blind=is_blind, takes_effect=not loosens)
    _note_result(submission, review)
    return review


@transaction.atomic
def second(submission_id: uuid.UUID, proposal_id: uuid.UUID, author: User, *, note: str) -> Review:
    """Agree to another clinician's loosening, which then takes effect. Raises CannotReview, Submission.DoesNotExist."""
    submission = _locked(submission_id)
    proposal = proposal_for(submission)
    if proposal is None or proposal.pk != proposal_id:
        raise CannotReview("What was proposed has changed since you opened this page. Read it again.")
    if proposal.author == author:
        raise CannotReview("You proposed this yourself. Another clinician has to second it.")
    review = _new(
        submission,
        author,
        proposal.disposition,
        proposal.reason,
        note,
        seconds=proposal,
        first_author=proposal.author,
        takes_effect=True,
    )
    _note_result(submission, review)
    return review


def proposal_for(submission: "Submission") -> Review | None:
    """The loosening that waits for a second clinician: the newest review, if it does not take effect."""
    newest = submission.reviews.last()
    return newest if newest and newest.awaits_second else None


def decision_on(submission: "Submission") -> Review | None:
    """The newest review that takes effect."""
    return submission.reviews.filter(takes_effect=True).last()


def name_of(person: User) -> str:
    return person.get_full_name() or person.get_username()


def _locked(submission_id: uuid.UUID) -> "Submission":
    from screening.models import Submission

    return Submission.objects.select_for_update().get(pk=submission_id)


def _new(submission: "Submission", author: User, disposition: str, reason: str, note: str, **fields: Any) -> Review:
    review = Review(
        submission=submission,
        author=author,
        author_name=name_of(author),
        screening=submission.disposition,
        disposition=disposition,
        reason=reason,
        **fields,
    )
    review.sealed_note = seal(note, context=Review.CONTEXT, row=str(review.pk))
    review.save(force_insert=True)
    return review


def _note_result(submission: "Submission", review: Review) -> None:
    """Move the submission on; count a decision, so that the report outlives what it is about."""
    if not review.takes_effect:
        submission.move_to(State.SECOND_OPINION, assignee=None)
        return
    submission.move_to(State.CLOSED, assignee=review.author)
    daily_totals.add(daily_totals.DailyTotal.What.JUDGED, [f"{review.screening} {review.disposition}"])
    leading = questions_that_led_there(submission.record["findings"])
    daily_totals.add(
        daily_totals.DailyTotal.What.JUDGED_QUESTION, [f"{question} {review.kind}" for question in leading]
    )


def questions_that_led_there(findings: Iterable[dict[str, Any]]) -> set[str]:
    """The questions whose findings are of the worst level: the disposition rests on them. None without findings."""
    found = list(findings)
    worst = found[0]["level"] if found else None  # as recorded: the worst first
    return {finding["question"] for finding in found if finding["level"] == worst}
