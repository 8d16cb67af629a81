"""How to reach the clinic, as clinic.yaml says it: the phone number, the opening hours, and what a visitor needs."""

import dataclasses
import re
from dataclasses import dataclass
from datetime import time

from django.utils.html import format_html
from django.utils.safestring import SafeString

SPAN = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])-([01][0-9]|2[0-3]):([0-5][0-9])")
# How many digits a number in the US has, with its area code.
DIGITS_WITH_AREA_CODE = 10


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
