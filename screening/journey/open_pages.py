"""The pages of the questionnaire that need no attempt and store nothing: before it, beside it, and the quick exit."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pages import catalogue
from screening.journey import deletion, session
from screening.journey.navigation import FIRST_SCREEN, screen_url
from screening.journey.urgent_help import urgent_page
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.closures import Closure, Service, closure_of
from screening.submissions.sign_off import state_of_approval

# The screens that everybody is asked, and the page to check the answers.
PAGES_FOR_EVERYBODY = sum(not screen.first.is_follow_up for screen in QUESTIONNAIRE.screens) + 1


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the questionnaire is and what happens to the answers. Sets no cookie."""
    context = {
        "questionnaire": QUESTIONNAIRE,
        "pages": PAGES_FOR_EVERYBODY,
        "approval": state_of_approval(),
        "closure": _closure(),
    }
    return render(request, "screening/start.html", context)


def _closure() -> Closure | None:
    """This page needs no database, and without one nobody can begin."""
    try:
        return closure_of(Service.QUESTIONNAIRE)
    except session.DATABASE_ERRORS:
        return None


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All questions on one page, to read or print before starting."""
    return render(request, "screening/questions.html", {"questionnaire": QUESTIONNAIRE})


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Begin an attempt. It is only a URL: nothing is stored before the first answer."""
    if _closure():
        return redirect("screening:start")
    response = redirect(screen_url(secrets.token_urlsafe(9), FIRST_SCREEN))
    deletion.forget(request, response)
    return response


@require_safe
def for_someone_else(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """What a person can do for somebody else. Needs no session and stores nothing."""
    context = {"outcome": catalogue.current().outcomes["for-someone-else"], "back_url": reverse("screening:start")}
    return render(request, "screening/for_someone_else.html", context)


@require_safe
def urgent_help(request: HttpRequest) -> HttpResponse:
    """Where to get help now. The same for everybody; needs no session and stores nothing."""
    return urgent_page(request)


@require_safe
def under_18(request: HttpRequest) -> HttpResponse:
    """Who can help young people. Needs no session and stores nothing."""
    return render(request, "screening/under_18.html", {"outcome": catalogue.current().outcomes["under-18"]})


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """The quick exit: delete the answers, then redirect to a harmless site."""
    session.delete_session(request)
    response = redirect(settings.EXIT_URL)
    # Pages that were read before are in the cache. Not "cookies": that would also delete what `remember` sets.
    response["Clear-Site-Data"] = '"cache", "storage"'
    deletion.remember(response, deletion.Cause.LEFT)
    return response
