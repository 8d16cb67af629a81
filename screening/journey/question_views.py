"""The pages of the screens, where some answers lead to another page at once, and the offer of an early result."""

from contextlib import suppress
from dataclasses import replace
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from bases.drawing import Drawing, slot
from pages.catalogue import Catalogue, current
from pages.serving.context import site_of
from screening import path
from screening.early_result import early
from screening.journey import deletion, session
from screening.journey.forms import ScreenForm
from screening.journey.navigation import (
    FIRST_SAFETY_SCREEN,
    FIRST_SCREEN,
    attempt_gone_page,
    closed_page,
    last_screen_number,
    last_screen_url,
    may_stop_early,
    next_page,
    screen_by_slug,
    screen_url,
    while_open,
)
from screening.journey.session import Attempt
from screening.journey.urgent_help import is_about_suicide, urgent_page
from screening.questionnaire import QUESTIONNAIRE, about_you
from screening.submissions.closures import Closure, Service, closure_of
from screening.submissions.daily_totals import DailyTotal, add
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Screen

STOP, KEEP_GOING = "stop", "keep-going"
SELECTED = mark_safe(" checked")


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: str, slug: str) -> HttpResponse:
    screen = screen_by_slug(attempt_id, slug)
    if screen is None:
        # The form of a question that the rules no longer have may still be open.
        if session.is_outdated(request, attempt_id):
            return attempt_gone_page(request)
        raise Http404
    form = ScreenForm(screen, request.POST) if request.method == "POST" else None
    # Before anything that could fail, and before any error is shown.
    if form and (ending := _ending(request, attempt_id, form)):
        return ending
    attempt = session.load(request, attempt_id)
    if attempt is None and (screen != FIRST_SCREEN or session.is_outdated(request, attempt_id)):
        return attempt_gone_page(request)
    attempt = attempt or session.new_attempt(attempt_id)
    if attempt.reference or not path.is_open(screen, attempt.answers):
        return next_page(attempt)
    if closure := closure_of(Service.QUESTIONNAIRE):
        return _closed(request, attempt, form, closure)
    if form is None:
        if may_stop_early(attempt) and screen == path.next_screen(attempt.answers):
            return _offer_of_early_result(request, attempt, screen)
        return _screen_page(request, attempt, screen)
    if not form.is_valid():
        return _screen_page_with_errors(request, attempt, form)
    return _store_answers(request, attempt, form.cleaned_data)


def _ending(request: HttpRequest, attempt_id: str, form: ScreenForm) -> HttpResponse | None:
    """The page that an answer leads to at once, whatever else was posted; None when no answer does."""
    urgent = [choice.finding for _, choice in form.posted_choices() if choice.level is Level.URGENT]
    if urgent:
        session.delete_session(request)
        response = urgent_page(request, {finding.urgent_cause for finding in urgent if finding}, title_of(form.screen))
        deletion.remember(response, deletion.Cause.HELP)
        return response
    ending = next((asked for asked, choice in form.valid_choices() if choice.ends_questionnaire), None)
    if ending is None:
        return None
    if ending == about_you.answering_for:
        session.delete_attempt(request, attempt_id)
        with suppress(*session.DATABASE_ERRORS), transaction.atomic():
            add(DailyTotal.What.FOR_SOMEONE_ELSE, [ending.id])
        response = redirect("screening:for-someone-else", attempt_id)
        deletion.remember(response, deletion.Cause.FOR_SOMEONE_ELSE)
        return response
    session.delete_session(request)
    response = redirect("screening:under-18")
    deletion.remember(response, deletion.Cause.UNDER_18)
    return response


def _closed(request: HttpRequest, attempt: Attempt, form: ScreenForm | None, closure: Closure) -> HttpResponse:
    # Nobody begins now, but whoever has begun keeps this answer too.
    if attempt.key and form and form.is_valid():
        response = _store_answers(request, attempt, form.cleaned_data)
        if response.status_code != 302:
            return response
    return closed_page(request, closure, keeps_answers=bool(attempt.key))


def _store_answers(request: HttpRequest, attempt: Attempt, given: dict[str, object]) -> HttpResponse:
    def with_answers(stored: Attempt) -> Attempt:
        # The person sent the answers in another tab meanwhile: those stay as they are.
        if stored.reference:
            return stored
        answers = path.on_path({**stored.answers, **given})
        return replace(stored, answers=answers, ended_early=stored.ended_early and early(answers) is not None)

    try:
        response = next_page(session.update_answers(request, attempt, with_answers))
    except session.AttemptGone:
        return attempt_gone_page(request)
    deletion.forget(request, response)
    return response


