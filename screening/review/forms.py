"""The forms of the review page. Each carries the decisions that its person has seen."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict

from bases.versions import Drawn, StaffForm, event
from screening.models import Review, Submission
from screening.submissions.reviewing import disposition_in_force
from screening.submissions.states import Reason, loosens
from screening.vocabulary.dispositions import MILDEST_FIRST
from staff.roles import name_of

NOTE_LIMIT = 2000


class OfSubmission(StaffForm):
    """`hides_decisions`: its person reviews blind."""

    def __init__(self, submission: Submission, data: QueryDict | None = None, *, hides_decisions: bool = False) -> None:
        self.submission, self.hides_decisions = submission, hides_decisions
        super().__init__(data)

    def shown(self) -> Mapping[str, str]:
        return {"decisions": " ".join(str(review.pk) for review in self.submission.reviews.all())}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        for review in self._reviews_since(drawn):
            proposed = " (proposed)" if review.awaits_second else ""
            what = f"{review.get_disposition_display()}{proposed}"
            is_hidden = self.hides_decisions
            yield event(
                review.author_name, review.made_at, "decided. You see how after you have decided" if is_hidden else what
            )

    def repeated(self, person: User) -> Review | None:
        """The review that the same form stored before, as the first of a double click."""
        drawn = self._drawn()
        if not self.is_stale or drawn is None:
            return None
        match self._reviews_since(drawn):
            case [review] if review.author == person and self.has_stored(review):
                return review
        return None

    def has_stored(self, review: Review) -> bool:
        raise NotImplementedError

    def _reviews_since(self, drawn: Drawn) -> list[Review]:
        seen = drawn.shown.get("decisions", "").split()
        return [review for review in self.submission.reviews.all() if str(review.pk) not in seen]


class ReviewForm(OfSubmission):
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

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("note") or "note" in self.errors:
            return cleaned
        disposition = cleaned.get("disposition")
        if disposition and loosens(disposition, self.submission.disposition):
            self.add_error("note", "Write for the second clinician why you loosen what the screening said")
        elif disposition and loosens(disposition, disposition_in_force(self.submission)):
            self.add_error("note", "Write for the second clinician why you loosen the decision in force")
        elif cleaned.get("reason") == Reason.OTHER:
            self.add_error("note", "Write the reason")
        return cleaned

    def has_stored(self, review: Review) -> bool:
        stored = {"disposition": review.disposition, "reason": review.reason, "note": review.note}
        return review.seconds_id is None and stored == self.cleaned_data


class SecondForm(OfSubmission):
    """A second clinician confirms another one's proposal."""

    prefix = "second"

    has_read = forms.BooleanField(
        label="I have read the answers and I agree",
        error_messages={"required": "Check the box once you have read them"},
    )
    note = forms.CharField(
        label="Note", required=False, max_length=NOTE_LIMIT, widget=forms.Textarea(attrs={"rows": 3})
    )

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_stale:
            # They agreed to something else.
            self.data = {name: value for name, value in self.data.items() if name != self.add_prefix("has_read")}

    def has_stored(self, review: Review) -> bool:
        return review.seconds_id is not None and review.note == self.cleaned_data.get("note")


class ReleaseForm(StaffForm):
    """Returns a submission to the queue, if the same person still works on it."""

    def __init__(self, submission: Submission, data: QueryDict | None = None) -> None:
        self.submission = submission
        super().__init__(data)

    def shown(self) -> Mapping[str, str]:
        assignee = self.submission.assignee
        return {
            "State": self.submission.get_state_display(),
            "Assigned to": name_of(assignee) if assignee else "nobody",
        }

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        return self.differences_from(drawn)
