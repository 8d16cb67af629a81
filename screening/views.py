"""The journey as pages: one question each, POST then redirect, and at the end what the answers mean."""

import secrets
from dataclasses import replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pages import catalogue
from screening import journey, session
from screening.assessment import Assessment, assess
from screening.dispositions import Disposition
from screening.forms import ConsentForm, QuestionForm, initial_for
from screening.models import AlreadySentOtherwise, Consent, Submission
from screening.questionnaire import QUESTIONNAIRE, safety
from screening.questions import Question
from screening.results import Result, answers_by_section
from screening.session import Attempt

FIRST_OF_ALL = QUESTIONNAIRE.questions[0]
FIRST_SAFETY_QUESTION = safety.SECTION.questions[0]


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What the questionnaire is, what it is not, and what happens to the answers. Sets no cookie."""
    context = {"questionnaire": QUESTIONNAIRE, "decisions_awaiting": len(QUESTIONNAIRE.decisions)}
    return render(request, "screening/start.html", context)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Every question at once, to read or print before starting."""
    return render(request, "screening/questions.html", {"questionnaire": QUESTIONNAIRE})


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """A fresh attempt has an address and nothing else; something is held only once a first answer is given."""
    return _to_question(secrets.token_urlsafe(9), FIRST_OF_ALL)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, attempt_id: str, slug: str) -> HttpResponse:
    """One question: show it, or take its answer and go on."""
    asked = QUESTIONNAIRE.by_slug.get(slug)
    if asked is None:
        raise Http404
    form = QuestionForm(asked, request.POST) if request.method == "POST" else None
    if form and form.is_valid() and journey.ends_at(asked, {asked.id: form.cleaned_data["answer"]}):
        return _end(request, asked, form.cleaned_data["answer"])
    attempt = session.load(request, attempt_id)
    if attempt is None and asked != FIRST_OF_ALL:
        return _lapsed(request)
    attempt = attempt or Attempt(attempt_id)
    if attempt.reference:
        return redirect("screening:result", attempt_id)
    if not journey.is_open(asked, attempt.answers):
        return _onward(attempt)
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
        return replace(now, answers=journey.on_path({**now.answers, asked.id: answer}))

    try:
        return _onward(session.update(request, attempt, answered))
    except session.Left:
        return _lapsed(request)


def _question_page(
    request: HttpRequest, attempt: Attempt, asked: Question, form: QuestionForm, status: int = 200
) -> HttpResponse:
    x, y = journey.progress(asked, attempt.answers)
    context = {
        "question": asked,
        "section": QUESTIONNAIRE.section_of(asked),
        "form": form,
        "x": x,
        "y": y,
        "back_url": _back_from(attempt, asked),
        "is_first": asked == FIRST_OF_ALL,
        "exit_url": settings.EXIT_URL,
    }
    return render(request, "screening/question.html", context, status=status)


@require_safe
def before_safety(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """A pause before the safety questions: they are personal, and this site is not watched."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return _lapsed(request)
    context = {
        "continue_url": reverse("screening:question", args=(attempt_id, FIRST_SAFETY_QUESTION.slug)),
        "back_url": _question_url(attempt_id, journey.previous_question(FIRST_SAFETY_QUESTION, attempt.answers)),
        "exit_url": settings.EXIT_URL,
    }
    return render(request, "screening/before_safety.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def check_answers(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """All answers with a way to change each; then see the result, or send the answers and see it."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return _lapsed(request)
    if attempt.reference:
        return redirect("screening:result", attempt_id)
    if journey.next_question(attempt.answers):
        return _onward(attempt)
    consent_text = render_to_string("screening/consent.html", {"clinic": catalogue.current().clinic})
    form = ConsentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _send(request, attempt, Consent.to_text(consent_text))
    context = {
        "attempt_id": attempt_id,
        "sections": answers_by_section(attempt),
        "form": form,
        "consent_text": consent_text,
        "back_url": _question_url(attempt_id, journey.path(attempt.answers)[-1]),
        "exit_url": settings.EXIT_URL,
    }
    return render(request, "screening/check_answers.html", context, status=422 if form.errors else 200)


def _send(request: HttpRequest, attempt: Attempt, consent: Consent) -> HttpResponse:
    def sent(now: Attempt) -> Attempt:
        if now.reference or now.answers != attempt.answers:  # in another tab: sent, or changed since it was read here
            return now
        return replace(now, reference=Submission.send(now.key, now.answers, assess(now.answers), consent).reference)

    try:
        now = session.update(request, attempt, sent)
    except session.Left:
        return _lapsed(request)
    except AlreadySentOtherwise:
        return render(request, "screening/already_sent.html", status=409)
    return redirect("screening:result" if now.reference else "screening:check-answers", attempt.id)


@require_safe
def result(request: HttpRequest, attempt_id: str) -> HttpResponse:
    """What the answers mean and why, worked out afresh; with the reference when they were sent."""
    attempt = session.load(request, attempt_id)
    if attempt is None:
        return _lapsed(request)
    assessment = assess(attempt.answers)
    if assessment.disposition is Disposition.INCOMPLETE:
        return _onward(attempt)
    return render(request, "screening/result.html", _result_context(attempt, assessment))


def _result_context(attempt: Attempt, assessment: Assessment) -> dict[str, object]:
    return {
        "attempt_id": attempt.id,
        "result": Result.of(attempt, assessment),
        "outcome": catalogue.current().outcomes[assessment.disposition.value],
        "ruleset": QUESTIONNAIRE,
        "reference": attempt.reference,
        "check_url": reverse("screening:check-answers", args=(attempt.id,)),
        "exit_url": settings.EXIT_URL,
    }


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


def _onward(attempt: Attempt) -> HttpResponse:
    waiting = journey.next_question(attempt.answers)
    if waiting is None:
        return redirect("screening:check-answers", attempt.id)
    if waiting == FIRST_SAFETY_QUESTION:
        return redirect("screening:before-safety", attempt.id)
    return _to_question(attempt.id, waiting)


def _back_from(attempt: Attempt, asked: Question) -> str:
    if asked == FIRST_SAFETY_QUESTION:
        return reverse("screening:before-safety", args=(attempt.id,))
    return _question_url(attempt.id, journey.previous_question(asked, attempt.answers))


def _question_url(attempt_id: str, asked: Question | None) -> str:
    if asked is None:
        return reverse("screening:start")
    return reverse("screening:question", args=(attempt_id, asked.slug))


def _to_question(attempt_id: str, asked: Question) -> HttpResponse:
    return redirect("screening:question", attempt_id, asked.slug)


def _lapsed(request: HttpRequest) -> HttpResponse:
    return render(request, "screening/lapsed.html", status=410)