def _screen_page(request: HttpRequest, attempt: Attempt, screen: Screen) -> HttpResponse:
    selected = {
        _choice_slot(question.id, choice): SELECTED
        for question in screen.questions
        for choice in _as_list(attempt.answers.get(question.id))
    }
    token = {"csrf_token": get_token(request)}
    return HttpResponse(_drawing(screen).filled(_of_person(request, attempt, screen) | token | selected))


def _screen_page_with_errors(request: HttpRequest, attempt: Attempt, form: ScreenForm) -> HttpResponse:
    context = _of_screen(form.screen) | _of_person(request, attempt, form.screen) | {"form": form}
    return render(request, "screening/question.html", context, status=422)


def _of_person(request: HttpRequest, attempt: Attempt, screen: Screen) -> dict[str, object]:
    x, y = path.progress(screen, attempt.answers)
    return {
        "action": request.path,
        "x": x,
        "y": y,
        # from the water up to the top of the small drawing
        "sun": 18 - 12 * min(x, y) // y,
        "back_url": screen_url(attempt.id, path.previous_screen(screen, attempt.answers)),
    }


def _of_screen(screen: Screen) -> dict[str, object]:
    return {
        "title": title_of(screen),
        "screen": screen,
        "begins_safety": screen == FIRST_SAFETY_SCREEN,
        "is_about_suicide": is_about_suicide(screen),
    }


# by id of the first question; drawn again when the content changes
_drawings: WeakKeyDictionary[Catalogue, dict[str, Drawing]] = WeakKeyDictionary()


def _drawing(screen: Screen) -> Drawing:
    """The page of the screen with nothing selected."""
    catalogue = current()
    drawings = _drawings.setdefault(catalogue, {})
    # whoever works on a template wants to see the change
    if screen.first.id not in drawings or settings.DEBUG:
        form = ScreenForm(screen)
        slots = {name: slot(name) for name in ("action", "x", "y", "sun", "back_url", "csrf_token")}
        context = site_of(catalogue) | _of_screen(screen) | slots | {"form": form}
        html: str = render_to_string("screening/question.html", context)
        for field in form:
            for option in field:
                tag_end = format_html(' id="{}"', option.id_for_label)
                choice_slot = slot(_choice_slot(field.name, option.data["value"]))
                html = html.replace(f"{tag_end}>", f"{tag_end}{choice_slot}>", 1)
        drawings[screen.first.id] = Drawing.of(html)
    return drawings[screen.first.id]


def _choice_slot(question_id: str, choice: object) -> str:
    return f"{question_id} {choice}"


def _as_list(answer: object) -> list[object]:
    return list(answer) if isinstance(answer, list | tuple) else [answer]


def title_of(screen: Screen) -> str:
    """The title of every page at the address of the screen. It stays in the history of the browser, so it reveals no
    answer (docs/decisions/0006)."""
    if screen.first.is_follow_up:
        return "A question about your health"
    if len(screen.questions) == 1:
        return screen.first.text
    of_section = [other for other in QUESTIONNAIRE.screens if other.section is screen.section]
    pages = [other for other in of_section if not other.first.is_follow_up]
    part = f" (page {pages.index(screen) + 1} of {len(pages)})" if len(pages) > 1 else ""
    return f"{screen.section.title}{part}"


def _offer_of_early_result(request: HttpRequest, attempt: Attempt, screen: Screen) -> HttpResponse:
    # It has no address of its own, which would reveal an answer: it is at that of the next screen.
    context = {"title": title_of(screen), "attempt_id": attempt.id, "back_url": last_screen_url(attempt)}
    return render(request, "screening/early_offer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@while_open
def stop_early(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """Takes the decision to see the early result, or to keep going."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)

    def decided(stored: Attempt) -> Attempt:
        if stored.reference or early(stored.answers) is None:
            return stored
        if request.POST.get("decision") == KEEP_GOING:
            return replace(stored, keeps_going=True, ended_early=False)
        if request.POST.get("decision") == STOP and may_stop_early(stored) and not stored.ended_early:
            add(DailyTotal.What.ENDED_EARLY, [str(last_screen_number(stored))])
            return replace(stored, ended_early=True)
        return stored

    try:
        return next_page(session.update(request, attempt, decided) if request.method == "POST" else attempt)
    except session.AttemptGone:
        return attempt_gone_page(request)
