"""What the clinic holds under a receipt code, told without showing any of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from consultations.models import ConsultationRequest
from consultations.models import State as CallState
from pages.schema.clinic import Kept
from screening.models import Submission
from screening.submissions.receipt_code import digest_of
from screening.submissions.states import State
from staff.access_log import times_seen
from vault.seal import CannotUnseal

ANSWERS_ARE = {
    State.NEW: "Waiting to be read",
    State.IN_REVIEW: "Being read",
    State.SECOND_OPINION: "Being read",
    State.CLOSED: "Done",
}
CALL_IS = {
    CallState.NEW: "Waiting for our call",
    CallState.CALLED: "We called you, or tried to",
    CallState.CLOSED: "Done",
}


@dataclass(frozen=True)
class Receipt:
    """The answers, the request for a call, or both, that one attempt sent."""

    submission: Submission | None
    request: ConsultationRequest | None

    @classmethod
    def under(cls, code: str) -> "Receipt | None":
        """What is held under `code`, a receipt code as `receipt_code.read` gives it; None when nothing is."""
        submission = Submission.objects.filter(receipt_digest=digest_of(code)).first()
        request = ConsultationRequest.objects.filter(receipt_digest=digest_of(code)).first()
        return cls(submission, request) if submission or request else None

    @property
    def answers_are(self) -> str:
        return ANSWERS_ARE[State(self.submission.state)] if self.submission else ""

    @property
    def looks(self) -> str:
        """How often staff looked at the answers. The person's own looks at this receipt are none of them."""
        times = times_seen(self.submission.reference) if self.submission else 0
        if not times:
            return "Nobody has looked at your answers yet"
        return f"Our staff looked at your answers {'once' if times == 1 else f'{times} times'}"

    @property
    def call_is(self) -> str:
        return CALL_IS[CallState(self.request.state)] if self.request else ""

    @property
    def questions_answered(self) -> int | None:
        """None when there are none, or when they cannot be read any more."""
        try:
            return len(self.submission.answers) if self.submission else None
        except CannotUnseal:
            return None

    def kept_until(self, kept: Kept) -> datetime | None:
        """When its time is up; None while a call is open, for that time begins when it is closed."""
        if self.request:
            closed_at = self.request.closed_at
            return closed_at + timedelta(days=kept.consultation_request_days) if closed_at else None
        assert self.submission  # noqa: S101 (one of the two is there)
        return self.submission.received_at + timedelta(days=kept.screening_days)
