"""How to reach a person who asks for a call."""

import re

from django import forms

from screening.journey.forms import Radios, Ticks

WHEN = (
    ("morning", "Mornings"),
    ("midday", "Around noon"),
    ("afternoon", "Afternoons"),
    ("any", "Any of these"),
)
MESSAGE = (
    ("yes", "Yes, you may leave a message"),
    ("no", "No, please do not leave a message"),
)
TEN_DIGITS = "Enter a phone number with 10 digits, like 555 555 0100"


class CallForm(forms.Form):
    """Name, number, whether a message may be left, when to call, and consent to keep these."""

    use_required_attribute = False

    name = forms.CharField(
        label="What should we call you?",
        help_text="A first name is enough",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": "Enter a name we can ask for", "max_length": "Enter a name of 80 letters or fewer"},
    )
    phone = forms.CharField(
        label="What number should we call?",
        help_text="A US number with its area code",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": "Enter the number we should call", "max_length": TEN_DIGITS},
    )
    may_leave_message = forms.ChoiceField(
        label="May we leave a message if you do not pick up?",
        help_text="We would say only our first name and ask you to call back, not what it is about",
        choices=MESSAGE,
        widget=Radios(),
        error_messages={"required": "Select whether we may leave a message"},
    )
    when = forms.MultipleChoiceField(
        label="When suits you?",
        choices=WHEN,
        widget=Ticks(),
        error_messages={"required": "Tick when we may call"},
    )
    consent = forms.BooleanField(
        label="I agree that the clinic keeps my name and number to call me, as described here.",
        error_messages={"required": "Tick the box to agree, or call us instead"},
    )

    def clean_phone(self) -> str:
        """Ten digits as 555-555-0100; a leading +1 or 1 is dropped."""
        given = self.cleaned_data["phone"]
        digits = re.sub(r"[ ().\-]", "", given)
        match = re.fullmatch(r"(?:\+?1)?([2-9][0-9]{9})", digits)
        if match is None:
            raise forms.ValidationError(TEN_DIGITS)
        number = match[1]
        return f"{number[:3]}-{number[3:6]}-{number[6:]}"

    @property
    def contact(self) -> dict[str, object]:
        """What is kept of a valid form: everything but the consent, which stands on the request itself."""
        return {name: value for name, value in self.cleaned_data.items() if name != "consent"}
