"""The pages of the questions, one each, and the pages that need no attempt."""

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
    FIRST_QUESTION,
    FIRST_SAFETY_QUESTION,
    attempt_gone_page,
    next_page,
    question_by_slug,
    question_url,
)
from screening.journey.results import is_for_someone_else
from screening.journey.session import Attempt
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.sign_off import approval_of_live_rules
from screening.vocabulary.dispositions import Disposition
from screening.vocabulary.questions import Question


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the questionnaire is and what happens to the answers. Sets no cookie."""
    context = {"questionnaire": QUESTIONNAIRE, "approval": approval_of_live_rules()}
    return render(request, "screening/start.html", context)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All questions on one page, to read or print before starting."""
    return render(request, "screening/questions.html", {"questionnaire": QUESTIONNAIRE})


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """Begin an attempt. It is only a URL: nothing is stored before the first answer."""
    return redirect(question_url(secrets.token_urlsafe(9), FIRST_QUESTION))


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: str, slug: str) -> HttpResponse:
    asked = question_by_slug(attempt_id, slug)
    if asked is None:
        raise Http404
    form = QuestionForm(asked, request.POST) if request.method == "POST" else None
    if form and form.is_valid() and path.ends_at(asked, {asked.id: form.cleaned_data["answer"]}):
        return _end_questionnaire(request, asked, form.cleaned_data["answer"])
    attempt = session.load(request, attempt_id)
    if attempt is None and asked != FIRST_QUESTION:
        return attempt_gone_page(request)
    attempt = attempt or Attempt(attempt_id)
    if attempt.reference or not path.is_open(asked, attempt.answers):
        return next_page(attempt)
    if form is None:
        return _question_page(request, attempt, asked, QuestionForm(asked, initial=initial_for(asked, attempt.answers)))
    if not form.is_valid():
        return _question_page(request, attempt, asked, form, status=422)
    return _store_answer(request, attempt, asked, form.cleaned_data["answer"])


def _end_questionnaire(request: HttpRequest, asked: Question, answer: object) -> HttpResponse:
    """Lead to help at once, before anything that could fail. Such a screening is not stored."""
    session.delete_all_attempts(request)
    is_urgent = assess({asked.id: answer}).disposition is Disposition.URGENT_HELP_NOW
    return redirect("screening:urgent-help" if is_urgent else "screening:under-18")


def _store_answer(request: HttpRequest, attempt: Attempt, asked: Question, answer: object) -> HttpResponse:
    def with_answer(stored: Attempt) -> Attempt:
        # The person sent the answers in another tab meanwhile: those stay as they are.
        if stored.reference:
            return stored
        return replace(stored, answers=path.on_path({**stored.answers, asked.id: answer}))

    try:
        return next_page(session.update(request, attempt, with_answer))
    except session.AttemptGone:
        return attempt_gone_page(request)


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
        "back_url": _back_url(attempt, asked),
        "is_for_someone_else": asked != FIRST_QUESTION and is_for_someone_else(attempt.answers),
    }
    return render(request, "screening/question.html", context, status=status)


@require_safe
def before_safety(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """A page before the safety questions: they are personal, and nobody at the clinic watches this site."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return attempt_gone_page(request)
    if attempt.reference:
        return next_page(attempt)
    context = {
        "continue_url": question_url(attempt_id, FIRST_SAFETY_QUESTION),
        "back_url": question_url(attempt_id, path.previous_question(FIRST_SAFETY_QUESTION, attempt.answers)),
    }
    return render(request, "screening/before_safety.html", context)


@require_safe
def urgent_help(request: HttpRequest) -> HttpResponse:
    """Where to get help now. The same for everybody; needs no session and stores nothing."""
    return render(request, "screening/urgent.html", {"outcome": catalogue.current().outcomes["urgent-help-now"]})


@require_safe
def under_18(request: HttpRequest) -> HttpResponse:
    """Who can help young people. Needs no session and stores nothing."""
    return render(request, "screening/under_18.html", {"outcome": catalogue.current().outcomes["under-18"]})


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """The quick exit: delete the answers, then redirect to a harmless site."""
    session.delete_all_attempts(request)
    return redirect(settings.EXIT_URL)


def _back_url(attempt: Attempt, asked: Question) -> str:
    if asked == FIRST_SAFETY_QUESTION:
        return reverse("screening:before-safety", args=(attempt.id,))
    return question_url(attempt.id, path.previous_question(asked, attempt.answers))
