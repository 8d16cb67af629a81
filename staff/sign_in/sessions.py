"""How long somebody of the staff stays signed in, and what ends it early.

A session of the staff ends after 15 minutes without a request, after 8 hours at most, and at the next request after a
new password, other roles, or the end of the account. It is looked at when somebody asks who `request.user` is, so a
page that asks nobody needs no session and no database. The questionnaire shares the cookie; nothing here touches it.
"""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

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
from django.utils.http import url_has_allowed_host_and_scheme

from staff.access_log import Action, record

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
GRAIN = timedelta(seconds=30)  # a session that was seen so lately is not written anew: it ends that much early at most

KEY = "staff"
REASONS = {
    "idle": "15 minutes without a click",
    "longest": "8 hours since the sign-in",
    "changed": "the account was changed",
}


@receiver(user_logged_in, dispatch_uid="staff.sessions")
def begin(sender: object, request: HttpRequest, user: User, **kwargs: object) -> None:
    """Note when it began and what the account was then, whichever way it was begun."""
    now = timezone.now().timestamp()
    request.session[KEY] = {"began": now, "seen": now, "account": _account(user)}


class StaffAuthentication(AuthenticationMiddleware):
    """`request.user`, for as long as the session lasts. Whoever is led to the sign-in is told why, and led back."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _whose(request))  # type: ignore[assignment] # as Django does it
        request.auser = sync_to_async(lambda: request.user)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        reason = getattr(request, "staff_session_ended", "")
        if not reason:
            return response
        sign_in = {reverse("admin:login"), reverse("account_login")}
        if urlsplit(response.get("Location", "")).path in sign_in:
            way = {"next": _way_back(request), "ended": reason}
            response["Location"] = f"{reverse('account_login')}?{urlencode({k: v for k, v in way.items() if v})}"
        return response


def _whose(request: HttpRequest) -> Any:
    if SESSION_KEY not in request.session:
        return AnonymousUser()
    user = get_user(request)  # nobody, when the account was closed or has a new password
    reason = _why_it_ends(request, user) if isinstance(user, User) else "changed"
    if not reason:
        return user
    request.session.flush()
    request._cached_user = AnonymousUser()  # type: ignore[attr-defined] # where Django keeps it
    request.staff_session_ended = reason  # type: ignore[attr-defined]
    if isinstance(user, User):
        record(user, Action.SIGNED_OUT, user.get_username(), REASONS[reason])
    return AnonymousUser()


def _why_it_ends(request: HttpRequest, user: User) -> str:
    now, session = timezone.now().timestamp(), request.session.get(KEY)
    if session is None or session["account"] != _account(user):
        return "changed"
    if now - session["began"] >= LONGEST.total_seconds():
        return "longest"
    if now - session["seen"] >= IDLE.total_seconds():
        return "idle"
    if now - session["seen"] >= GRAIN.total_seconds():
        request.session[KEY] = session | {"seen": now}
    return ""


def _account(user: User) -> list[int]:
    """What may not change under a session, beside the password: the roles, and whether they count at all."""
    return [int(user.is_superuser), *sorted(user.groups.values_list("pk", flat=True))]


def _way_back(request: HttpRequest) -> str:
    """The page somebody was on: this one, or where the form stood that they sent."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
