"""What a browser answers for a security key or passkey, read before allauth and fido2 do: both trust its shape."""

import json
from collections.abc import Callable
from typing import Any

from django import forms
from fido2.webauthn import AuthenticationResponse, RegistrationResponse


class _Unseen(forms.HiddenInput):
    """A script fills it in; nothing that was sent is ever drawn."""

    def format_value(self, value: Any) -> None:
        return None


class CredentialField(forms.JSONField):
    """Refuses what is no credential at all. Whether it is the right one is for others to say."""

    widget = _Unseen

    def __init__(self, read: Callable[[Any], object]) -> None:
        super().__init__(error_messages={"required": "No key answered.", "invalid": "No key answered."})
        self.read = read

    def clean(self, value: Any) -> Any:
        try:
            given = super().clean(value)
            self.read(given)
            json.dumps(given, ensure_ascii=False).encode()
        except forms.ValidationError:
            raise
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        return given

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def prepare_value(self, value: Any) -> Any:
        return value


def for_signing_in() -> CredentialField:
    return CredentialField(AuthenticationResponse.from_dict)


def for_setting_up() -> CredentialField:
    return CredentialField(RegistrationResponse.from_dict)
