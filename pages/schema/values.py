"""What single values of a content file must be like. Each check raises ValueError(message, hint)."""

import dataclasses
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Annotated
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bases.moments import is_time_zone
from pages.schema.errors import did_you_mean

SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
# How many digits a number in the US has, with its area code.
DIGITS_WITH_AREA_CODE = 10


def between(least: int, greatest: int) -> Callable[[int], None]:
    def check(number: int) -> None:
        if not least <= number <= greatest:
            size = "small" if number < least else "large"
            raise ValueError(f"{number} is too {size}.", f"Write a number from {least} to {greatest}.")

    return check


def check_mail_address(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError:
        raise ValueError(f"`{address}` is not a mail address.", "Write it like hello@clinic.example.") from None


def check_time_zone(name: str) -> None:
    if not is_time_zone(name):
        hint = did_you_mean(name, available_timezones(), "Write continent/city, like America/New_York.")
        raise ValueError(f"`{name}` is not a time zone.", hint)


def check_web_address(link: str) -> None:
    """Refuses anything but an http or https address, such as a script."""
    if not link.startswith(("https://", "http://")):
        raise ValueError(f"`{link}` is not a web address.", "Write it in full, from https:// on.")


def check_dialed(number: str) -> None:
    """For the number of a help line, which pages make a link to dial."""
    if not number.isascii() or not number.replace("-", "").isdigit():
        raise ValueError(f"`{number}` cannot be dialed.", "Write digits and hyphens only, like 1-800-273-8255.")


@dataclass(frozen=True)
class Phone:
    """A number of the clinic. Every page shows it as `link`, so that a person can call it with one touch."""

    number: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"tel:\+[0-9]{8,15}", self.address):
            raise ValueError(f"`{self.number}` is not a phone number.", "Write it with its area code: (555) 555-0100.")

    def __str__(self) -> str:
        return self.number

    @property
    def link(self) -> SafeString:
        return format_html('<a class="tel" href="{}">{}</a>', self.address, self.number)

    @property
    def address(self) -> str:
        return address_of(self.number)


def address_of(number: str) -> str:
    """With the code of the country, which is that of the US unless the number begins with a plus: tel:+15555550100."""
    digits = re.sub(r"[-+(). ]", "", number)
    country = "1" if len(digits) == DIGITS_WITH_AREA_CODE and not number.startswith("+") else ""
    return f"tel:+{country}{digits}"


@dataclass(frozen=True)
class Opening:
    """The hours of each day of the week, like `09:00-12:00, 13:00-17:00`. A day that is left out is closed."""

    monday: str | None = None
    tuesday: str | None = None
    wednesday: str | None = None
    thursday: str | None = None
    friday: str | None = None
    saturday: str | None = None
    sunday: str | None = None

    def __post_init__(self) -> None:
        for weekday in range(7):
            self.on(weekday)

    def on(self, weekday: int) -> tuple[tuple[time, time], ...]:
        """(from, to) for each part of the day. `weekday` is that of date.weekday. Raises ValueError(message, hint)."""
        name = dataclasses.fields(self)[weekday].name
        text = getattr(self, name) or ""
        spans: list[tuple[time, time]] = []
        for part in filter(None, map(str.strip, text.split(","))):
            match = SPAN.fullmatch(part)
            if match is None:
                raise ValueError(f"`{part}` on {name} is no time.", "Write it like 09:00-17:00.")
            first, last = (time(int(match[at]), int(match[at + 1])) for at in (1, 3))
            if first >= last or (spans and spans[-1][1] > first):
                raise ValueError(f"`{text}` on {name} does not go forward.", "Write the earlier time first.")
            spans.append((first, last))
        return tuple(spans)


@dataclass(frozen=True)
class Referrals:
    """How a doctor can refer somebody, and which papers to send."""

    how: str
    papers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cancelling:
    """How long before a visit to cancel it, and what is paid back, each as a sentence."""

    notice: str
    refunds: str | None = None


@dataclass(frozen=True)
class Kept:
    """What is promised to the next person. What was promised before is stored with each record.

    The least leaves the clinic time to read what was sent: two weeks have its most working days for an answer. The law
    requires six years of the access log.
    """

    screening_days: Annotated[int, between(14, 730)]
    consultation_request_days: Annotated[int, between(14, 730)]
    error_log_days: Annotated[int, between(1, 365)]
    backup_days: Annotated[int, between(7, 365)]
    access_log_years: Annotated[int, between(6, 30)]
