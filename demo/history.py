"""Eight weeks of a clinic that does not exist: everybody's story, told side by side in the order of time.

Whatever is counted is counted by day; so day by day, once all of a day has happened, its counts are put back to it.
"""

import heapq
import random
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import cycle, islice

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from demo.answers import draw, earlier_rules
from demo.stories import Fate, Narrator, Story
from operations.rotation.reseal import without_guard
from screening.assessment import assess
from screening.journey.drop_off import CHECK_ANSWERS
from screening.journey.results import may_ask_for_a_call
from screening.models import Review, SignOff
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal, add
from screening.vocabulary.dispositions import Disposition
from staff.access_log import Action, record
from vault.append_only import Guard

SUGGEST, TALK, NOT_NOW = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
)
DISPOSITIONS = (TALK, SUGGEST, NOT_NOW, TALK, SUGGEST)
OF_TWENTY = {
    SUGGEST: {Fate.NEW: 3, Fate.CLAIMED: 1, Fate.AGREED: 14, Fate.TIGHTENED: 2},
    TALK: {Fate.NEW: 3, Fate.CLAIMED: 1, Fate.PROPOSED: 1, Fate.AGREED: 9, Fate.TIGHTENED: 2, Fate.LOOSENED: 4},
    NOT_NOW: {Fate.NEW: 3, Fate.CLAIMED: 1, Fate.PROPOSED: 1, Fate.AGREED: 13, Fate.TIGHTENED: 1, Fate.LOOSENED: 1},
}
DAYS_AGO = {  # when answers came that are so far by now
    Fate.NEW: (0.02, 4),
    Fate.CLAIMED: (0.1, 3),
    Fate.PROPOSED: (2, 5),
    Fate.TAKEN_BACK: (3, 50),
    Fate.PAST_ITS_TIME: (33, 55),
}
DECIDED_DAYS_AGO, WITH_A_CALL = (3, 28), (3, 54)  # without a call, answers are deleted after 30 days
ASK_FOR_A_CALL = 0.4
DAYS, STOP_A_DAY = 56, 9
RULES_CHANGED = timedelta(days=20)


def write(submissions: int, now: datetime, staff: Mapping[str, User], chance: random.Random) -> None:
    """As many submissions as are asked for, and whoever else came by: some took their answers back, of some the time
    is over, some only asked for a call, many stopped on the way."""
    rules = earlier_rules()
    narrator = Narrator(chance, staff, rules, now - RULES_CHANGED)
    _let_happen(_stories(submissions, now, narrator, chance))
    _date_reviews(narrator)
    _stops(timezone.localdate(now), chance)
    SignOff.objects.create(
        ruleset_version=rules.version,
        ruleset_fingerprint=rules.fingerprint,
        approves=True,
        note="Made up, like the rules it is about.",
        signed_at=now - timedelta(days=DAYS),
        signed_by=staff["lead"],
        signer=staff["lead"].get_full_name(),
    )
    for person in staff.values():
        record(person, Action.SIGNED_IN, person.username)
    record(None, Action.SIGN_IN_REFUSED, "reviewer")
    record(staff["privacy"], Action.SAW_ACCESS_LOG)


def _stories(submissions: int, now: datetime, narrator: Narrator, chance: random.Random) -> Iterator[Story]:
    domains = cycle(section.id for section in QUESTIONNAIRE.sections)
    kept = {one: _fates(one) for one in DISPOSITIONS}
    plan = [(one, next(kept[one])) for one in islice(cycle(DISPOSITIONS), submissions)]
    plan += [(chance.choice(DISPOSITIONS), Fate.PAST_ITS_TIME) for _ in range(submissions // 4)]
    plan += [(chance.choice(DISPOSITIONS), Fate.TAKEN_BACK) for _ in range(2 + submissions // 50)]
    number = 0
    for number, (disposition, fate) in enumerate(plan, start=1):
        answers = draw(chance, disposition, next(domains))
        asks = may_ask_for_a_call(answers, assess(answers)) and chance.random() < ASK_FOR_A_CALL
        days = DAYS_AGO.get(fate, WITH_A_CALL if asks else DECIDED_DAYS_AGO)
        yield narrator.sender(number, answers, fate, _ago(chance, now, days), asks)
    for place in range(2 + submissions // 25):
        yield narrator.caller(number + place + 1, _ago(chance, now, (0.1, 20)), is_called=place % 2 == 0)


def _fates(disposition: Disposition) -> Iterator[Fate]:
    """One of each first, so that few people show everything too."""
    counts = OF_TWENTY[disposition]
    return cycle([*counts, *(fate for fate, count in counts.items() for _ in range(count - 1))])


def _ago(chance: random.Random, now: datetime, days: tuple[float, float]) -> datetime:
    return now - timedelta(days=chance.uniform(*days))


def _let_happen(stories: Iterable[Story]) -> None:
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapq.heapify(waiting)
    day = timezone.localdate(waiting[0][0])
    while waiting:
        at, number, story = heapq.heappop(waiting)
        if timezone.localdate(at) > day:
            _put_counts_back(day)
            day = timezone.localdate(at)
        following = next(story, None)
        if following:
            heapq.heappush(waiting, (following, number, story))
    _put_counts_back(day)


def _put_counts_back(day: date) -> None:
    DailyTotal.objects.filter(day=timezone.localdate()).update(day=day)


def _date_reviews(narrator: Narrator) -> None:
    """The database has nobody change a review; here nobody's word is changed, only when it was given."""
    connection.check_constraints()  # PostgreSQL touches no trigger while any waits for the end of the transaction
    with without_guard(Guard(Review._meta.db_table, delete=False)):
        for pk, at in narrator.reviewed_at.items():
            Review.objects.filter(pk=pk).update(made_at=at)


def _stops(today: date, chance: random.Random) -> None:
    """Where people stopped: mostly where it gets personal, and at the end."""
    places = {question.id: 1 for question in QUESTIONNAIRE.with_own_page}
    places |= {"suicidal_thoughts": 9, "substance_problem": 6, "medicines": 5, "high_mood": 4, CHECK_ANSWERS: 12}
    for back in range(DAYS):
        left = chance.choices([*places], [*places.values()], k=chance.randint(0, 2 * STOP_A_DAY))
        add(DailyTotal.What.STOPPED_AT, left, today - timedelta(days=back))
