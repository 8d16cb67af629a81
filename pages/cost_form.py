"""The form of the cost page: how many visits a course has."""

from typing import Any

from django import forms

from bases.forms import Form
from pages.cost import Estimate, estimate
from pages.schema.clinic import Clinic, Count

MORE_TALKS = Count(0, 12)
MOST_DOLLARS = 1000
WHOLE_DOLLARS = f"Enter a whole number of dollars from 0 to {MOST_DOLLARS:,}, like 50"


def _number(label: str, help_text: str = "") -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, help_text=help_text, coerce=int, empty_value=None, required=False)


class CourseForm(Form):
    """The number of visits of each kind, within the range that the clinic offers."""

    preparation = _number("Preparation sessions")
    medicine = _number("Medicine sessions")
    integration = _number("Integration sessions", "Talks after a medicine session")
    extra = _number("More talks with a therapist", "On top of these, each at the price of an integration session")
    plan_pays = forms.IntegerField(
        label="Dollars your insurance plan pays for each talk",
        help_text="Only if your plan has told you. If not, leave this empty",
        min_value=0,
        max_value=MOST_DOLLARS,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WHOLE_DOLLARS),
    )

    def __init__(self, clinic: Clinic, data: Any = None) -> None:
        super().__init__(data)
        self.clinic = clinic
        course = clinic.course
        offers = {
            "preparation": course.preparation_sessions,
            "medicine": course.medicine_sessions,
            "integration": course.integration_sessions,
        }
        for name, offer in offers.items():
            self._offer(name, offer, f"Not sure yet: {offer}")
        self._offer("extra", MORE_TALKS)

    def _offer(self, name: str, count: Count, open_choice: str = "") -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (for the type checker)
        numbers = [(str(number), str(number)) for number in range(count.low, count.high + 1)]
        field.choices = [("", open_choice), *numbers] if open_choice and count.low < count.high else numbers

    def estimate(self) -> Estimate:
        """The estimate for the chosen numbers. A field that is empty or invalid means the whole range."""
        valid = self.fields.keys() - self.errors.keys() if self.is_bound else ()
        chosen = {name: value for name in valid if (value := self.cleaned_data[name]) is not None}
        return estimate(self.clinic, **chosen)
