"""The form in which a privacy officer chooses what to export."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.forms.boundfield import BoundWidget
from django.http import QueryDict

from bases.forms import Form
from screening.exports.columns import COLUMNS, FINDINGS, QUESTIONS
from screening.exports.selection import Format, Selection
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.states import State
from screening.vocabulary.dispositions import STORED

ANY = ("", "Any")
YEARS = "Choose a day from 2000 to 2099"


class DayField(forms.DateField):
    """A day in the format that browsers send. It is within this century, so that every day has a next one."""

    def __init__(self, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            input_formats=["%Y-%m-%d"],
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            validators=[MinValueValidator(date(2000, 1, 1), YEARS), MaxValueValidator(date(2099, 12, 31), YEARS)],
            error_messages={"invalid": "Write a day like 2026-11-20"},
        )


class ExportForm(Form):
    """Which submissions, which of their data, and in which format; every export asks for the password."""

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
        choices=[ANY, *((disposition.value, disposition.label) for disposition in STORED)],
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
        error_messages={"required": "Enter your password"},
    )

    def __init__(self, check_password: Callable[[str], None], data: QueryDict | None = None) -> None:
        """`check_password` raises ValidationError for a wrong password, or after too many tries."""
        super().__init__(data)
        self.check_password = check_password

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day is before the first one")
        is_fhir = cleaned.get("format") == Format.FHIR
        if not (is_fhir or cleaned.get("columns") or cleaned.get("questions") or cleaned.get("every_answer")):
            self.add_error("columns", "Select at least one column or answer")
        if not self.errors:
            try:
                self.check_password(cleaned["password"])
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned

    @property
    def selection(self) -> Selection:
        """The choices of a valid form. FHIR always has every answer, and no columns."""
        cleaned = self.cleaned_data
        is_fhir = cleaned["format"] == Format.FHIR
        every_answer = is_fhir or cleaned["every_answer"]
        return Selection(
            format=Format(cleaned["format"]),
            columns=() if is_fhir else tuple(name for name in COLUMNS if name in cleaned["columns"]),
            questions=() if every_answer else tuple(id_ for id_ in QUESTIONS if id_ in cleaned["questions"]),
            every_answer=every_answer,
            since=cleaned["since"],
            until=cleaned["until"],
            disposition=cleaned["disposition"],
            state=cleaned["state"],
        )

    @property
    def questions_by_section(self) -> Iterator[tuple[str, list[BoundWidget], bool]]:
        """The title of each section, its checkboxes, and whether one is checked, in the order of the sections."""
        boxes = iter(self["questions"].subwidgets)
        for section in QUESTIONNAIRE.sections:
            section_boxes = list(islice(boxes, sum(question.id in QUESTIONS for question in section.questions)))
            yield section.title, section_boxes, any(box.data["selected"] for box in section_boxes)
