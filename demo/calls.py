"""Creates call requests in every state, with and without a submission."""

import random
import secrets
from datetime import datetime, timedelta
from itertools import cycle

from django.contrib.auth.models import User

from consultations.models import ConsultationRequest, State
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from staff.access_log import Action, record

CONSENT = "Nobody agreed to this: the person is made up."
TIME_TO_CLOSE = timedelta(hours=30)
NOTES = ("Works nights: try after 3 pm. (Made up.)", "Prefers that we text first. (Made up.)")
# What became of the calls that the front desk made, one after the other.
OUTCOMES = (
    *(State.CLOSED, State.TRIED, State.DONE, State.REACHED, State.CLOSED, State.BOOKED, State.TRIED, State.DONE),
    *(State.NO_SHOW, State.CLOSED, State.CANCELLED),
)
LONGEST_AGO = 20
_outcomes = cycle(OUTCOMES)


def create(count: int, first_number: int, now: datetime, frontdesk: User, chance: random.Random) -> None:
    """Create `count` requests of people who did not send their answers. The clinic called every other one."""
    for place in range(count):
        requested_at = now - timedelta(days=chance.uniform(2, LONGEST_AGO))
        attempt_key = secrets.token_hex(32)
        number = first_number + place
        # One of them comes first, and nobody knows why, because the answers were not sent.
        disposition = Disposition.TALK_TO_CLINICIAN_FIRST if place == 1 else Disposition.SUGGEST_CONSULTATION
        request = request_call(chance, attempt_key, number, disposition, requested_at, comes_first=place == 1)
        if place % 2 == 0:
            handle_call(request, frontdesk, chance)


def request_call(
    chance: random.Random,
    attempt_key: str,
    number: int,
    disposition: Disposition,
    requested_at: datetime,
    *,
    comes_first: bool,
) -> ConsultationRequest:
    contact = {
        "name": f"Sample Person {number}",
        "phone": f"212-555-01{number % 100:02}",
        "may_leave_message": chance.choice(("yes", "no")),
        "when": [chance.choice(("morning", "midday", "afternoon", "any"))],
    }
    request = ConsultationRequest.ask(attempt_key, disposition, contact, Consent.to_text(CONSENT), comes_first)
    request.requested_at = requested_at
    request.columns_digest = request.digest_of_columns()
    request.save()
    return request


def handle_call(request: ConsultationRequest, frontdesk: User, chance: random.Random) -> None:
    """The front desk calls the person, and most requests end."""
    record(frontdesk, Action.SAW_CONTACT, str(request.pk))
    state, tries = next(_outcomes), chance.randint(1, 3)
    for attempt in range(tries):
        is_last = attempt == tries - 1
        called_at = request.requested_at + timedelta(hours=4 * attempt + 1)
        request.record_call(called_at, was_reached=is_last and state is not State.TRIED)
    request.move_to(state)
    if state is State.TRIED:
        request.seal_note(chance.choice(NOTES))
        request.save(update_fields=("sealed_note",))
    if request.closed_at:
        ConsultationRequest.objects.filter(pk=request.pk).update(closed_at=request.requested_at + TIME_TO_CLOSE)
