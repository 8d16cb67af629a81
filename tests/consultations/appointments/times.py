"""Makes schedules, attempts and appointments, for tests. The clock is set by the test, in 2027."""

from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from consultations.appointments import booking
from consultations.appointments.free import free_days
from consultations.appointments.schedules import Schedule, WeeklyHours
from consultations.appointments.views import consent_to_time
from consultations.gates import EVERY_WAY
from screening.journey.session import Attempt
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.sending import Consent
from tests.screening.answer_sets import CLEAR

NEW_YORK = "America/New_York"
CONTACT = {"name": "Ann", "phone": "212-555-0100", "may_leave_message": "no", "email": "ann@example.com"}
FIELDS = {"name": "Ann", "phone": "(212) 555-0100", "may_leave_message": "no", "email": "ann@example.com"}


def form():
    """What a browser sends, with the consent to the words that are in force now."""
    return FIELDS | {"consent": consent_to_time().text_digest}


TALK_FIRST, NOT_NOW = CLEAR | {"pressure_told": "not_sure"}, CLEAR | {"pregnancy": "yes"}
numbers = count()


def at(day: date, hour: int, minute: int = 0, zone: str = NEW_YORK) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone))


# A Monday in winter.
NOW = at(date(2027, 2, 1), 6)


def schedule(start: int = 8, end: int = 10, weekdays: range = range(5), **fields: object) -> Schedule:
    """Offered from 8 to 10, half an hour each, to be booked a day ahead and for a week."""
    defaults = {"name": "Dr. Example", "host": "clinician", "zone": NEW_YORK, "is_offered": True, "days_ahead": 7}
    made = Schedule.objects.create(**defaults | fields)
    for weekday in weekdays:
        WeeklyHours.objects.create(schedule=made, weekday=weekday, start=time(start), end=time(end))
    return made


def front_desk(**fields: object) -> Schedule:
    return schedule(**{"name": "Our front desk", "host": "front-desk"} | fields)


def attempt(answers: dict[str, object] = CLEAR, key: str = "") -> Attempt:
    return Attempt("attempt", answers, key=key or f"key {next(numbers)}", rules=QUESTIONNAIRE.fingerprint)


def values(now: datetime = NOW, ways=EVERY_WAY) -> list[str]:
    """The values of all free times."""
    return [free.value for day in free_days(ways, now) for free in day.times]


def request(value: str, contact: dict[str, object] = CONTACT) -> booking.Request:
    return booking.Request(value, contact, Consent.to_text("Yes."))


def book(value: str = "", now: datetime = NOW, who: Attempt | None = None, contact: dict[str, object] = CONTACT):
    return booking.book(who or attempt(), request(value or values(now)[0], contact), now)


def after(moment: datetime, **length: float) -> datetime:
    return moment + timedelta(**length)
