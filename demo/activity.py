"""Creates what staff see besides submissions: where people stop, a sign-off of earlier rules, and sign-ins."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from demo.answers import earlier_rules
from screening.journey.drop_off import CHECK_ANSWERS
from screening.models import SignOff
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal, add
from staff.access_log import Action, record

DAYS = 56
MOST_STOPS_A_DAY = 18
# Most people stop where it gets personal, and at the end.
FREQUENT_STOPS = {"suicidal_thoughts": 9, "substance_problem": 6, "medicines": 5, "high_mood": 4, CHECK_ANSWERS: 12}


def create(now: datetime, staff: Mapping[str, User], chance: random.Random) -> None:
    _count_stops(timezone.localdate(now), chance)
    _sign_earlier_rules(now - timedelta(days=DAYS), staff["lead"])
    for person in staff.values():
        record(person, Action.SIGNED_IN, person.username)
    record(None, Action.SIGN_IN_REFUSED, "reviewer")
    record(staff["privacy"], Action.SAW_ACCESS_LOG)


def _count_stops(today: date, chance: random.Random) -> None:
    weights = {question.id: 1 for question in QUESTIONNAIRE.with_own_page} | FREQUENT_STOPS
    for days_ago in range(DAYS):
        stops = chance.choices([*weights], [*weights.values()], k=chance.randint(0, MOST_STOPS_A_DAY))
        add(DailyTotal.What.STOPPED_AT, stops, today - timedelta(days=days_ago))


def _sign_earlier_rules(signed_at: datetime, lead: User) -> None:
    rules = earlier_rules()
    SignOff.objects.create(
        ruleset_version=rules.version,
        ruleset_fingerprint=rules.fingerprint,
        approves=True,
        note="Made up, like the rules it is about.",
        signed_at=signed_at,
        signed_by=lead,
        signer=lead.get_full_name(),
    )
