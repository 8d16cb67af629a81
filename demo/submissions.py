"""Creates submissions in every state over the last eight weeks, with the functions that the site itself uses.

Those functions use the present time, so every date is set back afterward.
"""

import random
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from itertools import cycle, groupby, islice

from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from consultations.models import ConsultationRequest
from demo.answers import Answers, draw_answers, rules_at
from demo.calls import CONSENT, handle_call, request_call
from operations.rotation.reseal import without_guard
from receipts.models import Erasure
from receipts.withdrawal import withdraw
from screening.assessment import Assessment, assess
from screening.models import Submission, UrgentAction
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal
from screening.submissions.receipt_code import code_of
from screening.submissions.review import Review
from screening.submissions.reviewing import record_review, second
from screening.submissions.sending import Consent
from screening.submissions.states import Reason, week_of
from screening.vocabulary.dispositions import LEADS_TO_THE_CLINIC, MILDEST_FIRST, SEVERITY, STORED, Disposition
from screening.vocabulary.questionnaires import Questionnaire
from staff.access_log import Action, record
from vault.append_only import Guard


class Outcome(Enum):
    """How far the clinic is with a submission."""

    NEW = auto()
    CLAIMED = auto()
    PROPOSED = auto()
    AGREED = auto()
    TIGHTENED = auto()
    LOOSENED = auto()
    WAITS = auto()
    WITHDRAWN = auto()
    # Reviewed, and deleted at its time limit.
    DELETED = auto()


SUGGEST, TALK, NOT_NOW = STORED
DISPOSITIONS = (TALK, SUGGEST, NOT_NOW, TALK, SUGGEST)
# Of twenty submissions. One of each comes first, so that a few submissions show everything too.
OUTCOMES = (
    *(Outcome.NEW, Outcome.CLAIMED, Outcome.PROPOSED, Outcome.AGREED, Outcome.TIGHTENED, Outcome.LOOSENED),
    Outcome.WAITS,
    *(Outcome.NEW, Outcome.NEW, Outcome.TIGHTENED, Outcome.LOOSENED),
    *(Outcome.AGREED,) * 9,
)
DAYS_AGO = {
    Outcome.NEW: (0.02, 4),
    Outcome.CLAIMED: (0.1, 3),
    Outcome.PROPOSED: (2, 5),
    Outcome.WAITS: (2, 12),
    Outcome.WITHDRAWN: (3, 50),
    Outcome.DELETED: (33, 55),
}
# Without a call request, a submission is deleted after 30 days.
REVIEWED_DAYS_AGO, WITH_CALL_DAYS_AGO = (3, 28), (3, 54)
RATE_OF_CALLS = 0.4
RATE_OF_BLIND_REVIEWS = 0.3
# From today, and before such a submission is deleted.
WAIT = timedelta(days=10)
HOURS_TO_WITHDRAWAL, HOURS_TO_REVIEW, HOURS_TO_SECOND = timedelta(hours=9), timedelta(hours=5), timedelta(hours=22)
STEP = {Outcome.TIGHTENED: 1, Outcome.LOOSENED: -1, Outcome.PROPOSED: -1}
REVIEWERS = ("reviewer", "reviewer2", "lead")
NOTES = {
    Reason.ANSWERS: "",
    Reason.TALK: "We talked for ten minutes. They had this looked at last month and it is steady. (Made up.)",
    Reason.RECORDS: "I read the letter of their family doctor from this spring. (Made up.)",
    Reason.RULE: "The rule means people with symptoms. There are none here. (Made up.)",
}
DONE = "I reached them at home. Their sister is with them, and they have called 988. (Made up.)"


@dataclass(frozen=True)
class Story:
    """One made-up person: what they answered to which rules, and what became of it."""

    number: int
    rules: Questionnaire
    answers: Answers
    outcome: Outcome
    wants_call: bool
    received_at: datetime


def create(count: int, now: datetime, staff: Mapping[str, User], chance: random.Random) -> None:
    """Create `count` submissions that the clinic still has, and others that were withdrawn or deleted."""
    stories = sorted(_stories(count, now, chance), key=lambda story: story.received_at)
    for day, stories_of_day in groupby(stories, lambda story: timezone.localdate(story.received_at)):
        for story in stories_of_day:
            _create(story, staff, chance)
        DailyTotal.objects.filter(day=timezone.localdate()).update(day=day)
    _date_reviews()


