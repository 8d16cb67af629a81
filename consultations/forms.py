"""How to reach a person who asks for a call."""

import re
import unicodedata

import phonenumbers
from django import forms

from bases.forms import Form
from screening.journey.forms import Checkboxes, Radios

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
TEN_DIGITS = "Enter a phone number with 10 digits, like 212 555 0100"
NOT_IN_USE = "No phone can have this number. Check its area code, and enter it like 212 555 0100"


class CallForm(Form):
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
        widget=Checkboxes(),
        error_messages={"required": "Select when we may call"},
    )
    consent = forms.BooleanField(
        label="I agree that the clinic keeps my name and number to call me, as described here.",
        error_messages={"required": "Check the box to agree, or call us instead"},
    )

    def clean_phone(self) -> str:
        return _normalized_phone(self.cleaned_data["phone"])

    @property
    def contact(self) -> dict[str, object]:
        """What a valid form stores as contact data. The consent is a column of its own."""
        return {name: value for name, value in self.cleaned_data.items() if name != "consent"}


def _normalized_phone(text: str) -> str:
    """As 212-555-0100, or 212-555-0100 ext. 5. Raises ValidationError when it is no number of the US or Canada."""
    # direction marks come along with a number that is copied from a contact card
    text = "".join(character for character in text if unicodedata.category(character) != "Cf")
    # the library reads letters as keys of a phone: a letter O in place of a zero would call somebody else
    without_words = re.sub(r"tel:|extension|extn?|x", "", text, flags=re.IGNORECASE)
    if re.search(r"[^\W0-9]", without_words):
        raise forms.ValidationError(TEN_DIGITS)
    try:
        number = phonenumbers.parse(text, "US")
    except phonenumbers.NumberParseException as error:
        raise forms.ValidationError(TEN_DIGITS) from error
    is_complete = phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE
    if number.country_code != 1 or not is_complete:
        raise forms.ValidationError(TEN_DIGITS)
    if not phonenumbers.is_valid_number(number):
        raise forms.ValidationError(NOT_IN_USE)
    digits = phonenumbers.national_significant_number(number)
    extension = f" ext. {number.extension}" if number.extension else ""
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}{extension}"
