"""Form fields for the response of a security key or passkey, checked before allauth and fido2 read it.

Both expect a well-formed response and fail on any other.
"""

import json
from collections.abc import Callable
from typing import Any

from django import forms
from fido2.webauthn import AuthenticationResponse, RegistrationResponse


class _NeverShown(forms.HiddenInput):
    """Filled in by a script. The form never shows a value that was sent."""

    def format_value(self, value: Any) -> None:
        return None


class CredentialField(forms.JSONField):
    """Refuses a value that is not a credential. Whether it is the right one is checked later."""

    widget = _NeverShown

    def __init__(self, read: Callable[[Any], object]) -> None:
        super().__init__(error_messages={"required": "No key answered.", "invalid": "No key answered."})
        self.read = read

    def clean(self, value: Any) -> Any:
        try:
            credential = super().clean(value)
            self.read(credential)
            json.dumps(credential, ensure_ascii=False).encode()
        except forms.ValidationError:
            raise
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError) as error:
            raise forms.ValidationError(self.error_messages["invalid"]) from error
        return credential

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data

    def prepare_value(self, value: Any) -> Any:
        return value


def for_signing_in() -> CredentialField:
    return CredentialField(AuthenticationResponse.from_dict)


def for_setting_up() -> CredentialField:
    return CredentialField(RegistrationResponse.from_dict)
