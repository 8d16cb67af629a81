"""The forms for a receipt code and for withdrawing everything."""

from django import forms

from bases.forms import Form
from screening.journey.forms import Checkboxes
from screening.submissions import receipt_code

CHECK_TO_CANCEL = "Check the box to cancel it, or leave this page to keep it"
CHECK_THE_BOX = "Check the box to delete it, or leave this page to keep it"


class CodeForm(Form):
    """The cleaned code has the form in which it was shown."""

    use_required_attribute = False

    code = forms.CharField(
        label="What is your receipt code?",
        help_text=f"{receipt_code.LENGTH} letters and digits. Capitals, spaces and hyphens do not matter",
        max_length=200,
        error_messages={
            "required": "Enter your receipt code",
            "max_length": f"Enter only the {receipt_code.LENGTH} letters and digits of the code",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        try:
            return receipt_code.read(self.cleaned_data["code"])
        except receipt_code.Mistyped as error:
            raise forms.ValidationError(str(error)) from error


class HiddenCodeForm(CodeForm):
    """Carries the code in a hidden field."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["code"].widget = forms.HiddenInput(attrs={"autocomplete": "off"})


class CancelForm(HiddenCodeForm):
    """The box is never checked in advance."""

    confirmed = forms.MultipleChoiceField(
        label="Do you want to cancel it?",
        choices=[("yes", "Yes, cancel it. Somebody else may get this time.")],
        widget=Checkboxes(),
        error_messages=dict.fromkeys(("required", "invalid_choice", "invalid_list"), CHECK_TO_CANCEL),
    )


class WithdrawForm(HiddenCodeForm):
    """The box is never checked in advance."""

    confirmed = forms.MultipleChoiceField(
        label="Do you want us to delete this?",
        choices=[("yes", "Yes, delete all of it. I know that nobody can bring it back.")],
        widget=Checkboxes(),
        error_messages=dict.fromkeys(("required", "invalid_choice", "invalid_list"), CHECK_THE_BOX),
    )
