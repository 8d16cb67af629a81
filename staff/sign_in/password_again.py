"""Asks for the password again on a form with serious consequences."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.models import User
from django.http import HttpRequest


def check_password_again(request: HttpRequest, person: User, password: str) -> None:
    """Raises ValidationError for a wrong password, which is counted and recorded like one at the sign-in.

    After too many tries no password is checked.
    """
    adapter = get_adapter(request)
    if not adapter.reauthenticate(person, password):
        raise adapter.validation_error("incorrect_password")
