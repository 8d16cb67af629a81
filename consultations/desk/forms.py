"""The form on the page of a call request or of an appointment."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone

from bases.versions import StaffModelForm
from consultations.desk import calling
from consultations.desk.contacts import note_of, when_of
from consultations.tries import NOTE_LENGTH

NOTE_HELP = "A few words for whoever calls next. It is stored encrypted. Nothing about answers belongs here."
# The buttons that record a call, by their names.
CALLS = {"_not_reached": calling.NOT_REACHED, "_reached": calling.REACHED}


class ContactForm(StaffModelForm):
    """The state, a note, and two buttons for a call that was made just now."""

    note = forms.CharField(
        required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3}), help_text=NOTE_HELP
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The state is not among the fields of whoever may only look.
        if "state" in self.fields:
            # Only the buttons record a call, so that every try is counted.
            left_out = {"", "tried"} - {self.instance.state}
            states = self.fields["state"]
            assert isinstance(states, forms.ChoiceField)  # noqa: S101
            states.choices = [choice for choice in self._all_states() if choice[0] not in left_out]
        self.initial["note"] = self._note()

    def _all_states(self) -> list[tuple[str, str]]:
        choices: list[tuple[str, str]] = self._meta.model._meta.get_field("state").choices
        return choices

    @property
    def call(self) -> str | None:
        """What a button recorded. None when the form was saved without one."""
        return next((call for name, call in CALLS.items() if name in self.data), None)

    def shown(self) -> Mapping[str, str]:
        details = {"Tries": self.instance.tries_text, "Note": self._note(), "When": when_of(self.instance)}
        return {**super().shown(), **details}

    def _note(self) -> str:
        """Empty for whoever may not see the contact."""
        return note_of(self.instance) if getattr(self.instance, "shows_contact", False) else ""

    def clean(self) -> dict[str, Any] | None:
        cleaned: dict[str, Any] | None = super().clean()
        # Before the form sets a state: the instance is the row as it is stored.
        if self.call and not self.is_stale and not self.instance.may_be_called(timezone.now()):
            self.add_error(None, f"Nothing was recorded: {calling.why_not(self.instance)}")
        return cleaned

    def is_stored_already(self) -> bool:
        # The second click of a double click on a button must not count as another try.
        return self.call is None and super().is_stored_already()
