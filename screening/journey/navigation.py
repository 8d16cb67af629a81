"""Where a person goes next: the question that waits, the answers, the result, or a page that says nothing is held."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from screening import path
from screening.journey.session import Attempt
from screening.questionnaire import QUESTIONNAIRE, safety
from screening.vocabulary.questions import Question

FIRST_OF_ALL = QUESTIONNAIRE.questions[0]
FIRST_SAFETY_QUESTION = safety.SECTION.questions[0]


def onward(attempt: Attempt) -> HttpResponse:
    """To the first question that waits for an answer, to the list of answers, or to the result once it was sent."""
    if attempt.reference:
        return redirect("screening:result", attempt.id)
    waiting = path.next_question(attempt.answers)
    if waiting is None:
        return redirect("screening:check-answers", attempt.id)
    if waiting == FIRST_SAFETY_QUESTION:
        return redirect("screening:before-safety", attempt.id)
    return to_question(attempt.id, waiting)


def to_question(attempt_id: str, asked: Question) -> HttpResponse:
    return redirect(url_of(attempt_id, asked))


def url_of(attempt_id: str, asked: Question | None) -> str:
    """The address of a question; of the start when there is none."""
    if asked is None:
        return reverse("screening:start")
    return reverse("screening:question", args=(attempt_id, slug_of(attempt_id, asked)))


def slug_of(attempt_id: str, asked: Question) -> str:
    """The end of a question's address. That of a follow-up is another one in each attempt: addresses stay in the
    browser's history, and this one would tell what was ticked (docs/decisions/0006)."""
    if asked.is_follow_up:
        return f"more-{salted_hmac('screening.follow-up', f'{attempt_id}|{asked.id}').hexdigest()[:12]}"
    return asked.id.replace("_", "-")


def question_at(attempt_id: str, slug: str) -> Question | None:
    """The question with this address in this attempt."""
    return next((one for one in QUESTIONNAIRE.with_own_page if slug_of(attempt_id, one) == slug), None)


def lapsed(request: HttpRequest) -> HttpResponse:
    """This browser has no such attempt: never begun here, left, or past its time."""
    return render(request, "screening/lapsed.html", status=410)


def gone(request: HttpRequest) -> HttpResponse:
    """What this attempt sent was taken back or deleted since."""
    return render(request, "screening/gone.html", status=410)
