"""The forms with which staff change times and appointments."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bases.forms import ModelForm
from bases.versions import Drawn, StaffForm, StaffModelForm
from consultations.appointments.schedules import Schedule
from consultations.appointments.states import Host
from consultations.desk.times.feeds import current_feed
from pages import catalogue

REVIEWS = "screening.review_submission"


class HoursForm(ModelForm):
    """Hours of a schedule. The form of the schedule carries what the page showed of them."""


class ScheduleForm(StaffModelForm):
    """Times of a person or of the front desk, with their hours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "zone" in self.fields and not self.instance.pk:
            self.initial.setdefault("zone", catalogue.current().clinic.time_zone)

    def shown(self) -> Mapping[str, str]:
        if self.instance._state.adding:
            return {}
        hours, exceptions = self.instance.weekly_hours.all(), self.instance.exceptions.all()
        return {
            **super().shown(),
            "Hours of every week": "; ".join(map(str, hours)),
            "Exceptions": "; ".join(map(str, exceptions)),
        }

    def is_stored_already(self) -> bool:
        # The hours may have changed, which have forms of their own.
        return False

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        host = self.cleaned_data.get("host", self.instance.host)
        account = self.cleaned_data.get("account", self.instance.account)
        # Who should talk to a clinician first must reach one.
        if "host" in self.fields and host == Host.CLINICIAN and not (account and account.has_perm(REVIEWS)):
            raise ValidationError({"account": "Select the account of a clinician, one that may review answers"})
        return cleaned

    class Meta:
        model = Schedule
        exclude = ()
        widgets = {"place": forms.Textarea(attrs={"rows": 2})}


class FeedForm(StaffForm):
    """Makes or revokes the calendar address that its page showed."""

    def __init__(self, schedule: Schedule, *args: Any) -> None:
        self.schedule = schedule
        super().__init__(*args)

    def shown(self) -> Mapping[str, str]:
        feed = current_feed(self.schedule)
        # Two may have been made on the same day.
        return {"Calendar address": f"{feed}, number {feed.pk}" if feed else "none"}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        yield from self.entries_since(self.schedule, drawn)
        yield from self.differences_from(drawn)
