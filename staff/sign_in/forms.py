"""The fields of signing in, in our words, with every code good for one use."""

from contextlib import suppress
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.core.cache import cache
from django.core.validators import MaxLengthValidator

from staff.sign_in import credentials
from vault.seal import CannotUnseal

CODE_IS_SPENT_FOR = 5 * 60  # seconds; a code of an app fits for 90 of them


class SignInForm(LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "login", "User name", "Write your user name", autocapitalize="none", spellcheck="false")
        _ask(self, "password", "Password", "Write your password")


class PasswordAgainForm(ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "password", "Password", "Write your password")


class _CodeForm(codes.BaseAuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "code", "Code", "Write the code", inputmode="numeric")

    def clean_code(self) -> str:
        self.cleaned_data["code"] = code = _bare(self.cleaned_data["code"])
        spent = f"staff.spent:{self.user.pk}:{code}"
        try:
            if not cache.get(spent) and super().clean_code() and cache.add(spent, True, CODE_IS_SPENT_FOR):
                return code
        except CannotUnseal:
            raise forms.ValidationError(
                "Codes cannot be checked: the data key is not there. Use a key, or tell whoever runs the site."
            ) from None
        raise get_adapter().validation_error("incorrect_code")


class CodeForm(_CodeForm, codes.AuthenticateForm):
    """Of an app, or a recovery code, at sign-in."""


class CodeAgainForm(_CodeForm, codes.ReauthenticateForm):
    """... and before something is changed."""


class AppForm(ActivateTOTPForm):
    """The first code of an app. What the app is made from waits in the session until then, sealed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "code", "The code your app shows", "Write the code your app shows", inputmode="numeric")
        adapter = get_adapter()
        if self.is_bound:
            with suppress(CannotUnseal):  # the session had none: allauth has just made one
                self.secret = adapter.decrypt(self.secret)
        context.request.session[SECRET_SESSION_KEY] = adapter.encrypt(self.secret)


class KeyAtSignInForm(keys.AuthenticateWebAuthnForm):
    credential = credentials.for_signing_in()


class KeyAgainForm(keys.ReauthenticateWebAuthnForm):
    credential = credentials.for_signing_in()


class PasskeyForm(keys.LoginWebAuthnForm):
    credential = credentials.for_signing_in()


class NewKeyForm(keys.AddWebAuthnForm):
    """A security key or passkey."""

    credential = credentials.for_setting_up()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _ask(self, "name", "A name to know it by", "", maxlength="60", autocomplete="off")
        self.fields["name"].validators.append(MaxLengthValidator(60))
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = "Let it sign me in by itself, without a password"
        passwordless.help_text = "It then asks for your fingerprint, your face or its PIN each time."


def _ask(form: forms.Form, name: str, label: str, when_missing: str, **attributes: str) -> None:
    field = form.fields[name]
    field.label, field.error_messages["required"] = label, when_missing
    field.widget.attrs = {k: v for k, v in field.widget.attrs.items() if k != "placeholder"} | attributes


def _bare(code: str) -> str:
    """Without the spaces and dashes that apps and people put in."""
    return "".join(character for character in code if character.isalnum())
