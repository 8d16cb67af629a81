"""What clinicians decided and wrote about a submission, in the order in which they did it, as pages show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.contrib.auth.models import User
from django.utils import timezone

from bases.bidi import isolated_text
from bases.moments import date_text
from screening.earlier_rules import rules_with
from screening.models import Note, Review, Submission
from screening.submissions.decisions.lapses import Cause
from screening.submissions.decisions.standing import Standing, all_reviews, cause_of_lapse, lapse_of
from staff.roles import name_of

OVERTAKEN = "Overtaken: somebody decided otherwise after it."


@dataclass(frozen=True)
class Entry:
    """`qualities` are in parentheses behind the title. `ended` says why it no longer counts."""

    title: str
    author: str
    at: datetime
    text: str
    qualities: tuple[str, ...] = ()
    reason: str = ""
    rules: str = ""
    ended: str = ""
    is_note: bool = False


def history_of(submission: Submission) -> list[Entry]:
    """Raises CannotUnseal."""
    reviews = list(all_reviews().filter(submission=submission).select_related("first_author"))
    entries = [_of_review(submission, review, reviews) for review in reviews]
    return sorted([*entries, *notes_of(submission), *_urgent_actions(reviews)], key=attrgetter("at"))


def notes_of(submission: Submission, author: User | None = None) -> list[Entry]:
    """Those of one author, or all. Raises CannotUnseal."""
    notes = Note.objects.filter(submission=submission, **({"author": author} if author else {}))
    return [Entry("Note", note.author_name, note.written_at, note.text, is_note=True) for note in notes]


def lapse_text(standing: Standing) -> str:
    """Why a submission that was decided waits for a clinician again. Empty when it does not."""
    review = standing.lapsed
    if review is None or standing.cause is None:
        return ""
    by = f"{review.outcome}, as {isolated_text(review.author_name)} decided on {date_text(review.made_at)}"
    return f"{by}, no longer counts. {_why(review, standing.cause)} Please decide again."


def _of_review(submission: Submission, review: Review, reviews: Sequence[Review]) -> Entry:
    rules = rules_with(review.decided_under)
    return Entry(
        review.outcome,
        review.author_name,
        review.made_at,
        review.note,
        tuple(_qualities(review)),
        review.get_reason_display(),
        rules.version if rules else "",
        _ended(submission, review, reviews),
    )


def _qualities(review: Review) -> Iterator[str]:
    if not review.wait_until:
        yield review.kind.label.lower()
    if review.is_blind:
        yield "decided blind"
    if review.first_author:
        yield f"agrees with {isolated_text(name_of(review.first_author))}"
    if review.awaits_second:
        yield "proposed"
    if review.tells_person and review.takes_effect:
        yield "the person is told to call"


def _ended(submission: Submission, review: Review, reviews: Sequence[Review]) -> str:
    later = [one for one in reviews if one.made_at > review.made_at]
    if lapse := lapse_of(review):
        why = _why(review, Cause(lapse.cause), lapse.rules_version)
        return f"No longer counts since {date_text(lapse.lapsed_at)}. {why}"
    if review.awaits_second:
        return OVERTAKEN if later and review.pk not in {one.seconds_id for one in later} else ""
    if any(one.takes_effect for one in later):
        return ""
    cause = cause_of_lapse(submission, review, timezone.localdate())
    return f"No longer counts. {_why(review, cause)}" if cause else ""


def _why(review: Review, cause: Cause, version: str = "") -> str:
    if cause is Cause.DAY and review.wait_until:
        return f"The day until which to wait has come: {date_text(review.wait_until)}."
    rules = f"The rules in force since ({version})" if version else "The rules in force now"
    return f"{rules} are stricter about these answers."


def _urgent_actions(reviews: Sequence[Review]) -> Iterator[Entry]:
    for review in reviews:
        if action := getattr(review, "urgent_action", None):
            title = "What was done about urgent help"
            yield Entry(title, action.author_name, action.written_at, action.text, is_note=True)
