"""The receipt code as a person types it, and the decision to take everything back."""

from django import forms

from screening.journey.forms import Checkboxes
from screening.submissions import receipt_code

TICK_IT = "Tick the box to delete it, or leave this page to keep it"


class CodeForm(forms.Form):
    """A valid form has the code as it was shown, however it was typed."""

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


class WithdrawForm(CodeForm):
    """The code goes along unseen; the decision is never ticked beforehand."""

    confirmed = forms.MultipleChoiceField(
        label="Do you want us to delete this?",
        choices=[("yes", "Yes, delete all of it. I know that nobody can bring it back.")],
        widget=Checkboxes(),
        error_messages=dict.fromkeys(("required", "invalid_choice", "invalid_list"), TICK_IT),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["code"].widget = forms.HiddenInput(attrs={"autocomplete": "off"})
