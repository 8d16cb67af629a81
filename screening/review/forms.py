"""The forms of the review page."""

from typing import Any

from django import forms
from django.http import QueryDict

from bases.forms import Form
from screening.models import Submission
from screening.submissions.reviewing import disposition_in_force
from screening.submissions.states import Reason, loosens
from screening.vocabulary.dispositions import MILDEST_FIRST

NOTE_LIMIT = 2000


class ReviewForm(Form):
    """A clinician's own disposition, the reason, and a note that is stored with the answers."""

    disposition = forms.ChoiceField(
        label="What do you decide?",
        choices=[(disposition.value, disposition.label) for disposition in MILDEST_FIRST],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    reason = forms.ChoiceField(
        label="Why?",
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why"},
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Needed for “another reason”, and when you decide something milder than the screening, or than the "
        "decision in force. It is kept encrypted.",
    )

    prefix = "review"

    def __init__(self, submission: Submission, data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.submission, self.in_force = submission, disposition_in_force(submission)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("note") or "note" in self.errors:
            return cleaned
        disposition = cleaned.get("disposition")
        if disposition and loosens(disposition, self.submission.disposition):
            self.add_error("note", "Write for the second clinician why you loosen what the screening said")
        elif disposition and loosens(disposition, self.in_force):
            self.add_error("note", "Write for the second clinician why you loosen the decision in force")
        elif cleaned.get("reason") == Reason.OTHER:
            self.add_error("note", "Write the reason")
        return cleaned


class SecondForm(Form):
    """A second clinician confirms another one's proposal."""

    prefix = "second"

    proposal = forms.UUIDField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label="I have read the answers and I agree",
        error_messages={"required": "Check the box once you have read them"},
    )
    note = forms.CharField(
        label="Note", required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )
