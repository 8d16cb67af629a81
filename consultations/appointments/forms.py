"""The forms with which a person picks a time and says how to reach them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.dateparse import parse_date

from bases.forms import Form
from consultations import mails
from consultations.appointments.free import FreeDay
from consultations.forms import CallForm, optional_email
from screening.journey.forms import Radios

SELECT_A_TIME = "Select a time"


def day_in(text: str) -> date | None:
    """A day as in an address, 2027-03-15; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


class TimeField(forms.ChoiceField):
    """One of the free times, as radio buttons. The page shows them in a group for each day.

    Whether the time is free is found out under a lock, so that a time that was just taken is said to be taken.
    """

    def __init__(self, days: Sequence[FreeDay] = ()) -> None:
        super().__init__(
            label="Which time works for you?",
            choices=[(free.value, free.text) for day in days for free in day.times],
            widget=Radios(),
            error_messages=dict.fromkeys(("required", "invalid_choice", "sent_twice"), SELECT_A_TIME),
        )

    def valid_value(self, value: object) -> bool:
        return True


class TimeForm(Form):
    """A time. `days` are those that the page lists."""

    use_required_attribute = False
    days: Sequence[FreeDay] = ()

    def __init__(self, days: Sequence[FreeDay], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.days = days
        self.fields["time"] = TimeField(days)


class DetailsForm(CallForm):
    """Who to call, for a time that was picked. `time` is hidden unless somebody else got it."""

    # Django takes a field away like this.
    when = None  # type: ignore[assignment]

    email = optional_email(
        label="Where may we send a confirmation and a reminder?",
        help_text="Optional. The emails say when, and not what it is about",
    )
    field_order = ("name", "phone", "may_leave_message", "email", "consent")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mails.are_set_up():
            del self.fields["email"]

    @property
    def contact(self) -> dict[str, object]:
        return {name: self.cleaned_data.get(name, "") for name in ("name", "phone", "may_leave_message", "email")}
