"""Our adapter for django-allauth: who may sign in, what is recorded, and what a refused person reads.

No response reveals whether an account exists: an unknown name, a closed account and a wrong password get the same
message after the same work. Tries are counted by account and by address before a password is hashed.
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
# the session keys of the steps that the person has finished
FINISHED_STEPS = ("account_authentication_methods", "account_authentication_methods_user")


class StaffOnly(AuthenticationBackend):
    """Accepts active staff accounts. Every other account fails like one that does not exist."""

    def user_can_authenticate(self, user: Any) -> bool:
        return bool(super().user_can_authenticate(user) and user.is_staff)

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> AbstractBaseUser | None:  # type: ignore[override]
        user = super().authenticate(request, **credentials)
        # allauth would otherwise reveal that the password of a closed account is right
        self.unstash_authenticated_user()
        return user


class Accounts(DefaultAccountAdapter):
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
            # a right password does not count as a try
            self._rollback_login_failed_rl_usage()
        return user

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **kwargs: Any) -> HttpResponse | None:
        _start_new_session(request)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        # reached with the right passkey of a closed account
        _refuse(user.get_username())
        messages.error(request, REFUSED)
        return redirect("account_login")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        record(user, Action.SIGNED_IN, user.get_username())
        _start_new_session(request)
        super().login(request, user)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        # a person who signed in a few minutes ago has just entered the password
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < app_settings.REAUTHENTICATION_TIMEOUT:
            return False
        return bool(super().is_reauthentication_required(app=app, **kwargs))

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        descriptions = {
            "reauthenticate": "Use my password",
            "mfa_reauthenticate": "Use a code",
            "mfa_reauthenticate:webauthn": "Use a security key or passkey",
        }
        return [
            method | {"description": descriptions[method["id"]]}
            for method in super().get_reauthentication_methods(user)
        ]

    def is_safe_url(self, url: str | None) -> bool:
        """Whether it leads to this site."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # by account only: allauth adds the Host header, which somebody who guesses could vary endlessly
        return f"account:{credentials['username'].lower()}"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Delete the whole session, even between the two steps of the sign-in."""
    if request.user.is_authenticated:
        record(request.user, Action.SIGNED_OUT, request.user.get_username())
    logout(request)
    messages.success(request, "You are signed out.")
    return redirect("account_login")


def _refuse(name: str) -> None:
    """Record the refusal, with the name only if an account has it: a person may have typed a password instead."""
    username = User.objects.filter(username__iexact=name).values_list("username", flat=True).first()
    record(None, Action.SIGN_IN_REFUSED, username or "")


def _start_new_session(request: HttpRequest) -> None:
    """Start a new session: the old one may contain somebody's answers to the questionnaire."""
    finished_steps = {key: request.session[key] for key in FINISHED_STEPS if key in request.session}
    request.session.flush()
    request.session.update(finished_steps)


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


def _note(user: User, change: str, authenticator: Authenticator) -> None:
    name = NAMES[Authenticator.Type(authenticator.type)]
    record(user, Action.CHANGED_SECOND_FACTOR, user.get_username(), f"{change}: {name}")
