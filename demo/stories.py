"""What happens to one made-up person, from sending their answers on.

A story is a generator: it yields the moment of what comes next, and does it when it is gone on with. What it does, the
site's own functions do, as if now; then the time is put back to that moment.
"""

import random
import secrets
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto

from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest

from consultations.models import ConsultationRequest
from consultations.models import State as CallState
from demo.answers import Answers, assessed_by
from receipts.models import Erasure
from receipts.withdrawal import withdraw
from screening.assessment import assess
from screening.models import Review, Submission
from screening.submissions.receipt_code import code_of
from screening.submissions.reviewing import record_review, second
from screening.submissions.sending import Consent
from screening.submissions.states import Reason, week_of
from screening.vocabulary.dispositions import SEVERITY, Disposition
from screening.vocabulary.questions import Questionnaire
from staff.access_log import Action, record

Story = Iterator[datetime]
CONSENT = Consent.to_text("Nobody agreed to this: the person is made up.")
NOTES = {
    Reason.ANSWERS: "",
    Reason.TALK: "We talked for ten minutes. They had this looked at last month and it is steady. (Made up.)",
    Reason.RECORDS: "I read the letter of their family doctor from this spring. (Made up.)",
    Reason.RULE: "The rule means people with symptoms. There are none here. (Made up.)",
}
REVIEWERS = ("reviewer", "reviewer2", "lead")


class Fate(Enum):
    """How far the clinic is with a person's answers by now."""

    NEW = auto()
    CLAIMED = auto()
    PROPOSED = auto()
    AGREED = auto()
    TIGHTENED = auto()
    LOOSENED = auto()
    TAKEN_BACK = auto()
    PAST_ITS_TIME = auto()  # decided, and deleted as promised


@dataclass
class Narrator:
    """What all stories share. `reviewed_at` gathers when each review was made: the database lets nobody change one."""

    chance: random.Random
    staff: Mapping[str, User]
    earlier_rules: Questionnaire
    earlier_until: datetime
    reviewed_at: dict[uuid.UUID, datetime] = field(default_factory=dict)

    def sender(self, number: int, answers: Answers, fate: Fate, sent_at: datetime, asks_for_call: bool) -> Story:
        """Somebody answers the questionnaire and sends it; the clinic decides; maybe they are called."""
        yield sent_at
        attempt = secrets.token_hex(32)
        submission = self._send(attempt, answers, sent_at)
        request = self._ask(attempt, number, submission.disposition, sent_at) if asks_for_call else None
        if fate is Fate.TAKEN_BACK:
            yield (gone_at := sent_at + self._hours(1, 40))
            _take_back(attempt, gone_at)
        elif fate is Fate.CLAIMED:
            yield sent_at + self._hours(0.1, 1)
            person = self._somebody()
            submission.claim(person)
            record(person, Action.SAW_ANSWERS, submission.reference)
        elif fate is not Fate.NEW:
            yield (decided_at := sent_at + self._hours(2, 30))
            yield from self._decide(submission, fate, decided_at)
            if request:
                yield from self._call(request, decided_at)
        if fate is Fate.PAST_ITS_TIME:
            submission.delete()

    def caller(self, number: int, asked_at: datetime, is_called: bool) -> Story:
        """Somebody asks for a call and keeps their answers to themselves."""
        yield asked_at
        request = self._ask(secrets.token_hex(32), number, Disposition.SUGGEST_CONSULTATION, asked_at)
        if is_called:
            yield from self._call(request, asked_at)

    def _send(self, attempt: str, answers: Answers, at: datetime) -> Submission:
        is_earlier = at < self.earlier_until
        assessment = assessed_by(self.earlier_rules, answers) if is_earlier else assess(answers)
        submission = Submission.send(attempt, answers, assessment, CONSENT)
        if is_earlier:
            submission.ruleset_version = self.earlier_rules.version
            submission.ruleset_fingerprint = self.earlier_rules.fingerprint
        submission.received_at, submission.received_week = at, week_of(at)
        submission.save()
        submission.finding_domains.update(received_at=at)
        return submission

    def _ask(self, attempt: str, number: int, disposition: str, at: datetime) -> ConsultationRequest:
        contact = {
            "name": f"Sample Person {number}",
            "phone": f"212-555-01{number % 100:02}",
            "may_leave_message": self.chance.choice(("yes", "no")),
            "when": [self.chance.choice(("morning", "midday", "afternoon", "any"))],
        }
        request = ConsultationRequest.ask(attempt, Disposition(disposition), contact, CONSENT)
        request.requested_at = at
        request.save()
        return request

    def _decide(self, submission: Submission, fate: Fate, at: datetime) -> Story:
        first, other = self.chance.sample(REVIEWERS, 2)
        disposition = _moved(submission.disposition, fate)
        reason = self.chance.choice([*NOTES])
        if disposition != submission.disposition and reason is Reason.ANSWERS:
            reason = Reason.TALK
        person = self.staff[first]
        record(person, Action.SAW_ANSWERS, submission.reference)
        review = record_review(
            submission.pk,
            person,
            disposition=disposition,
            reason=reason,
            note=NOTES[reason],
            is_blind=self.chance.random() < 0.3,
        )
        record(person, Action.REVIEWED, submission.reference)
        self.reviewed_at[review.pk] = at
        if review.awaits_second and fate is not Fate.PROPOSED:
            yield (at := at + self._hours(1, 12))
            self._second(review, self.staff[other], at)

    def _second(self, proposal: Review, person: User, at: datetime) -> None:
        record(person, Action.SAW_ANSWERS, proposal.submission.reference)
        review = second(proposal.submission_id, proposal.pk, person, note="")
        record(person, Action.REVIEWED, proposal.submission.reference)
        self.reviewed_at[review.pk] = at

    def _call(self, request: ConsultationRequest, after: datetime) -> Story:
        yield (at := after + self._hours(1, 8))
        record(self.staff["frontdesk"], Action.SAW_CONTACT, str(request.pk))
        request.move_to(CallState.CALLED)
        if self.chance.random() < 0.7:
            yield (at := at + self._hours(1, 30))
            request.move_to(CallState.CLOSED)
            ConsultationRequest.objects.filter(pk=request.pk).update(closed_at=at)

    def _somebody(self) -> User:
        return self.staff[self.chance.choice(REVIEWERS)]

    def _hours(self, least: float, most: float) -> timedelta:
        return timedelta(hours=self.chance.uniform(least, most))


def _moved(screening: str, fate: Fate) -> Disposition:
    """A step stricter or milder than what the screening said, where there is one."""
    steps = {Fate.TIGHTENED: 1, Fate.LOOSENED: -1, Fate.PROPOSED: -1}
    scale = [*SEVERITY]
    place = SEVERITY[Disposition(screening)] + steps.get(fate, 0)
    return scale[min(max(place, 0), len(scale) - 1)]


def _take_back(attempt: str, at: datetime) -> None:
    """As the person does it with their receipt code."""
    browser = HttpRequest()
    browser.session = SessionStore()
    if erasure := withdraw(browser, code_of(attempt)):
        Erasure.objects.filter(pk=erasure.pk).update(erased_at=at)
