"""Finds what somebody changed in the database past the site: columns that are not as stored or as the record says.

Each fault is a sentence. `look_into` puts back what the record says, and notes that an officer has seen the rest.
"""

import hmac
from collections.abc import Iterable, Iterator
from copy import copy

from screening.record import Record
from screening.submissions.decisions.standing import all_reviews, lapse_of
from screening.submissions.review import Review
from screening.submissions.sending import keyed
from screening.submissions.states import State, rank_of
from screening.submissions.submission import FindingDomain, Submission, domain_of
from screening.vocabulary.dispositions import Disposition
from vault.seal import CannotUnseal

CHANGED_COLUMN = "The reference, the time, the result, the rules, the consent or the time limit was changed."
CHANGED_RANK = "Its place in the queue was changed."
CHANGED_MARKS = "The marks for the queue are not those of its findings."


def has_changed_columns(submission: Submission) -> bool:
    """Whether a list may not trust its columns. Reads neither the record nor another table."""
    return not submission.is_as_stored or submission.queue_rank != rank_of(submission.state, submission.disposition)


def faults_of(submission: Submission, record: Record | None = None) -> tuple[str, ...]:
    """Compares it with its record, its reviews and its marks for the queue. `record` is the one that was opened."""
    if not _faults(submission, record):
        return ()
    # Somebody may have decided since it was read.
    current = Submission.objects.filter(pk=submission.pk).first()
    return _faults(current) if current else ()


def _faults(submission: Submission, record: Record | None = None) -> tuple[str, ...]:
    try:
        record = record or submission.record
    except CannotUnseal as error:
        return (f"This record cannot be read: {error}.",)
    reviews, marks = _reviews_of(submission), list(submission.finding_domains.all())
    return (
        *_faults_of_disposition(submission, record.disposition),
        *_faults_of_marks(submission, record, marks),
        *_faults_of_state(submission, reviews),
        *(f"A decision that names {one.author_name} was changed." for one in reviews if not _is_as_stored(one)),
    )


def are_seen(submission: Submission, faults: tuple[str, ...]) -> bool:
    """Whether an officer has looked at exactly these faults."""
    return hmac.compare_digest(submission.seen_faults, digest_of(submission, faults))


def look_into(submission: Submission) -> tuple[str, ...]:
    """Puts back what the record says. Returns the faults that are left, and notes that an officer has seen them.

    `submission` is locked. Raises CannotUnseal when nobody can read the record.
    """
    record = submission.record
    submission.disposition = record.disposition
    submission.move_to(_state_after(_reviews_of(submission), submission.state), submission.assignee)
    repeated = {"queue_rank": submission.queue_rank, "received_at": submission.received_at}
    missing = _missing_tokens(submission, record, submission.finding_domains.all())
    FindingDomain.objects.bulk_create(
        FindingDomain(submission=submission, token=token, **repeated) for token in sorted(missing)
    )
    submission.finding_domains.update(**repeated)
    submission.save(update_fields=("disposition",))
    left = faults_of(submission)
    submission.seen_faults = digest_of(submission, left)
    submission.save(update_fields=("seen_faults",))
    return left


def _faults_of_disposition(submission: Submission, recorded: Disposition) -> Iterator[str]:
    as_recorded = copy(submission)
    as_recorded.disposition = recorded
    if submission.disposition != recorded:
        shown = Disposition(submission.disposition).label
        yield f"The table says “{shown}”. The sealed record says “{recorded.label}”."
    if not as_recorded.is_as_stored:
        yield CHANGED_COLUMN
    if submission.queue_rank != rank_of(submission.state, recorded):
        yield CHANGED_RANK


def _faults_of_marks(submission: Submission, record: Record, marks: list[FindingDomain]) -> Iterator[str]:
    repeated = (submission.queue_rank, submission.received_at)
    if _missing_tokens(submission, record, marks) or any(
        (one.queue_rank, one.received_at) != repeated for one in marks
    ):
        yield CHANGED_MARKS


def _faults_of_state(submission: Submission, reviews: list[Review]) -> Iterator[str]:
    expected = _state_after(reviews, submission.state)
    if submission.state != expected:
        state = State(submission.state).label
        yield f"Its state is “{state}”. After its decisions it should be “{expected.label}”."


def _missing_tokens(submission: Submission, record: Record, marks: Iterable[FindingDomain]) -> set[str]:
    """Those of its findings that are not stored. Others may be stored: an earlier release marked more than it knew."""
    rules = submission.rules
    if rules is None:
        return set()
    questions = [rules.by_id[one.question] for one in record.findings if one.question in rules.by_id]
    tokens = {FindingDomain.token_of(domain_of(question, rules)) for question in questions}
    return tokens - {mark.token for mark in marks}


def _reviews_of(submission: Submission) -> list[Review]:
    # An export has read them already.
    read = getattr(submission, "_prefetched_objects_cache", {})
    return list(submission.reviews.all() if "reviews" in read else all_reviews().filter(submission=submission))


def _is_as_stored(review: Review) -> bool:
    lapse = lapse_of(review)
    return review.is_as_stored and (lapse is None or lapse.is_as_stored)


def _state_after(reviews: list[Review], state: str) -> State:
    newest = reviews[-1] if reviews else None
    if newest and not lapse_of(newest):
        waits = State.WAITING if newest.wait_until else State.CLOSED
        return waits if newest.takes_effect else State.SECOND_OPINION
    return State.IN_REVIEW if state == State.IN_REVIEW else State.NEW


def digest_of(submission: Submission, faults: tuple[str, ...]) -> str:
    """Says which faults somebody has seen. Only SECRET_KEY makes it; empty without a fault."""
    return keyed("seen faults", f"{submission.pk}|{faults}") if faults else ""
