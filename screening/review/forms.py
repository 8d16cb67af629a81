"""The forms of the review page. Each carries the decisions and notes that its person has seen."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils import timezone

from bases.moments import date_text
from bases.versions import Drawn, StaffForm, event
from screening.models import Note, Review, Submission
from screening.submissions.decisions.standing import standing_of
from screening.submissions.decisions.urgent import open_urgent_decisions
from screening.submissions.states import Reason, loosens
from screening.vocabulary.dispositions import MILDEST_FIRST, Disposition
from staff.roles import name_of

NOTE_LIMIT = 2000
WAIT = "wait-until"
LONGEST_WAIT = timedelta(days=365)
HIDDEN = "You see it after you have decided"


class OfSubmission(StaffForm):
    """`hides_decisions`: its person reviews blind."""

    def __init__(self, submission: Submission, data: QueryDict | None = None, *, hides_decisions: bool = False) -> None:
        self.submission, self.hides_decisions = submission, hides_decisions
        super().__init__(data)

    def shown(self) -> Mapping[str, str]:
        return {
            "decisions": " ".join(str(review.pk) for review in self.submission.reviews.all()),
            "notes": " ".join(str(note.pk) for note in self.submission.notes.all()),
        }

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        for review in self._since(drawn, "decisions"):
            proposed = " (proposed)" if review.awaits_second else ""
            what = f"{review.outcome}{proposed}"
            is_hidden = self.hides_decisions
            yield event(
                review.author_name, review.made_at, "decided. You see how after you have decided" if is_hidden else what
            )
        for note in self._since(drawn, "notes"):
            is_hidden = self.hides_decisions
            yield event(note.author_name, note.written_at, f"wrote a note. {HIDDEN if is_hidden else note.text}")

    def repeated(self, person: User) -> Review | Note | None:
        """What the same form stored before, as the first of a double click."""
        drawn = self._drawn()
        if not self.is_stale or drawn is None:
            return None
        match [*self._since(drawn, "decisions"), *self._since(drawn, "notes")]:
            case [Review() | Note() as stored] if stored.author == person and self.has_stored(stored):
                return stored
        return None

    def has_stored(self, stored: Review | Note) -> bool:
        raise NotImplementedError

    def _since(self, drawn: Drawn, what: str) -> list[Any]:
        seen = drawn.shown.get(what, "").split()
        rows = self.submission.reviews.all() if what == "decisions" else self.submission.notes.all()
        return [row for row in rows if str(row.pk) not in seen]


class ReviewForm(OfSubmission):
    """A clinician's own disposition, the reason, and a note that is stored with the answers."""

    disposition = forms.ChoiceField(
        label="What do you decide?",
        choices=[
            *((disposition.value, disposition.label) for disposition in MILDEST_FIRST),
            (WAIT, "Wait until a day, and then decide again"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you decide"},
    )
    wait_until = forms.DateField(
        label="Wait until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Enter a day, such as 2027-01-15"},
    )
    reason = forms.ChoiceField(
        label="Why?",
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why"},
    )
    note = forms.CharField(
        label="Note about your decision",
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Needed for “another reason”, for a wait, and for something milder than the screening or than the "
        "decision in force. It is kept encrypted.",
    )
    tells_person = forms.BooleanField(
        label="Tell the person that a clinician has looked, and to call us",
        required=False,
        help_text="By email if they left one, and on their receipt. It never says what you decide. Not checked unless "
        "you check it: a person who asked for a call is called anyway.",
    )

    prefix = "review"

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("disposition") == WAIT:
            self._check_wait(cleaned.get("wait_until"))
        elif cleaned.get("wait_until"):
            self.add_error("wait_until", "Select “Wait until a day” as well, or leave this empty")
        if cleaned.get("note") or "note" in self.errors:
            return cleaned
        disposition, is_wait = self._disposition(cleaned), cleaned.get("disposition") == WAIT
        if disposition and loosens(disposition, self.submission.disposition):
            self.add_error("note", "Write for the second clinician why you loosen what the screening said")
        elif disposition and loosens(disposition, standing_of(self.submission).compared_with):
            self.add_error("note", "Write for the second clinician why you loosen the decision in force")
        elif is_wait:
            self.add_error("note", "Write what to wait for")
        elif cleaned.get("reason") == Reason.OTHER:
            self.add_error("note", "Write the reason")
        return cleaned

    @property
    def decision(self) -> dict[str, Any]:
        """What is recorded."""
        return self.cleaned_data | {"disposition": self._disposition(self.cleaned_data)}

    def has_stored(self, stored: Review | Note) -> bool:
        return (
            isinstance(stored, Review)
            and stored.seconds_id is None
            and {name: getattr(stored, name) for name in self.cleaned_data} == self.decision
        )

    @staticmethod
    def _disposition(cleaned: Mapping[str, Any]) -> str:
        disposition = str(cleaned.get("disposition", ""))
        return Disposition.NOT_SUITABLE_NOW.value if disposition == WAIT else disposition

    def _check_wait(self, day: date | None) -> None:
        if "wait_until" in self.errors:
            return
        today, last = timezone.localdate(), self._last_day()
        if day is None:
            self.add_error("wait_until", "Enter the day on which a clinician decides again")
        elif day <= today:
            self.add_error("wait_until", "Enter a day after today")
        elif day > today + LONGEST_WAIT:
            self.add_error("wait_until", "Enter a day within a year")
        elif last and day >= last:
            deleted = date_text(last)
            self.add_error("wait_until", f"These answers are deleted on {deleted}. Enter a day before that")

    def _last_day(self) -> date | None:
        """The day on which the answers are deleted. None while a call or an appointment keeps them."""
        kept_until = self.submission.kept_until
        is_needed = getattr(self.submission, "consultation_request", None) or self.submission.appointments.exists()
        return None if is_needed or kept_until is None else timezone.localdate(kept_until)


class SecondForm(OfSubmission):
    """A second clinician confirms another one's proposal."""

    prefix = "second"

    has_read = forms.BooleanField(
        label="I have read the answers and I agree",
        error_messages={"required": "Check the box once you have read them"},
    )
    note = forms.CharField(
        label="Note about your agreement",
        required=False,
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_stale:
            # They agreed to something else.
            self.data = {name: value for name, value in self.data.items() if name != self.add_prefix("has_read")}

    def has_stored(self, stored: Review | Note) -> bool:
        is_agreement = isinstance(stored, Review) and stored.seconds_id is not None
        return is_agreement and stored.note == self.cleaned_data.get("note")  # type: ignore[union-attr]


class NoteForm(OfSubmission):
    """A note that decides nothing."""

    prefix = "note"

    text = forms.CharField(
        label="Note without a decision",
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Everybody who may read the answers can read it. It is kept encrypted, and nobody can change it.",
        error_messages={"required": "Write the note"},
    )

    def has_stored(self, stored: Review | Note) -> bool:
        return isinstance(stored, Note) and stored.text == self.cleaned_data.get("text")


class UrgentForm(StaffForm):
    """What somebody did about a decision that the person needs urgent help."""

    prefix = "urgent"

    text = forms.CharField(
        label="What was done?",
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Who was called, when, and what was agreed. It is kept encrypted, and nobody can change it.",
        error_messages={"required": "Write what was done"},
    )

    def __init__(self, submission: Submission, data: QueryDict | None = None) -> None:
        self.submission = submission
        self.open_decisions = list(open_urgent_decisions(submission))
        super().__init__(data)

    def shown(self) -> Mapping[str, str]:
        return {"Open": " ".join(str(review.pk) for review in self.open_decisions) or "none"}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        for review in self.submission.reviews.filter(urgent_action__written_at__gte=drawn.at):
            action = review.urgent_action
            yield event(action.author_name, action.written_at, "recorded what was done")
        for review in self.open_decisions:
            if str(review.pk) not in drawn.shown.get("Open", ""):
                yield event(review.author_name, review.made_at, review.outcome)


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
