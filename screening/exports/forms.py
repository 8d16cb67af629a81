"""What the privacy officer chooses for an export."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundWidget
from django.http import QueryDict

from screening.exports.columns import COLUMNS, FINDINGS, QUESTIONS
from screening.exports.selection import Format, Selection
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.states import State
from screening.vocabulary.dispositions import STORED

ANY = ("", "Any")


class DayField(forms.DateField):
    """A day, in the one form a browser sends; within a century, so that every day has a next one."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2099, 12, 31))],
            error_messages={"invalid": "Write a day like 2026-11-20"},
        )


class ExportForm(forms.Form):
    """Which submissions, in which format, what of them; and the password, each time anew."""

    format = forms.ChoiceField(
        label="Format",
        choices=Format.choices,
        initial=Format.CSV,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a format"},
    )
    since = DayField("Received from")
    until = DayField("Received until, that day included")
    disposition = forms.ChoiceField(
        label="What the screening said",
        required=False,
        choices=[ANY, *((one.value, one.label) for one in STORED)],
    )
    state = forms.ChoiceField(label="How far the clinic is with it", required=False, choices=[ANY, *State.choices])
    columns = forms.MultipleChoiceField(
        label="Columns",
        required=False,
        choices=[(name, column.label) for name, column in COLUMNS.items()],
        initial=[name for name in COLUMNS if name != FINDINGS],
        widget=forms.CheckboxSelectMultiple,
    )
    every_answer = forms.BooleanField(label="Every answer, also to questions that are asked no more", required=False)
    questions = forms.MultipleChoiceField(
        label="Answers to",
        required=False,
        choices=[(question, f"{topic[:1].upper()}{topic[1:]}") for question, topic in QUESTIONS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Asked for every export.",
        error_messages={"required": "Write your password"},
    )

    def __init__(self, check_password: Callable[[str], None], data: QueryDict | None = None) -> None:
        """`check_password` raises ValidationError when it is not theirs, or when there were too many tries."""
        super().__init__(data)
        self.check_password = check_password

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day is before the first one")
        is_fhir = given.get("format") == Format.FHIR
        if not (is_fhir or given.get("columns") or given.get("questions") or given.get("every_answer")):
            self.add_error("columns", "Tick at least one column or answer")
        if not self.errors:
            try:
                self.check_password(given["password"])
            except forms.ValidationError as error:
                self.add_error("password", error)
        return given

    @property
    def selection(self) -> Selection:
        """What was asked for, of a valid form. FHIR knows answers alone, and without one missing."""
        given = self.cleaned_data
        is_fhir = given["format"] == Format.FHIR
        every_answer = is_fhir or given["every_answer"]
        return Selection(
            format=Format(given["format"]),
            columns=() if is_fhir else tuple(name for name in COLUMNS if name in given["columns"]),
            questions=() if every_answer else tuple(one for one in QUESTIONS if one in given["questions"]),
            every_answer=every_answer,
            since=given["since"],
            until=given["until"],
            disposition=given["disposition"],
            state=given["state"],
        )

    @property
    def questions_by_section(self) -> Iterator[tuple[str, list[BoundWidget], bool]]:
        """(title, tick boxes, whether one is ticked) of each section, in the order they are asked."""
        boxes = iter(self["questions"].subwidgets)
        for section in QUESTIONNAIRE.sections:
            own = list(islice(boxes, sum(question.id in QUESTIONS for question in section.questions)))
            yield section.title, own, any(box.data["selected"] for box in own)
