"""Describes what the clinic stores under a receipt code, without showing its content."""

from dataclasses import dataclass

from consultations.models import ConsultationRequest
from consultations.models import State as CallState
from screening.models import Submission
from screening.submissions.receipt_code import digest_of
from screening.submissions.states import State
from staff.access_log import times_seen
from vault.seal import CannotUnseal

ANSWERS_STATUS = {
    State.NEW: "Waiting to be read",
    State.IN_REVIEW: "Being read",
    State.SECOND_OPINION: "Being read",
    State.CLOSED: "Done",
}
CALL_STATUS = {
    CallState.NEW: "Waiting for our call",
    CallState.CALLED: "We called you, or tried to",
    CallState.CLOSED: "Done",
}


@dataclass(frozen=True)
class Receipt:
    """The submission of one attempt, its call request, or both."""

    submission: Submission | None
    request: ConsultationRequest | None

    @classmethod
    def under(cls, code: str) -> "Receipt | None":
        """The receipt for `code` as `receipt_code.read` returns it. None when nothing has this code."""
        submission = Submission.objects.filter(receipt_digest=digest_of(code)).first()
        request = ConsultationRequest.objects.filter(receipt_digest=digest_of(code)).first()
        return cls(submission, request) if submission or request else None

    @property
    def answers_status(self) -> str:
        return ANSWERS_STATUS[State(self.submission.state)] if self.submission else ""

    @property
    def looks(self) -> str:
        """How often staff viewed the answers. Receipts that the person opens do not count."""
        times = times_seen(self.submission.reference) if self.submission else 0
        if not times:
            return "Nobody has looked at your answers yet"
        return f"Our staff looked at your answers {'once' if times == 1 else f'{times} times'}"

    @property
    def call_status(self) -> str:
        return CALL_STATUS[CallState(self.request.state)] if self.request else ""

    @property
    def questions_answered(self) -> int | None:
        """None without a submission, or when its answers cannot be opened any more."""
        try:
            return len(self.submission.answers) if self.submission else None
        except CannotUnseal:
            return None

    @property
    def kept(self) -> ConsultationRequest | Submission | None:
        """The record whose promise counts: answers are kept as long as the call request that goes with them."""
        return self.request or self.submission
