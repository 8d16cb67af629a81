"""What the buttons of the review page and of the queue do."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from screening.models import Note, Review, Submission
from screening.review import blind
from screening.review.forms import NoteForm, OfSubmission, ReleaseForm, ReviewForm, SecondForm
from screening.review.page import RELEASE_ANY, draw, draw_gone, draw_print, hides_result, redirect_within_list
from screening.review.queue import REVIEW, may_take, next_in_line
from screening.submissions import reviewing
from screening.submissions.reviewing import CannotReview
from staff.access_log import Action, record

VIEW = "screening.view_submission"
QUEUE = "admin:screening_submission_changelist"
REVIEW_PAGE = "admin:screening_submission_change"
CLAIM_TRIES = 20


def require(request: HttpRequest, permission: str) -> User:
    """The signed-in person. Raises PermissionDenied when they lack the permission."""
    person = request.user
    if not isinstance(person, User) or not person.has_perm(permission):
        raise PermissionDenied
    return person


def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = require(request, VIEW)
    submission = Submission.objects.select_related("assignee").filter(pk=pk).first()
    return draw(request, submission, person) if submission else draw_gone(request)


@require_safe
def print_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = require(request, VIEW)
    submission = Submission.objects.select_related("assignee").filter(pk=pk).first()
    return draw_print(request, submission, person) if submission else draw_gone(request)


@require_POST
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = require(request, REVIEW)
    submission = Submission.objects.filter(pk=pk).first()
    if submission is None:
        return draw_gone(request)
    is_blind = hides_result(request, submission, person)
    if not (may_take(submission, person, is_blind=is_blind) and submission.claim(person)):
        messages.warning(request, "Somebody else has taken this one on, or it is decided.")
    return redirect_within_list(request, REVIEW_PAGE, pk)


@require_POST
@transaction.atomic
def release(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = require(request, REVIEW)
    submission = reviewing.locked(pk)
    if submission is None:
        return draw_gone(request)
    # Only a clinical lead releases what somebody else has claimed.
    if submission.assignee != person and not person.has_perm(RELEASE_ANY):
        raise PermissionDenied
    form = ReleaseForm(submission, request.POST)
    if not form.is_valid():
        return draw(request, submission, person, release_form=form)
    if submission.release():
        messages.success(request, f"{submission} is back in the queue.")
    return redirect_within_list(request, QUEUE)


@require_POST
def claim_next(request: HttpRequest) -> HttpResponse:
    """Claims the first submission of the queue that nobody else claims at the same moment."""
    person = require(request, REVIEW)
    for submission in next_in_line(person, CLAIM_TRIES, is_blind=blind.reviews_blind(request)):
        if submission.claim(person):
            return redirect_within_list(request, REVIEW_PAGE, submission.pk)
    messages.info(request, "Nothing new is waiting.")
    return redirect_within_list(request, QUEUE)


@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = require(request, REVIEW)
    with transaction.atomic():
        submission = reviewing.locked(pk)
        if submission is None:
            return draw_gone(request, request.POST.get("review-note", ""))
        is_blind = hides_result(request, submission, person)
        form = ReviewForm(submission, request.POST, hides_decisions=is_blind)
        if not form.is_valid():
            return _repeated(request, form, person) or draw(request, submission, person, form=form)
        try:
            review = reviewing.record_review(pk, person, is_blind=is_blind, **form.decision)
        except CannotReview as error:
            form.add_error(None, str(error))
            return draw(request, submission, person, form=form)
        record(person, Action.REVIEWED, submission.reference)
    return _after_review(request, submission, review)


@require_POST
def second(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = require(request, REVIEW)
    with transaction.atomic():
        submission = reviewing.locked(pk)
        if submission is None:
            return draw_gone(request, request.POST.get("second-note", ""))
        hides_decisions = hides_result(request, submission, person)
        form = SecondForm(submission, request.POST, hides_decisions=hides_decisions)
        if not form.is_valid():
            return _repeated(request, form, person) or draw(request, submission, person, second_form=form)
        proposal = reviewing.proposal_for(submission)
        try:
            review = reviewing.second(pk, proposal.pk if proposal else None, person, note=form.cleaned_data["note"])
        except CannotReview as error:
            form.add_error(None, str(error))
            return draw(request, submission, person, second_form=form)
        record(person, Action.REVIEWED, submission.reference)
    return _after_review(request, submission, review)


@require_POST
def write_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = require(request, REVIEW)
    with transaction.atomic():
        submission = reviewing.locked(pk)
        if submission is None:
            return draw_gone(request, request.POST.get("note-text", ""))
        form = NoteForm(submission, request.POST, hides_decisions=hides_result(request, submission, person))
        if not form.is_valid():
            return _repeated(request, form, person) or draw(request, submission, person, note_form=form)
        Note.write(person, form.cleaned_data["text"], submission=submission)
        record(person, Action.WROTE_NOTE, submission.reference)
    messages.success(request, "Your note is stored. Nothing is decided by it.")
    return redirect_within_list(request, REVIEW_PAGE, pk)


@require_POST
def review_blind(request: HttpRequest) -> HttpResponse:
    require(request, REVIEW)
    blind.set_blind(request, request.POST.get("blind") == "on")
    return redirect(QUEUE)


def _after_review(request: HttpRequest, submission: Submission, review: Review) -> HttpResponse:
    _say_what_is_recorded(request, submission, review)
    if "and_next" in request.POST:
        return claim_next(request)
    return redirect_within_list(request, REVIEW_PAGE, submission.pk)


def _repeated(request: HttpRequest, form: OfSubmission, person: User) -> HttpResponse | None:
    """Where the second click of a double click leads. None if it is none."""
    stored = form.repeated(person)
    if stored is None:
        return None
    if isinstance(stored, Review):
        _say_what_is_recorded(request, form.submission, stored)
    if "and_next" in request.POST:
        # The first click has taken the next one on.
        return redirect(f"{reverse(QUEUE)}?assignee=me")
    return redirect_within_list(request, REVIEW_PAGE, form.submission.pk)


def _say_what_is_recorded(request: HttpRequest, submission: Submission, review: Review) -> None:
    if review.awaits_second:
        text = f"Recorded. It is milder than what counted for {submission}, so another clinician has to agree first."
    else:
        text = f"Recorded: {submission} is decided. {review.outcome}."
    messages.success(request, text)
