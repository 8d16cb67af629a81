"""Where a person goes next, the addresses of questions, and the pages for an attempt or submission that is gone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from screening import path
from screening.journey.session import Attempt
from screening.questionnaire import QUESTIONNAIRE, safety
from screening.vocabulary.questions import Question

FIRST_QUESTION = QUESTIONNAIRE.questions[0]
FIRST_SAFETY_QUESTION = safety.SECTION.questions[0]


def next_page(attempt: Attempt) -> HttpResponse:
    """Redirects to the first unanswered question, to the list of answers, or, once they were sent, to the result."""
    if attempt.reference:
        return redirect("screening:result", attempt.id)
    question = path.next_question(attempt.answers)
    if question is None:
        return redirect("screening:check-answers", attempt.id)
    if question == FIRST_SAFETY_QUESTION:
        return redirect("screening:before-safety", attempt.id)
    return redirect(question_url(attempt.id, question))


def question_url(attempt_id: str, question: Question | None) -> str:
    """The URL of the question; of the start page when there is none."""
    if question is None:
        return reverse("screening:start")
    return reverse("screening:question", args=(attempt_id, question_slug(attempt_id, question)))


def question_slug(attempt_id: str, question: Question) -> str:
    # URLs stay in the browser's history, and that of a follow-up would reveal an answer: it is different in each
    # attempt (docs/decisions/0006).
    if question.is_follow_up:
        return f"more-{salted_hmac('screening.follow-up', f'{attempt_id}|{question.id}').hexdigest()[:12]}"
    return question.id.replace("_", "-")


def question_by_slug(attempt_id: str, slug: str) -> Question | None:
    questions = QUESTIONNAIRE.with_own_page
    return next((question for question in questions if question_slug(attempt_id, question) == slug), None)


def attempt_gone_page(request: HttpRequest) -> HttpResponse:
    """This browser has no such attempt: it never began, was left, or expired."""
    return render(request, "screening/attempt_gone.html", status=410)


def submission_gone_page(request: HttpRequest) -> HttpResponse:
    """What this attempt sent was withdrawn or deleted since."""
    return render(request, "screening/submission_gone.html", status=410)
