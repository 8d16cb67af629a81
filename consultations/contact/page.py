"""The page "Talk to us": call now, ask us to call, pick a time, and what to know before a visit."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from consultations.contact.hours import days_closed, open_now
from consultations.gates import PHONE_ONLY, WITHOUT_RESULT, Ways, attempt_with_result, ways_in_browser
from pages import catalogue
from pages.catalogue import Catalogue
from pages.serving.context import site_of
from screening.journey import session
from screening.journey.session import Attempt
from screening.submissions.closures import Closure, closed_services

TEMPLATE = "consultations/talk_to_us.html"
PATH = "/talk-to-us/"


# Nothing is sent to this page, so that a POST gets 405 and not 403.
@csrf_exempt
@require_safe
def talk_to_us(request: HttpRequest) -> HttpResponse:
    """It shows the phone number also while the database does not answer. It is not cached, because it says "open"."""
    now = timezone.now()
    try:
        ways, attempt, closed = ways_in_browser(request), attempt_with_result(request), closed_services()
    except session.DATABASE_ERRORS:
        ways, attempt, closed = PHONE_ONLY, None, {}
    return render(request, TEMPLATE, _context(catalogue.current(), now, ways, attempt, closed))


def contact_page(content: Catalogue, now: datetime) -> bytes:
    """The page as a file, which cannot know whether the clinic is open when somebody reads it."""
    context = _context(content, now, WITHOUT_RESULT, None, {}) | {
        "open_now": None,
        "days_closed": content.clinic.closed_on,
    }
    return render_to_string(TEMPLATE, site_of(content) | context).encode()


def _context(
    content: Catalogue, now: datetime, ways: Ways, attempt: Attempt | None, closed: dict[str, Closure]
) -> dict[str, Any]:
    clinic = content.clinic
    return {
        "ways": ways,
        "attempt": attempt,
        "closed": closed,
        "open_now": open_now(clinic, now),
        "days_closed": days_closed(clinic, now.astimezone(ZoneInfo(clinic.time_zone)).date()),
    }
