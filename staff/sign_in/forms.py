"""The sign-in forms with our own labels; each code is accepted only once."""

from contextlib import suppress
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn import forms as keys
from django import forms
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.validators import MaxLengthValidator

from bases.forms import StrictValues
from staff.sign_in import credentials
from vault.seal import CannotUnseal

# seconds; a code of an app is valid for 90 of them
USED_CODE_IS_REFUSED_FOR = 5 * 60


class SignInForm(StrictValues, LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self, "login", "User name", "Write your user name", autocapitalize="none", spellcheck="false")
        _describe(self, "password", "Password", "Enter your password")


class PasswordAgainForm(StrictValues, ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self, "password", "Password", "Enter your password")


class EachCodeOnce:
    """Mix this in before a form with a code: no code is accepted twice, whichever of these forms it was sent with."""

    user: User
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        self.cleaned_data["code"] = code = _without_separators(self.cleaned_data["code"])
        used = f"staff.used:{self.user.pk}:{code}"
        try:
            if (
                not cache.get(used)
                and super().clean_code()  # type: ignore[misc] # the form class comes after this one
                and cache.add(used, True, USED_CODE_IS_REFUSED_FOR)
            ):
                return code
        except CannotUnseal:
            raise forms.ValidationError(
                "Codes cannot be checked: the data key is not there. Use a key, or tell whoever runs the site."
            ) from None
        raise get_adapter().validation_error("incorrect_code")


class _CodeForm(EachCodeOnce, StrictValues, codes.BaseAuthenticateForm):
    """`has_app`, `has_key`: which second steps the account has, so that the page names no other."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = set(Authenticator.objects.filter(user=self.user).values_list("type", flat=True))
        self.has_app, self.has_key = Authenticator.Type.TOTP in kinds, Authenticator.Type.WEBAUTHN in kinds
        _describe(self, "code", "Code" if self.has_app else "Recovery code", "Enter the code", inputmode="numeric")


class CodeForm(_CodeForm, codes.AuthenticateForm):
    """The code of an app, or a recovery code, at sign-in."""


class CodeAgainForm(_CodeForm, codes.ReauthenticateForm):
    """The code of an app, or a recovery code, before a person changes how they sign in."""


class AppForm(EachCodeOnce, StrictValues, ActivateTOTPForm):
    """The first code of an app. Until it is right, the secret of the app is in the session, sealed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self, "code", "The code your app shows", "Enter the code your app shows", inputmode="numeric")
        adapter = get_adapter()
        if self.is_bound:
            # without a secret in the session, allauth has just created one, which is not sealed
            with suppress(CannotUnseal):
                self.secret = adapter.decrypt(self.secret)
        context.request.session[SECRET_SESSION_KEY] = adapter.encrypt(self.secret)


class KeyAtSignInForm(StrictValues, keys.AuthenticateWebAuthnForm):
    credential = credentials.for_signing_in()


class KeyAgainForm(StrictValues, keys.ReauthenticateWebAuthnForm):
    credential = credentials.for_signing_in()


class PasskeyForm(StrictValues, keys.LoginWebAuthnForm):
    credential = credentials.for_signing_in()


class NewKeyForm(StrictValues, keys.AddWebAuthnForm):
    credential = credentials.for_setting_up()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _describe(self, "name", "A name to know it by", "", maxlength="60", autocomplete="off")
        self.fields["name"].validators.append(MaxLengthValidator(60))
        passwordless = self.fields["passwordless"]
        passwordless.initial = True
        passwordless.label = "Let it sign me in by itself, without a password"
        passwordless.help_text = "It then asks for your fingerprint, your face or its PIN each time."


def _describe(form: forms.Form, name: str, label: str, when_missing: str, **attributes: str) -> None:
    field = form.fields[name]
    field.label, field.error_messages["required"] = label, when_missing
    field.widget.attrs = {k: v for k, v in field.widget.attrs.items() if k != "placeholder"} | attributes


def _without_separators(code: str) -> str:
    """Without spaces and dashes."""
    return "".join(character for character in code if character.isalnum())
