"""clinic.yaml: the facts about the clinic, and how each fact is written in a sentence.

Templates use attributes (`clinic.crisis.lifeline.call`), pages the same names (`{{ clinic.kept.backup_days }}`).
"""

import dataclasses
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Any

from pages.schema.values import (
    Cancelling,
    Kept,
    Opening,
    Phone,
    Referrals,
    between,
    check_dialed,
    check_mail_address,
    check_time_zone,
    check_web_address,
)

# The number that date.weekday returns.
SATURDAY = 5


@dataclass(frozen=True, order=True)
class Dollars:
    """A whole number of US dollars: "$1,200", or "no charge"."""

    amount: int

    def __str__(self) -> str:
        return f"${self.amount:,}" if self.amount else "no charge"


@dataclass(frozen=True)
class Money:
    """A price or a range of prices: "$400 to $900"."""

    low: Dollars
    high: Dollars

    def __post_init__(self) -> None:
        _require_order(self.low <= self.high)

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


@dataclass(frozen=True)
class WorkingDays:
    """A number of working days of the clinic: "2 business days"."""

    days: Annotated[int, between(1, 10)]

    def __str__(self) -> str:
        return f"{self.days} business day{'' if self.days == 1 else 's'}"

    def before(self, day: date, closed_on: Container[date] = ()) -> date:
        """The day this many working days before `day`. Saturdays, Sundays and the days in `closed_on` are left out."""
        left = self.days
        while left:
            day -= timedelta(days=1)
            left -= is_working_day(day, closed_on)
        return day


def is_working_day(day: date, closed_on: Container[date] = ()) -> bool:
    return day.weekday() < SATURDAY and day not in closed_on


@dataclass(frozen=True)
class Count:
    """A number of sessions or a range of numbers: "4 to 8"."""

    low: int
    high: int

    def __post_init__(self) -> None:
        _require_order(self.low <= self.high)

    def __str__(self) -> str:
        return str(self.low) if self.low == self.high else f"{self.low} to {self.high}"


def _require_order(low_is_at_most_high: bool) -> None:
    if not low_is_at_most_high:
        raise ValueError("`low` is more than `high`.", "Swap the two.")


@dataclass(frozen=True)
class People:
    prescriber: str
    therapist: str


@dataclass(frozen=True)
class Prices:
    consultation: Money
    medical_evaluation: Money
    preparation_session: Money
    medicine_session: Money
    integration_session: Money


@dataclass(frozen=True)
class Course:
    """`how_often` is how often medicine sessions are, such as "about once a week"."""

    preparation_sessions: Count
    medicine_sessions: Count
    integration_sessions: Count
    weeks: Count | None = None
    hours_of_medicine_session: Count | None = None
    how_often: str | None = None


Dialed = Annotated[str, check_dialed]


@dataclass(frozen=True)
class CallLine:
    name: str
    call: Dialed


@dataclass(frozen=True)
class CallOrTextLine:
    name: str
    call: Dialed
    text: Dialed


@dataclass(frozen=True)
class TextLine:
    name: str
    text: Dialed
    keyword: str


@dataclass(frozen=True)
class Lifeline:
    name: str
    call: Dialed
    text: Dialed
    chat: str

    def __post_init__(self) -> None:
        check_web_address(self.chat)


@dataclass(frozen=True)
class Veterans:
    """`press` is the key to press after calling the lifeline."""

    name: str
    press: Dialed
    text: Dialed


@dataclass(frozen=True)
class Spanish:
    """`press` is the key to press after calling the lifeline, `keyword` the word to send to `text`."""

    name: str
    press: Dialed
    text: Dialed
    keyword: str


@dataclass(frozen=True)
class SignLanguage:
    """`call` is dialed with a videophone."""

    name: str
    link: str
    call: Dialed

    def __post_init__(self) -> None:
        check_web_address(self.link)


@dataclass(frozen=True)
class Crisis:
    lifeline: Lifeline
    emergency: CallLine
    veterans: Veterans
    spanish: Spanish
    sign_language: SignLanguage
    crisis_text: TextLine
    maternal: CallOrTextLine
    substances: CallLine
    poison: CallLine


@dataclass(frozen=True)
class Clinic:
    """clinic.yaml. While `sample` is true, every page says that the clinic does not exist.

    The fields with a default may be left out. Then nothing is said about them.
    """

    sample: bool
    name: str
    short_name: str
    phone: Phone
    email: Annotated[str, check_mail_address]
    address: str
    hours: str
    answers_within: WorkingDays
    time_zone: Annotated[str, check_time_zone]
    medicine_form: str
    made_by: str
    doses_are_taken: str
    people: People
    prices: Prices
    course: Course
    kept: Kept
    crisis: Crisis
    opening: Opening | None = None
    closed_on: tuple[date, ...] = ()
    directions: str | None = None
    parking: str | None = None
    step_free_access: str | None = None
    languages: tuple[str, ...] = ()
    calls_by_video: bool = False
    referrals: Referrals | None = None
    cancelling: Cancelling | None = None
    payment_plans: str | None = None
    room: str | None = None


WRITTEN_OUT = (Dollars, Money, Count, WorkingDays, Phone)


def facts_of(clinic: Clinic) -> dict[str, str]:
    """Every fact by its name in a page: `clinic.prices.medicine_session.low` -> "$400"."""
    return dict(_facts("clinic", clinic))


def _facts(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None or value == ():
        return
    if isinstance(value, tuple):
        yield (
            name,
            ", ".join(f"{part:%B} {part.day}, {part.year}" if isinstance(part, date) else part for part in value),
        )
        return
    if not dataclasses.is_dataclass(value) or isinstance(value, WRITTEN_OUT):
        yield name, str(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, Dollars | WorkingDays | Phone):
        for field in dataclasses.fields(value):
            yield from _facts(f"{name}.{field.name}", getattr(value, field.name))
