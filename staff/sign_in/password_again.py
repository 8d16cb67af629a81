"""Asking for the password once more before something grave, on the form of that thing itself."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import User
from django.http import HttpRequest


def check_password_again(request: HttpRequest, person: User, password: str) -> None:
    """Raises ValidationError when it is not their password. A wrong one counts, and is written down, like a wrong one
    at the sign-in; after too many none is looked at."""
    adapter = get_adapter(request)
    if not adapter.reauthenticate(person, password):
        raise adapter.validation_error("incorrect_password")
