"""Where a person goes next, the addresses of screens, and the pages for what is gone, or closed for now."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac

from screening import path
from screening.assessment import Assessment
from screening.early_result import early
from screening.journey import deletion, session
from screening.journey.session import Attempt
from screening.questionnaire import QUESTIONNAIRE, safety
from screening.submissions.closures import Closure, Service, closure_of
from screening.vocabulary.questionnaires import Screen
from screening.vocabulary.questions import Question

View = Callable[[HttpRequest, str], HttpResponse]

FIRST_SCREEN = QUESTIONNAIRE.screens[0]
FIRST_SAFETY_SCREEN = QUESTIONNAIRE.screen_of(safety.SECTION.questions[0])
FOLLOW_UPS = [screen for screen in QUESTIONNAIRE.screens if screen.first.is_follow_up]
SCREEN_BY_SLUG = {
    screen.first.id.replace("_", "-"): screen for screen in QUESTIONNAIRE.screens if not screen.first.is_follow_up
}


def next_page(attempt: Attempt) -> HttpResponse:
    """Redirects to the next open screen, to the list of answers, or, once there is a result to show, to the result."""
    if attempt.reference or early_assessment(attempt):
        return redirect("screening:result", attempt.id)
    screen = path.next_screen(attempt.answers)
    return redirect(
        screen_url(attempt.id, screen) if screen else reverse("screening:check-answers", args=(attempt.id,))
    )


def may_stop_early(attempt: Attempt) -> bool:
    """Whether the early result is due, and the person has not chosen to keep going."""
    return not (attempt.reference or attempt.keeps_going) and early(attempt.answers) is not None


def early_assessment(attempt: Attempt) -> Assessment | None:
    """The early result, if the person asked for it and no answer was changed in a way that makes it undue."""
    return early(attempt.answers) if attempt.ended_early and not attempt.reference else None


def last_screen_number(attempt: Attempt) -> int:
    """The number of the last screen with answers, as "Screen 9 of about 21" counts it; 0 when there is none."""
    answered = [screen for screen in path.screens(attempt.answers) if screen.first.id in attempt.answers]
    return path.progress(answered[-1], attempt.answers)[0] if answered else 0


def last_screen_url(attempt: Attempt) -> str:
    """The address of the screen before the next open one, for the link back."""
    screen = path.next_screen(attempt.answers)
    before = path.previous_screen(screen, attempt.answers) if screen else path.screens(attempt.answers)[-1]
    return screen_url(attempt.id, before)


def screen_url(attempt_id: str, screen: Screen | None) -> str:
    """The URL of the screen; of the start page when there is none."""
    if screen is None:
        return reverse("screening:start")
    return reverse("screening:question", args=(attempt_id, screen_slug(attempt_id, screen)))


def question_url(attempt_id: str, question: Question) -> str:
    """The URL of the place on its screen where the question is asked."""
    return f"{screen_url(attempt_id, QUESTIONNAIRE.screen_of(question))}#{question.id}"


def screen_slug(attempt_id: str, screen: Screen) -> str:
    question = screen.first
    # URLs stay in the browser's history, and that of a follow-up would reveal an answer: it is different in each
    # attempt (docs/decisions/0006).
    if question.is_follow_up:
        return f"more-{salted_hmac('screening.follow-up', f'{attempt_id}|{question.id}').hexdigest()[:12]}"
    return question.id.replace("_", "-")


def screen_by_slug(attempt_id: str, slug: str) -> Screen | None:
    if screen := SCREEN_BY_SLUG.get(slug):
        return screen
    return next((screen for screen in FOLLOW_UPS if screen_slug(attempt_id, screen) == slug), None)


def attempt_gone_page(request: HttpRequest) -> HttpResponse:
    """This browser has no such attempt: it never began, was left, expired, or was begun under other rules.

    Says why the answers were deleted, once.
    """
    attempt_id = request.resolver_match.kwargs["attempt_id"] if request.resolver_match else ""
    why = "rules" if session.is_outdated(request, attempt_id) else deletion.cause_of(request)
    response = render(request, "screening/attempt_gone.html", {"why": why}, status=410)
    if request.method != "HEAD":
        deletion.forget(request, response)
    return response


def submission_gone_page(request: HttpRequest) -> HttpResponse:
    """What this attempt sent was withdrawn or deleted since."""
    return render(request, "screening/submission_gone.html", status=410)


def closed_page(
    request: HttpRequest, closure: Closure, back_url: str = "", *, keeps_answers: bool = False
) -> HttpResponse:
    """`keeps_answers`: the answers in this browser that were not sent are still there."""
    context = {"closure": closure, "back_url": back_url, "keeps_answers": keeps_answers, "path": request.path}
    status = 409 if request.method == "POST" else 200
    return render(request, "screening/closed.html", context, status=status)


def while_open(view: View) -> View:
    """While the questionnaire is closed, show only what was sent before: the rules may be why it is closed."""

    @wraps(view)
    def checked(request: HttpRequest, attempt_id: str) -> HttpResponse:
        closure = closure_of(Service.QUESTIONNAIRE)
        attempt = session.load(request, attempt_id) if closure else None
        if closure is None or attempt is None or attempt.reference:
            return view(request, attempt_id)
        return closed_page(request, closure, keeps_answers=bool(attempt.answers))

    return checked
