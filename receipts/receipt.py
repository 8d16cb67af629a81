"""Describes what the clinic stores under a receipt code, without showing its content."""

from dataclasses import dataclass

from consultations.appointments.states import State as TimeState
from consultations.appointments.wording import when_text
from consultations.contact import telling
from consultations.models import Appointment, ConsultationRequest
from consultations.models import State as CallState
from pages import catalogue
from screening.models import Submission
from screening.submissions.receipt_code import digest_of
from screening.submissions.states import State
from staff.access_log import times_seen
from vault.seal import CannotUnseal

ANSWERS_STATUS = {
    State.NEW: "Waiting to be read",
    State.IN_REVIEW: "Being read",
    State.SECOND_OPINION: "Being read",
    State.WAITING: "Being read",
    State.CLOSED: "Done",
}
CALL_STATUS = {
    CallState.NEW: "Waiting for our call",
    CallState.TRIED: "We tried to reach you",
    CallState.REACHED: "We talked with you",
    CallState.BOOKED: "You have an appointment",
    CallState.DONE: "Done",
    CallState.NO_SHOW: "You missed an appointment",
    CallState.CANCELLED: "Canceled",
    CallState.CLOSED: "Done",
}
TIME_STATUS = {
    TimeState.BOOKED: "booked",
    TimeState.MOVED: "moved to this time",
    TimeState.TRIED: "we called you, and did not reach you",
    TimeState.REACHED: "we talked with you",
    TimeState.DONE: "done",
    TimeState.NO_SHOW: "missed",
    TimeState.CANCELLED: "canceled",
}


@dataclass(frozen=True)
class Receipt:
    """What one attempt sent: at least one of these. `appointment` is the one that was booked last."""

    submission: Submission | None
    request: ConsultationRequest | None
    appointment: Appointment | None = None

    @classmethod
    def under(cls, code: str) -> "Receipt | None":
        """The receipt for `code` as `receipt_code.read` returns it. None when nothing has this code."""
        submission = Submission.objects.filter(receipt_digest=digest_of(code)).first()
        request = ConsultationRequest.objects.filter(receipt_digest=digest_of(code)).first()
        booked = Appointment.objects.select_related("schedule", "submission").filter(receipt_digest=digest_of(code))
        appointment = booked.order_by("-booked_at").first()
        return cls(submission, request, appointment) if submission or request or appointment else None

    @property
    def answers_status(self) -> str:
        return ANSWERS_STATUS[State(self.submission.state)] if self.submission else ""

    @property
    def asks_for_a_call(self) -> bool:
        """Whether a clinician has looked, and wants the person to call."""
        return self.submission is not None and telling.is_told(self.submission)

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
    def time_status(self) -> str:
        if self.appointment is None:
            return ""
        return f"{when_text(self.appointment.wall_time)}: {TIME_STATUS[TimeState(self.appointment.state)]}"

    @property
    def questions_answered(self) -> int | None:
        """None without a submission, or when its answers cannot be opened any more."""
        try:
            return len(self.submission.answers) if self.submission else None
        except CannotUnseal:
            return None

    @property
    def backup_days(self) -> int:
        """For how many days after a deletion its person was told that backup copies remain."""
        records = [record for record in (self.submission, self.request, self.appointment) if record]
        return max(record.backup_days or catalogue.current().clinic.kept.backup_days for record in records)

    @property
    def promise(self) -> str:
        """Until when it is kept: answers as long as the call request and the appointment that go with them."""
        asked = [record.promise for record in (self.request, self.appointment) if record]
        if len(asked) > 1:
            return f"{' or '.join(asked)}, whichever is later"
        # `under` returns no receipt without anything.
        return asked[0] if asked else self.submission.promise if self.submission else ""
