"""Signing in, and what is written down about it. django-allauth does the work; here is what it asks of us.

Nobody can tell from an answer whether an account exists: an unknown name, a closed account and a wrong password lead to
the same words, after the same work. Tries are counted by account and by address before a password is hashed.
"""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from staff.access_log import Action, record
from staff.sign_in.second_factor import NAMES

REFUSED = "User name and password do not fit together."
KEPT = ("account_authentication_methods", "account_authentication_methods_user")  # which steps were taken already


class StaffOnly(AuthenticationBackend):
    """Lets in active accounts of the staff. Any other fails as one that does not exist."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user) and user.is_staff)

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:  # type: ignore[override]
        user = super().authenticate(request, **credentials)
        self.unstash_authenticated_user()  # allauth would tell a closed account that its password was right
        return user


class Accounts(DefaultAccountAdapter):
    """What allauth asks of us about accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": REFUSED,
        "incorrect_password": "That is not your password.",
        "too_many_login_attempts": "Too many tries. Wait 15 minutes, then try again.",
        "rate_limited": "Too many tries. Wait 15 minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Raises ValidationError, and hashes nothing, when there were too many tries."""
        self.pre_authenticate(request, **credentials)
        user = authenticate(request, **credentials)
        if user is None:
            _refuse(credentials["username"])
        else:
            self._rollback_login_failed_rl_usage()  # what fits does not count
        return user

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        _leave_all_else(request)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        """A closed account has the right passkey."""
        _refuse(user.get_username())
        messages.error(request, REFUSED)
        return redirect("account_login")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        record(user, Action.SIGNED_IN, user.get_username())
        _leave_all_else(request)
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within a few minutes of signing in: whoever sets up their second factor has just given the password."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        words = {
            "reauthenticate": "Use my password",
            "mfa_reauthenticate": "Use a code",
            "mfa_reauthenticate:webauthn": "Use a security key or passkey",
        }
        return [way | {"description": words[way["id"]]} for way in super().get_reauthentication_methods(user)]

    def is_safe_url(self, url: str | None) -> bool:
        """Back to this very site and nowhere else."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """By account alone. allauth adds the Host header, which whoever guesses can vary without end."""
        return f"account:{credentials['username'].lower()}"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Nothing of the session stays, also of a sign-in that is half done."""
    if request.user.is_authenticated:
        record(request.user, Action.SIGNED_OUT, request.user.get_username())
    logout(request)
    messages.success(request, "You are signed out.")
    return redirect("account_login")


def _refuse(name: str) -> None:
    """Write down that somebody was refused. What they typed only if it names an account: it may be a password."""
    known = User.objects.filter(username__iexact=name).values_list("username", flat=True).first()
    record(None, Action.SIGN_IN_REFUSED, known or "")


def _leave_all_else(request: HttpRequest) -> None:
    """Give the session a new key and drop what is in it: somebody may have answered the questionnaire here."""
    kept = {key: request.session[key] for key in KEPT if key in request.session}
    request.session.flush()
    request.session.update(kept)


@receiver(authentication_failed, dispatch_uid="staff.sign_in.second_step")
def refuse_second_step(sender: object, user: User, **kwargs: object) -> None:
    record(None, Action.SIGN_IN_REFUSED, user.get_username())


@receiver(authenticator_added, dispatch_uid="staff.sign_in.added")
def note_added(sender: object, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    _note(user, "added", authenticator)


@receiver(authenticator_removed, dispatch_uid="staff.sign_in.removed")
def note_removed(sender: object, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    _note(user, "removed", authenticator)


@receiver(authenticator_reset, dispatch_uid="staff.sign_in.renewed")
def note_renewed(sender: object, user: User, authenticator: Authenticator, **kwargs: object) -> None:
    _note(user, "renewed", authenticator)


def _note(user: User, what: str, authenticator: Authenticator) -> None:
    name = NAMES[Authenticator.Type(authenticator.type)]
    record(user, Action.CHANGED_SECOND_FACTOR, user.get_username(), f"{what}: {name}")
