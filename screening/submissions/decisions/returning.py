"""Puts submissions back into the queue when the decision about them no longer counts.

Whoever asks what counts (`standing`) knows it at once. This only stores it, so that the queue shows it: at each start
of the site, every few minutes, and for waits whenever somebody opens the queue.
"""

from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.decisions.lapses import Cause, ComparedRules, Lapse
from screening.submissions.decisions.standing import all_reviews, cause_of_lapse, lapse_of, worst_under_live_rules
from screening.submissions.review import Review
from screening.submissions.states import State
from screening.submissions.submission import Submission
from staff.access_log import Action, record

BATCH = 200


def return_all() -> int:
    """Returns how many decisions and proposals have lapsed."""
    return return_waits() + return_after_new_rules()


def return_waits() -> int:
    """Those whose day has come."""
    # An earlier wait says nothing any more, and is not looked at again.
    later = Review.objects.filter(submission=OuterRef("submission"), takes_effect=True, made_at__gt=OuterRef("made_at"))
    due = Review.objects.filter(~Exists(later), wait_until__lte=timezone.localdate(), lapse=None)
    waits = due.filter(submission__state__in=(State.WAITING, State.SECOND_OPINION))
    return sum(map(_return, list(waits.values_list("submission", flat=True).distinct())))


def return_after_new_rules() -> int:
    """Those that rest on milder rules. A run that was killed is done again by the next one."""
    compared = ComparedRules.objects.first()
    if compared and compared.fingerprint == QUESTIONNAIRE.fingerprint:
        return 0
    decided = Submission.objects.filter(state__in=(State.CLOSED, State.SECOND_OPINION)).order_by("pk")
    count = sum(map(_return, _keys(decided)))
    ComparedRules.objects.create(fingerprint=QUESTIONNAIRE.fingerprint, version=QUESTIONNAIRE.version)
    return count


def _keys(rows: QuerySet[Submission]) -> list[UUID]:
    """The keys of those that may have lapsed, in small batches."""
    keys: list[UUID] = []
    batch = list(rows.prefetch_related("reviews__lapse")[:BATCH])
    while batch:
        keys += [
            submission.pk
            for submission in batch
            if any(_new_cause(submission, review) for review in _counting(list(submission.reviews.all())))
        ]
        batch = list(rows.filter(pk__gt=batch[-1].pk).prefetch_related("reviews__lapse")[:BATCH])
    return keys


@transaction.atomic
def _return(pk: UUID) -> int:
    submission = Submission.objects.select_for_update().filter(pk=pk).first()
    if submission is None:
        return 0
    reviews = list(all_reviews().filter(submission=submission))
    lapsed = {review: cause for review in _counting(reviews) if (cause := _new_cause(submission, review))}
    for review, cause in lapsed.items():
        Lapse.objects.create(review=review, cause=cause, rules_version=QUESTIONNAIRE.version)
    if reviews and reviews[-1] in lapsed:
        submission.move_to(State.NEW, assignee=None)
    for review, cause in lapsed.items():
        record(None, Action.RETURNED, submission.reference, f"{review.outcome}: {cause.label}")
    return len(lapsed)


def _counting(reviews: list[Review]) -> list[Review]:
    """The newest decision that took effect, and a proposal after it."""
    in_effect = [review for review in reviews if review.takes_effect]
    return list({review.pk: review for review in (*in_effect[-1:], *reviews[-1:])}.values())


def _new_cause(submission: Submission, review: Review) -> Cause | None:
    """Why it lapses now. None if it does not, or has lapsed already."""
    # What cannot be read stays where it is: an officer is told.
    if lapse_of(review) or not worst_under_live_rules(submission):
        return None
    return cause_of_lapse(submission, review, timezone.localdate())
