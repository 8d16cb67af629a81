"""How long staff stay signed in, and what ends a session early.

A staff session ends after 15 minutes without a request, after 8 hours at most, and at the next request after a new
password, changed roles, a second step that was added or removed in another session, a closed account, or when the clock
of the server was set back. It is checked when code reads `request.user`, so a page that does not read it needs no
session and no database. The questionnaire shares the cookie and is not affected.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from asgiref.sync import sync_to_async
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from bases.forms import page_of_form
from staff.access_log import Action, record
from staff.sign_in.second_factor import COUNTS

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
# a session that was used more recently is not written again, so it may end earlier by this much
GRAIN = timedelta(seconds=30)

KEY = "staff"
REASONS = {
    "idle": "15 minutes without a click",
    "longest": "8 hours since the sign-in",
    "changed": "the account was changed",
    "clock": "the clock of the server was set back",
}


@receiver(user_logged_in, dispatch_uid="staff.sessions")
def begin(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    """Store in the session when it began and which roles and second steps the account had then."""
    now = timezone.now().timestamp()
    request.session[KEY] = {"began": now, "seen": now, "account": _account(user)}


@receiver([authenticator_added, authenticator_removed], dispatch_uid="staff.sessions.second_step")
def continue_after_own_change(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    """Continue the session in which a person changed their second step. All their other sessions end."""
    request.session[KEY] = request.session[KEY] | {"account": _account(user)}


class StaffAuthentication(AuthenticationMiddleware):
    """Sets `request.user`. The redirect to the sign-in contains the reason and the way back."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _current_user(request))  # type: ignore[assignment] # as Django does it
        request.auser = sync_to_async(lambda: request.user)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        reason = getattr(request, "staff_session_ended", "")
        if not reason:
            return response
        sign_in = {reverse("admin:login"), reverse("account_login")}
        if urlsplit(response.get("Location", "")).path in sign_in:
            query = {"next": _page_to_return_to(request), "ended": reason}
            response["Location"] = f"{reverse('account_login')}?{urlencode({k: v for k, v in query.items() if v})}"
        return response


def _current_user(request: HttpRequest) -> Any:
    if SESSION_KEY not in request.session:
        return AnonymousUser()
    # anonymous when the account was closed or has a new password
    user = get_user(request)
    reason = _reason_to_end(request, user) if isinstance(user, User) else "changed"
    if not reason:
        return user
    request.session.flush()
    request._cached_user = AnonymousUser()  # type: ignore[attr-defined] # where Django keeps it
    request.staff_session_ended = reason  # type: ignore[attr-defined]
    if isinstance(user, User):
        record(user, Action.SIGNED_OUT, user.get_username(), REASONS[reason])
    return AnonymousUser()


def _reason_to_end(request: HttpRequest, user: User) -> str:
    now, session = timezone.now().timestamp(), request.session.get(KEY)
    if session is None or session["account"] != _account(user):
        return "changed"
    # It would otherwise last longer by as much as the clock was set back. A clock that is corrected moves a little.
    if now < session["seen"] - GRAIN.total_seconds():
        return "clock"
    if now - session["began"] >= LONGEST.total_seconds():
        return "longest"
    if now - session["seen"] >= IDLE.total_seconds():
        return "idle"
    if now - session["seen"] >= GRAIN.total_seconds():
        request.session[KEY] = session | {"seen": now}
    return ""


def _account(user: User) -> dict[str, Any]:
    """What must stay the same during a session, beside the password."""
    second_steps = Authenticator.objects.filter(user=user, type__in=COUNTS)
    return {
        "is_superuser": user.is_superuser,
        "roles": sorted(user.groups.values_list("pk", flat=True)),
        "second_steps": sorted(second_steps.values_list("pk", flat=True)),
    }


def _page_to_return_to(request: HttpRequest) -> str:
    """The page that the person was on: this one, or the page of the form that they sent."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return page_of_form(request)
