"""How to reach a person who asks for a call."""

import re
import unicodedata
from typing import Any

import phonenumbers
from django import forms

from consultations import mails
from pages import catalogue
from screening.journey.forms import AsksForConsent, Checkboxes, ConsentField, Radios

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
MEANS = (
    ("phone", "On the phone"),
    ("video", "In a video call: we text you the link"),
)
HELPER = (("yes", "Yes, a helper will be on the call"),)
TEN_DIGITS = "Enter a phone number with 10 digits, like 212 555 0100"
NOT_IN_USE = "No phone can have this number. Check its area code, and enter it like 212 555 0100"


def optional_email(label: str, help_text: str) -> forms.EmailField:
    return forms.EmailField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Enter an email address like name@example.com, or leave this empty",
            "max_length": "Enter an email address of 254 letters or fewer",
        },
    )


class CallForm(AsksForConsent):
    """Name, number, whether a message may be left, when to call, and consent to keep these."""

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
        label="When is a good time?",
        choices=WHEN,
        widget=Checkboxes(),
        error_messages={"required": "Select when we may call"},
    )
    consent = ConsentField(
        label="I agree that the clinic keeps my name and number to call me, as described here.",
        error_messages={"required": "Check the box to agree, or call us instead"},
    )

    def clean_phone(self) -> str:
        return _normalized_phone(self.cleaned_data["phone"])

    @property
    def contact(self) -> dict[str, object]:
        """What a valid form stores as contact data. The consent is a column of its own."""
        return {name: value for name, value in self.cleaned_data.items() if name != "consent" and value}


def offered() -> dict[str, bool]:
    """What this clinic offers now, for `CallRequestForm`."""
    return {"by_video": catalogue.current().clinic.calls_by_video, "by_mail": mails.are_set_up()}


class CallRequestForm(CallForm):
    """Also how to talk, and what helps the person to. Fields that this clinic does not offer are left out."""

    means = forms.ChoiceField(
        label="How would you like to talk?",
        choices=MEANS,
        widget=Radios(),
        error_messages={"required": "Select how you would like to talk"},
    )
    interpreter = forms.CharField(
        label="Do you need an interpreter? For which language?",
        help_text="Leave it empty if you need none",
        required=False,
        max_length=60,
        error_messages={"max_length": "Enter the name of the language only"},
    )
    helper = forms.MultipleChoiceField(
        label="Will somebody be with you?",
        choices=HELPER,
        required=False,
        widget=Checkboxes(),
    )
    email = optional_email(
        label="Where may we send a confirmation?",
        help_text="Optional. The email says that we have your request, and not what it is about",
    )
    field_order = ("name", "phone", "may_leave_message", "when", "means", "interpreter", "helper", "email", "consent")

    def __init__(self, *args: Any, by_video: bool, by_mail: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_video:
            del self.fields["means"]
        if not by_mail:
            del self.fields["email"]


class ChangeCallForm(CallRequestForm):
    """What takes the place of a request that its person agreed to before."""

    # Django takes a field away like this.
    consent = None  # type: ignore[assignment]


class AdultCallRequestForm(CallRequestForm):
    """The form of somebody who answered no questions."""

    consent = ConsentField(
        label=(
            "I am 18 or older, and I am asking for myself. I agree that the clinic keeps what I enter here to call me, "
            "as described above."
        ),
        error_messages={"required": "Check the box to agree, or call us instead"},
    )


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
