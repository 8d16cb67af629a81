"""Records the decisions of clinicians on submissions.

A decision that is milder than the screening, or than the decision in force, needs two clinicians: one proposes it,
another seconds it. The database rejects one with a single clinician. `decisions.standing` says what counts now.
"""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from bases.bidi import isolated_text
from screening.questionnaire import QUESTIONNAIRE
from screening.record import RecordedFinding
from screening.submissions import daily_totals
from screening.submissions.decisions.standing import basis_of, standing_of
from screening.submissions.faults import are_seen, faults_of
from screening.submissions.review import Review
from screening.submissions.states import State, loosens
from screening.submissions.submission import Submission
from staff.roles import name_of
from vault.seal import seal

# A decision takes effect of which the person may be told. Sent with `review` in its transaction.
may_tell_person = Signal()

CHANGED = (
    "Somebody changed this submission in the database, past this site. Nothing is decided on it until a privacy "
    "officer has looked at it. Please tell them."
)


class CannotReview(Exception):
    """The review was not recorded; the message says why and what the reviewer can do."""


@transaction.atomic
def record_review(
    submission_id: uuid.UUID,
    author: User,
    *,
    disposition: str,
    reason: str,
    note: str,
    wait_until: date | None = None,
    tells_person: bool = False,
    is_blind: bool = False,
) -> Review:
    """Locks the submission and adds the review, which takes effect at once unless it loosens.

    Raises CannotReview.
    """
    submission = Submission.objects.select_for_update().get(pk=submission_id)
    _refuse_what_was_changed(submission)
    _refuse_what_another_has(submission, author)
    takes_two = loosens(disposition, submission.disposition, standing_of(submission).compared_with)
    review = _add(
        submission,
        author,
        disposition,
        reason,
        note,
        wait_until=wait_until,
        tells_person=tells_person,
        is_blind=is_blind,
        takes_effect=not takes_two,
    )
    _apply(submission, review)
    return review


@transaction.atomic
def second(submission_id: uuid.UUID, proposal_id: uuid.UUID | None, author: User, *, note: str) -> Review:
    """Confirms another clinician's loosening, which then takes effect. Raises CannotReview."""
    submission = Submission.objects.select_for_update().get(pk=submission_id)
    _refuse_what_was_changed(submission)
    _refuse_what_another_has(submission, author)
    proposal = proposal_for(submission)
    if proposal is None or proposal.pk != proposal_id:
        raise CannotReview("What was proposed has changed since you opened this page.")
    if proposal.author == author:
        raise CannotReview("You proposed this yourself. Another clinician has to agree first.")
    review = _add(
        submission,
        author,
        proposal.disposition,
        proposal.reason,
        note,
        seconds=proposal,
        first_author=proposal.author,
        wait_until=proposal.wait_until,
        tells_person=proposal.tells_person,
        takes_effect=True,
    )
    _apply(submission, review)
    return review


def proposal_for(submission: Submission) -> Review | None:
    """The loosening that waits for a second clinician."""
    return standing_of(submission).proposal


def decision_in_force(submission: Submission) -> Review | None:
    """None while no clinician has decided, or only one who proposes to loosen, and once the decision has lapsed."""
    return standing_of(submission).decision


def leading_questions(findings: Sequence[RecordedFinding]) -> set[str]:
    """The ids of the questions with a finding of the worst level. `findings` are in recorded order, the worst first."""
    return {finding.question for finding in findings if finding.level is findings[0].level}


def locked(submission_id: uuid.UUID) -> Submission | None:
    """Inside a transaction: waits for everybody who changes it. None when it is deleted."""
    rows = Submission.objects.select_related("assignee").select_for_update(of=("self",))
    return rows.filter(pk=submission_id).first()


def _refuse_what_was_changed(submission: Submission) -> None:
    faults = faults_of(submission)
    if faults and not are_seen(submission, faults):
        raise CannotReview(CHANGED)


def _refuse_what_another_has(submission: Submission, author: User) -> None:
    if submission.state in (State.IN_REVIEW, State.SECOND_OPINION) and submission.assignee not in (None, author):
        assignee = isolated_text(name_of(submission.assignee))
        raise CannotReview(f"{assignee} is working on this one. Ask them to release it first.")


def _add(submission: Submission, author: User, disposition: str, reason: str, note: str, **fields: Any) -> Review:
    newest = submission.reviews.last()
    review = Review(
        submission=submission,
        author=author,
        author_name=name_of(author),
        screening=submission.disposition,
        in_force=standing_of(submission).compared_with,
        basis=basis_of(submission),
        decided_under=QUESTIONNAIRE.fingerprint,
        disposition=disposition,
        reason=reason,
        **fields,
    )
    if newest:
        # The newest review counts, also when the clock was set back.
        review.made_at = max(timezone.now(), newest.made_at + timedelta(microseconds=1))
    review.sealed_note = seal(note, context=Review.CONTEXT, row=str(review.pk))
    review.save(force_insert=True)
    return review


def _apply(submission: Submission, review: Review) -> None:
    if not review.takes_effect:
        submission.move_to(State.SECOND_OPINION, assignee=None)
        return
    submission.move_to(State.WAITING if review.wait_until else State.CLOSED, assignee=review.author)
    # A wait says nothing about the screening.
    if not review.wait_until:
        _count(submission, review)
    # Last, because it writes to the access log.
    if review.tells_person:
        may_tell_person.send(Review, review=review)


def _count(submission: Submission, review: Review) -> None:
    # The agreement report needs these counts after the submission itself is deleted.
    daily_totals.add(daily_totals.DailyTotal.What.JUDGED, [f"{review.screening} {review.disposition}"])
    questions = leading_questions(submission.record.findings)
    daily_totals.add(
        daily_totals.DailyTotal.What.JUDGED_QUESTION, [f"{question} {review.kind}" for question in questions]
    )
