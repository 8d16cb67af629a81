"""The questions as pages: one each, POST then redirect; and the pages that need no attempt."""

import secrets
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pages import catalogue
from screening import path
from screening.assessment import assess
from screening.journey import session
from screening.journey.forms import QuestionForm, initial_for
from screening.journey.navigation import (
    FIRST_OF_ALL,
    FIRST_SAFETY_QUESTION,
    lapsed,
    onward,
    question_at,
    to_question,
    url_of,
)
from screening.journey.results import is_for_someone_else
from screening.journey.session import Attempt
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.sign_off import approval_of_live_rules
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questions import Question


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the questionnaire is, what it is not, and what happens to the answers. Sets no cookie."""
    context = {"questionnaire": QUESTIONNAIRE, "approval": approval_of_live_rules()}
    return render(request, "screening/start.html", context)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Every question at once, to read or print before starting."""
    return render(request, "screening/questions.html", {"questionnaire": QUESTIONNAIRE})


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """A fresh attempt has an address and nothing else; something is held only once a first answer is given."""
    return to_question(secrets.token_urlsafe(9), FIRST_OF_ALL)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: str, slug: str) -> HttpResponse:
    """One question: show it, or take its answer and go on."""
    asked = question_at(attempt_id, slug)
    if asked is None:
        raise Http404
    form = QuestionForm(asked, request.POST) if request.method == "POST" else None
    if form and form.is_valid() and path.ends_at(asked, {asked.id: form.cleaned_data["answer"]}):
        return _end(request, asked, form.cleaned_data["answer"])
    attempt = session.load(request, attempt_id)
    if attempt is None and asked != FIRST_OF_ALL:
        return lapsed(request)
    attempt = attempt or Attempt(attempt_id)
    if attempt.reference or not path.is_open(asked, attempt.answers):
        return onward(attempt)
    if form is None:
        return _question_page(request, attempt, asked, QuestionForm(asked, initial=initial_for(asked, attempt.answers)))
    if not form.is_valid():
        return _question_page(request, attempt, asked, form, status=422)
    return _take_answer(request, attempt, asked, form.cleaned_data["answer"])


def _end(request: HttpRequest, asked: Question, answer: object) -> HttpResponse:
    """Help at once, before anything that could fail or object; nothing of such a screening is held."""
    session.forget_all(request)
    urgent = assess({asked.id: answer}).disposition is Disposition.URGENT_HELP_NOW
    return redirect("screening:urgent-help" if urgent else "screening:under-18")


def _take_answer(request: HttpRequest, attempt: Attempt, asked: Question, answer: object) -> HttpResponse:
    def answered(now: Attempt) -> Attempt:
        if now.reference:  # sent meanwhile, in another tab: what was sent stays
            return now
        return replace(now, answers=path.on_path({**now.answers, asked.id: answer}))

    try:
        return onward(session.update(request, attempt, answered))
    except session.Left:
        return lapsed(request)


def _question_page(
    request: HttpRequest, attempt: Attempt, asked: Question, form: QuestionForm, status: int = 200
) -> HttpResponse:
    x, y = path.progress(asked, attempt.answers)
    context = {
        "question": asked,
        "section": QUESTIONNAIRE.section_of(asked),
        "form": form,
        "x": x,
        "y": y,
        "back_url": _back_from(attempt, asked),
        "is_for_someone_else": asked != FIRST_OF_ALL and is_for_someone_else(attempt.answers),
    }
    return render(request, "screening/question.html", context, status=status)


@require_safe
def before_safety(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """A pause before the safety questions: they are personal, and this site is not watched."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return lapsed(request)
    if attempt.reference:
        return onward(attempt)
    context = {
        "continue_url": url_of(attempt_id, FIRST_SAFETY_QUESTION),
        "back_url": url_of(attempt_id, path.previous_question(FIRST_SAFETY_QUESTION, attempt.answers)),
    }
    return render(request, "screening/before_safety.html", context)


@require_safe
def urgent_help(request: HttpRequest) -> HttpResponse:
    """Where to get help this minute. Needs no session and holds nothing; says the same to everybody."""
    return render(request, "screening/urgent.html", {"outcome": catalogue.current().outcomes["urgent-help-now"]})


@require_safe
def under_18(request: HttpRequest) -> HttpResponse:
    """For young people: who can help them. Needs no session and holds nothing."""
    return render(request, "screening/under_18.html", {"outcome": catalogue.current().outcomes["under-18"]})


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """Exit this page: empty the session first, then go somewhere dull."""
    session.forget_all(request)
    return redirect(settings.EXIT_URL)


def _back_from(attempt: Attempt, asked: Question) -> str:
    if asked == FIRST_SAFETY_QUESTION:
        return reverse("screening:before-safety", args=(attempt.id,))
    return url_of(attempt.id, path.previous_question(asked, attempt.answers))