def _stories(count: int, now: datetime, chance: random.Random) -> Iterator[Story]:
    outcomes = {disposition: cycle(OUTCOMES) for disposition in STORED}
    plan = [(disposition, next(outcomes[disposition])) for disposition in islice(cycle(DISPOSITIONS), count)]
    plan += [(chance.choice(DISPOSITIONS), Outcome.DELETED) for _ in range(count // 4)]
    plan += [(chance.choice(DISPOSITIONS), Outcome.WITHDRAWN) for _ in range(2 + count // 50)]
    sections = cycle(section.id for section in QUESTIONNAIRE.sections)
    for number, (disposition, outcome) in enumerate(plan, start=1):
        may_call = outcome is not Outcome.DELETED and disposition in LEADS_TO_THE_CLINIC
        wants_call = may_call and chance.random() < RATE_OF_CALLS
        days = DAYS_AGO.get(outcome, WITH_CALL_DAYS_AGO if wants_call else REVIEWED_DAYS_AGO)
        received_at = now - timedelta(days=chance.uniform(*days))
        rules = rules_at(received_at, now)
        answers = draw_answers(chance, disposition, next(sections), rules)
        yield Story(number, rules, answers, outcome, wants_call, received_at)


def _create(story: Story, staff: Mapping[str, User], chance: random.Random) -> None:
    attempt_key = secrets.token_hex(32)
    assessment = assess(story.answers, story.rules)
    submission = _send(attempt_key, story, assessment)
    request = _request_call(attempt_key, story, assessment, chance) if story.wants_call else None
    if story.outcome is Outcome.WITHDRAWN:
        _withdraw(attempt_key, story.received_at + HOURS_TO_WITHDRAWAL)
    elif story.outcome is Outcome.CLAIMED:
        _claim(submission, staff[chance.choice(REVIEWERS)])
    elif story.outcome is not Outcome.NEW:
        _review(submission, story.outcome, staff, chance)
        if request:
            handle_call(request, staff["frontdesk"], chance)
    if story.outcome is Outcome.DELETED:
        submission.delete()


def _send(attempt_key: str, story: Story, assessment: Assessment) -> Submission:
    submission = Submission.send(attempt_key, story.answers, assessment, Consent.to_text(CONSENT), story.rules)
    submission.received_at, submission.received_week = story.received_at, week_of(story.received_at)
    submission.columns_digest = submission.digest_of_columns()
    submission.save()
    submission.finding_domains.update(received_at=story.received_at)
    return submission


def _request_call(attempt_key: str, story: Story, assessment: Assessment, chance: random.Random) -> ConsultationRequest:
    number, disposition, comes_first = story.number, assessment.disposition, assessment.shows_crisis_lines
    return request_call(chance, attempt_key, number, disposition, story.received_at, comes_first=comes_first)


def _claim(submission: Submission, reviewer: User) -> None:
    submission.claim(reviewer)
    record(reviewer, Action.SAW_ANSWERS, submission.reference)


def _review(submission: Submission, outcome: Outcome, staff: Mapping[str, User], chance: random.Random) -> None:
    first, other = (staff[name] for name in chance.sample(REVIEWERS, 2))
    disposition = _decision(submission.disposition, outcome)
    agrees = disposition == submission.disposition
    reason = chance.choice([reason for reason in NOTES if agrees or reason is not Reason.ANSWERS])
    record(first, Action.SAW_ANSWERS, submission.reference)
    review = record_review(
        submission.pk,
        first,
        disposition=disposition,
        reason=reason,
        note=NOTES[reason],
        wait_until=timezone.localdate() + WAIT if outcome is Outcome.WAITS else None,
        is_blind=chance.random() < RATE_OF_BLIND_REVIEWS,
    )
    record(first, Action.REVIEWED, submission.reference)
    if review.disposition == Disposition.URGENT_HELP_NOW:
        UrgentAction.write(first, DONE, review=review, written_at=submission.received_at + HOURS_TO_SECOND)
    if review.awaits_second and outcome is not Outcome.PROPOSED:
        record(other, Action.SAW_ANSWERS, submission.reference)
        second(submission.pk, review.pk, other, note="")
        record(other, Action.REVIEWED, submission.reference)


def _decision(screening: str, outcome: Outcome) -> Disposition:
    """One step stricter or milder than the screening, if there is such a step. Who waits is not suitable now."""
    if outcome is Outcome.WAITS:
        return Disposition.NOT_SUITABLE_NOW
    place = SEVERITY[Disposition(screening)] + STEP.get(outcome, 0)
    return MILDEST_FIRST[min(max(place, 0), len(MILDEST_FIRST) - 1)]


def _withdraw(attempt_key: str, at: datetime) -> None:
    browser = HttpRequest()
    browser.session = SessionStore()
    if erasure := withdraw(browser, code_of(attempt_key)):
        Erasure.objects.filter(pk=erasure.pk).update(erased_at=at)


def _date_reviews() -> None:
    # PostgreSQL removes no trigger while a deferred constraint waits for the end of the transaction.
    connection.check_constraints()
    with without_guard(Guard(Review._meta.db_table, delete=False)):
        for review in Review.objects.select_related("submission"):
            delay = HOURS_TO_SECOND if review.seconds_id else HOURS_TO_REVIEW
            review.made_at = review.submission.received_at + delay
            columns = {"made_at": review.made_at, "columns_digest": review.digest_of_columns()}
            Review.objects.filter(pk=review.pk).update(**columns)
