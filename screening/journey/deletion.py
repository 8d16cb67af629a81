"""Remembers why this browser's answers were deleted, so that the page for a lapsed attempt can say it once.

The session is gone by then, so it is a cookie. It must reveal nothing on a shared computer (docs/decisions/0006): it is
sealed, all causes look alike, it ends with the browser, and it is not read after an hour.
"""

import time
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from vault.seal import CannotUnseal, seal, unseal

COOKIE = f"{settings.HOST_PREFIX}ended"
CONTEXT = "screening.deletion"
SECONDS_REMEMBERED = 60 * 60


class Cause(StrEnum):
    """Of the same length, so that the sealed cookies are of the same length too."""

    HELP = "help"
    LEFT = "left"
    UNDER_18 = "aged"
    FOR_SOMEONE_ELSE = "else"


def remember(response: HttpResponse, cause: Cause) -> None:
    response.set_cookie(
        COOKIE,
        seal([cause.value, int(time.time())], context=CONTEXT, row=""),
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )


def cause_of(request: HttpRequest) -> Cause | None:
    try:
        sealed = unseal(request.COOKIES.get(COOKIE, ""), context=CONTEXT, row="")
    except CannotUnseal:
        return None
    assert isinstance(sealed, list)  # noqa: S101 (we sealed it as a list)
    cause, deleted_at = sealed
    return Cause(cause) if time.time() - deleted_at < SECONDS_REMEMBERED else None


def forget(request: HttpRequest, response: HttpResponse) -> None:
    if COOKIE in request.COOKIES:
        response.delete_cookie(COOKIE, samesite="Lax")
