"""What counts now of all that clinicians decided about a submission.

A decision that has lapsed opens nothing any more, but what it closed stays closed until a clinician decides again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Prefetch, QuerySet
from django.utils import timezone

from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.decisions.lapses import Cause, Lapse
from screening.submissions.decisions.rule_changes import RuleChanges
from screening.submissions.review import Review
from screening.submissions.submission import Submission
from screening.vocabulary.dispositions import SEVERITY, Disposition
from vault.seal import CannotUnseal

# What the same answers lead to under the rules with a fingerprint. A record is never changed.
_worst: dict[tuple[UUID, str], str] = {}
MOST_REMEMBERED = 50_000
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Standing:
    """`decision` is in force. `proposal` waits for a second clinician. `lapsed` counted last, until `cause`.

    `compared_with` is the disposition with which the next decision is compared; empty if nothing was decided.
    `opens` is the disposition whose ways to the clinic are open to the person.
    """

    decision: Review | None
    proposal: Review | None
    lapsed: Review | None
    cause: Cause | None
    compared_with: str
    opens: Disposition


def standing_of(submission: Submission, reviews: Sequence[Review] | None = None) -> Standing:
    """`reviews` are all of them, in their order, if they are read already."""
    if reviews is None:
        reviews = list(all_reviews().filter(submission=submission))
    today = timezone.localdate()
    in_effect = [review for review in reviews if review.takes_effect]
    newest = in_effect[-1] if in_effect else None
    cause = cause_of_lapse(submission, newest, today) if newest else None
    last = reviews[-1] if reviews else None
    is_proposed = last and not last.takes_effect and not cause_of_lapse(submission, last, today)
    # A wait says nothing about the time after it.
    lasting = [review.disposition for review in in_effect if review.wait_until is None]
    compared_with = newest.disposition if newest and not cause else lasting[-1] if lasting else ""
    decision = newest if not cause else None
    opens = Disposition(compared_with if decision else submission.disposition)
    if cause:
        worst_today = worst_under_live_rules(submission) if cause is Cause.RULES else ""
        opens = _strictest(submission.disposition, compared_with, worst_today)
    return Standing(decision, last if is_proposed else None, newest if cause else None, cause, compared_with, opens)


def with_decisions(rows: QuerySet[Row], path: str = "") -> QuerySet[Row]:
    """With `decisions` at each submission that `path` leads to: all reviews, in their order, read by one query."""
    reviews = all_reviews().defer("sealed_note")
    return rows.prefetch_related(Prefetch(f"{path}reviews", reviews, to_attr="decisions"))


def all_reviews() -> QuerySet[Review]:
    """With what `standing_of` reads of each."""
    return Review.objects.select_related("lapse")


def cause_of_lapse(submission: Submission, review: Review, today: date) -> Cause | None:
    """Why this review no longer counts; None while it does, and when a later one replaced it."""
    if lapse := lapse_of(review):
        return Cause(lapse.cause)
    if review.wait_until:
        # It ends on its day, whatever the rules say.
        return Cause.DAY if review.wait_until <= today else None
    if review.decided_under == QUESTIONNAIRE.fingerprint:
        return None
    basis = review.basis or review.screening
    return Cause.RULES if SEVERITY[_known(worst_under_live_rules(submission))] > SEVERITY[_known(basis)] else None


def lapse_of(review: Review) -> Lapse | None:
    return getattr(review, "lapse", None)


def basis_of(submission: Submission) -> Disposition:
    """What a clinician who decides now relies on: the stricter of the screening and today's rules."""
    return _strictest(submission.disposition, worst_under_live_rules(submission))


def worst_under_live_rules(submission: Submission) -> str:
    """What its answers lead to today, as far as they can be compared. Empty when nobody can read them."""
    key = (submission.pk, QUESTIONNAIRE.fingerprint)
    if key not in _worst:
        try:
            changes = RuleChanges.of(submission.record, Disposition(submission.disposition), QUESTIONNAIRE)
        except CannotUnseal:
            return ""
        if len(_worst) >= MOST_REMEMBERED:
            _worst.clear()
        _worst[key] = changes.worst_today
    return _worst[key]


def _strictest(*dispositions: str) -> Disposition:
    return max((Disposition(one) for one in dispositions if one), key=SEVERITY.__getitem__)


def _known(disposition: str) -> Disposition:
    # Nobody can say that a decision still holds about answers that nobody can read.
    return Disposition(disposition or Disposition.URGENT_HELP_NOW)
