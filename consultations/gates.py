"""Which ways to the clinic are open to a person. Every page asks here, and asks again before it stores anything.

A clinician's decision in force counts before the result of the screening. One that has lapsed opens nothing, and what
it closed stays closed until a clinician decides again. What nobody knows opens nothing.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from consultations.models import Appointment, ConsultationRequest
from screening.assessment import assess
from screening.journey import deletion
from screening.journey.results import Result, SubmissionGone, result_of
from screening.journey.session import Attempt, attempts_in
from screening.models import Submission
from screening.submissions.closures import Service, closure_of
from screening.submissions.decisions.standing import standing_of
from screening.submissions.faults import faults_of
from screening.submissions.receipt_code import digest_of
from screening.vocabulary.dispositions import Disposition, Level


@dataclass(frozen=True)
class Ways:
    """`with_clinician_only`: a time may be picked with a clinician, and not with the front desk."""

    phone: bool = False
    call_request: bool = False
    pick_a_time: bool = False
    with_clinician_only: bool = False

    @property
    def disposition(self) -> Disposition:
        """The disposition that opens exactly these ways."""
        return next(disposition for disposition, ways in WAYS_OF.items() if ways == self)


NO_WAY = Ways()
PHONE_ONLY = Ways(phone=True)
WITHOUT_RESULT = Ways(phone=True, call_request=True)
WITH_CLINICIAN = Ways(phone=True, call_request=True, pick_a_time=True, with_clinician_only=True)
EVERY_WAY = Ways(phone=True, call_request=True, pick_a_time=True)

WAYS_OF = {
    Disposition.SUGGEST_CONSULTATION: EVERY_WAY,
    Disposition.TALK_TO_CLINICIAN_FIRST: WITH_CLINICIAN,
    Disposition.NOT_SUITABLE_NOW: PHONE_ONLY,
    Disposition.URGENT_HELP_NOW: NO_WAY,
    Disposition.INCOMPLETE: WITHOUT_RESULT,
}
# The last answers of this browser were deleted because they led to one of these pages.
ENDED_WITHOUT_A_WAY = {deletion.Cause.HELP, deletion.Cause.UNDER_18, deletion.Cause.FOR_SOMEONE_ELSE}


def ways_of_attempt(attempt: Attempt) -> Ways:
    """Call it in `session.update` as well, with the attempt as it is stored then. Raises SubmissionGone."""
    if attempt.reference:
        submission = Submission.of_attempt(attempt.key)
        if submission is None:
            raise SubmissionGone
        return ways_of_submission(submission)
    result = result_of(attempt)
    # While the questionnaire is closed, a result that was not sent opens nothing: its rules may be why it is closed.
    if result and not closure_of(Service.QUESTIONNAIRE):
        return _ways_of_result(result, result.disposition)
    # One answer that says "not now" is enough, whatever is still missing.
    worst = max((finding.level for finding in assess(attempt.answers).findings), default=Level.CLEAR)
    return WITHOUT_RESULT if worst < Level.NOT_NOW else PHONE_ONLY


def ways_of_submission(submission: Submission) -> Ways:
    # Nobody knows what was answered, or what a clinician decided.
    if faults_of(submission):
        return PHONE_ONLY
    return _ways_of_result(Result.as_sent(submission), standing_of(submission).opens)


def ways_with_code(code: str) -> Ways:
    """The ways of whoever has this receipt code, as `receipt_code.read` returns it. Without an entry, no way."""
    digest = digest_of(code)
    submission = Submission.objects.filter(receipt_digest=digest).first()
    if submission:
        return ways_of_submission(submission)
    request = ConsultationRequest.objects.filter(receipt_digest=digest).first()
    if request is None:
        return NO_WAY
    return ways_of_request(request)


def ways_of_request(row: ConsultationRequest | Appointment) -> Ways:
    """For whoever sent no answers. What was decided about answers that are deleted now, nobody knows any more."""
    if row.answers_deleted_at or not row.is_as_stored:
        return PHONE_ONLY
    return WAYS_OF[Disposition(row.disposition)]


def ways_in_browser(request: HttpRequest) -> Ways:
    """For a page that belongs to no attempt: the narrowest ways of all attempts in this browser."""
    if deletion.cause_of(request) in ENDED_WITHOUT_A_WAY:
        return NO_WAY
    attempts = attempts_in(dict(request.session.items()))
    return min((_ways_of_current(attempt) for attempt in attempts), key=_openness, default=WITHOUT_RESULT)


def _ways_of_current(attempt: Attempt) -> Ways:
    """What was deleted, or answered under other rules, says nothing."""
    try:
        return WITHOUT_RESULT if attempt.is_outdated else ways_of_attempt(attempt)
    except SubmissionGone:
        return WITHOUT_RESULT


def _ways_of_result(result: Result, disposition: Disposition) -> Ways:
    # Rules before 2.0.0 let one person answer for another, and only who is heard in their own words may ask.
    return WAYS_OF[disposition] if result.is_for_oneself else NO_WAY


def _openness(ways: Ways) -> tuple[bool, bool, bool, bool]:
    return ways.phone, ways.call_request, ways.pick_a_time, not ways.with_clinician_only


def attempt_with_result(request: HttpRequest) -> Attempt | None:
    """The newest attempt in this browser with a result that leads to the clinic."""
    attempts = [attempt for attempt in attempts_in(dict(request.session.items())) if not attempt.is_outdated]
    return next((one for one in reversed(attempts) if _ways_of_current(one).pick_a_time), None)
