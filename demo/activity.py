"""Creates what staff see besides submissions: where people stop, a sign-off of earlier rules, and sign-ins."""

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from demo.answers import RULES_CHANGED
from screening.earlier_rules import EARLIER
from screening.journey.drop_off import CHECK_ANSWERS
from screening.models import SignOff
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal, add
from staff.access_log import Action, record

DAYS = 56
MOST_STOPS_A_DAY = 18
MOST_EARLY_RESULTS_A_DAY, MOST_FOR_SOMEONE_ELSE_A_DAY = 3, 2
# Most people stop where it gets personal, and at the end.
FREQUENT_STOPS = {
    **{"suicidal_thoughts": 9, "wish_to_be_dead": 9, "substance_problem": 6, "medicines": 5},
    **{"high_mood": 4, "high_mood_signs": 4, CHECK_ANSWERS: 12},
}


def create(now: datetime, staff: Mapping[str, User], chance: random.Random) -> None:
    _count_stops(timezone.localdate(now), chance)
    _sign_earlier_rules(now - timedelta(days=DAYS), staff["lead"])
    for person in staff.values():
        record(person, Action.SIGNED_IN, person.username)
    record(None, Action.SIGN_IN_REFUSED, "reviewer")
    record(staff["privacy"], Action.SAW_ACCESS_LOG)


def _count_stops(today: date, chance: random.Random) -> None:
    for days_ago in range(DAYS):
        day = today - timedelta(days=days_ago)
        has_live_rules = timedelta(days=days_ago) < RULES_CHANGED
        rules = QUESTIONNAIRE if has_live_rules else EARLIER["1.0.1"]
        places = [*(screen.first.id for screen in rules.screens), CHECK_ANSWERS]
        weights = [FREQUENT_STOPS.get(place, 1) for place in places]
        stops = chance.choices(places, weights, k=chance.randint(0, MOST_STOPS_A_DAY))
        add(DailyTotal.What.RULES, [rules.version] * len(stops), day)
        add(DailyTotal.What.STOPPED_AT, stops, day)
        if has_live_rules:
            _count_endings(day, chance)


def _count_endings(day: date, chance: random.Random) -> None:
    screens = range(11, len(QUESTIONNAIRE.screens))
    early = chance.choices(screens, k=chance.randint(0, MOST_EARLY_RESULTS_A_DAY))
    add(DailyTotal.What.ENDED_EARLY, map(str, early), day)
    others = chance.randint(0, MOST_FOR_SOMEONE_ELSE_A_DAY)
    add(DailyTotal.What.FOR_SOMEONE_ELSE, [QUESTIONNAIRE.questions[0].id] * others, day)


def _sign_earlier_rules(signed_at: datetime, lead: User) -> None:
    rules = EARLIER["1.0.1"]
    SignOff.objects.create(
        ruleset_version=rules.version,
        ruleset_fingerprint=rules.fingerprint,
        approves=True,
        note="Made up: nobody signed these rules.",
        signed_at=signed_at,
        signed_by=lead,
        signer=lead.get_full_name(),
    )
