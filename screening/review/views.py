"""One screen to review a submission: what was answered, what the screening made of it, what clinicians say.

Whoever reviews blind is not shown what the screening made of it, nor what others say, before they have decided.
"""

from dataclasses import dataclass
from functools import wraps
from typing import Any, Protocol
from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from pages import catalogue
from pages.schema.references import Source
from screening.models import Review, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.review import blind
from screening.review.forms import ReviewForm, SecondForm
from screening.review.rule_changes import RulesSince
from screening.submissions import reviewing
from screening.submissions.reviewing import CannotReview
from screening.submissions.states import State
from staff.access_log import Action, record
from vault.seal import CannotUnseal

VIEW, REVIEW, RELEASE_ANY = "screening.view_submission", "screening.review_submission", "screening.add_signoff"
QUEUE = "admin:screening_submission_changelist"
SCREEN = "admin:screening_submission_change"
TAKEN_BACK = "There is no such submission. Its person may have taken it back."


class DeskView(Protocol):
    def __call__(self, request: HttpRequest, submission: Submission, person: User) -> HttpResponse: ...


def for_reviewers(view: DeskView) -> Any:
    """A view that changes something about a submission: by POST, by a reviewer, of a submission that is still there."""

    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, pk: UUID) -> HttpResponse:
        person = require(request, REVIEW)
        return view(request, submission_or_404(pk), person)

    return checked


def require(request: HttpRequest, permission: str) -> User:
    """The person who asks, if they have the permission. Raises PermissionDenied."""
    person = request.user
    if not isinstance(person, User) or not person.has_perm(permission):
        raise PermissionDenied
    return person


def submission_or_404(pk: UUID) -> Submission:
    submission = Submission.objects.select_related("assignee").filter(pk=pk).first()
    if submission is None:
        raise Http404(TAKEN_BACK)
    return submission


def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The screen to read, and to decide on. Every look at the answers is written down first."""
    person = require(request, VIEW)
    return _screen(request, submission_or_404(pk), person)


@for_reviewers
def claim(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    """Take it on."""
    if not submission.claim(person):
        messages.warning(request, "Somebody else has taken this one on, or it is decided.")
    return redirect(SCREEN, submission.pk)


@for_reviewers
def release(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    """Give it back to the queue; somebody else's only by a clinical lead."""
    if submission.assignee != person and not person.has_perm(RELEASE_ANY):
        raise PermissionDenied
    if submission.release():
        messages.success(request, f"{submission} is back in the queue.")
    return redirect(QUEUE)


@require_POST
def claim_next(request: HttpRequest) -> HttpResponse:
    """Take on the one that waits at the top of the queue, whoever else is asking for it this moment."""
    person = require(request, REVIEW)
    for submission in Submission.objects.filter(state=State.NEW).order_by("queue_rank", "received_at", "id")[:20]:
        if submission.claim(person):
            return redirect(SCREEN, submission.pk)
    messages.info(request, "Nothing new is waiting.")
    return redirect(QUEUE)


@for_reviewers
def decide(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    """Record the reviewer's own disposition."""
    form = ReviewForm(submission.disposition, request.POST)
    if not form.is_valid():
        return _screen(request, submission, person, form=form)
    is_blind = _hides_result(request, submission, person)
    try:
        with transaction.atomic():
            done = reviewing.record_review(submission.pk, person, is_blind=is_blind, **form.cleaned_data)
            record(person, Action.REVIEWED, submission.reference)
    except CannotReview as error:
        form.add_error(None, str(error))
        return _screen(request, submission, person, form=form)
    except Submission.DoesNotExist:
        raise Http404(TAKEN_BACK) from None
    return _told(request, submission, done)


@for_reviewers
def second(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    """Agree to another clinician's loosening."""
    form = SecondForm(request.POST)
    if not form.is_valid():
        return _screen(request, submission, person, second_form=form)
    try:
        with transaction.atomic():
            done = reviewing.second(
                submission.pk, form.cleaned_data["proposal"], person, note=form.cleaned_data["note"]
            )
            record(person, Action.REVIEWED, submission.reference)
    except CannotReview as error:
        form.add_error(None, str(error))
        return _screen(request, submission, person, second_form=form)
    except Submission.DoesNotExist:
        raise Http404(TAKEN_BACK) from None
    return _told(request, submission, done)


@require_POST
def review_blind(request: HttpRequest) -> HttpResponse:
    """Switch blind review on or off, for this sign-in."""
    require(request, REVIEW)
    blind.set_blind(request, request.POST.get("blind") == "on")
    return redirect(QUEUE)


def _told(request: HttpRequest, submission: Submission, done: Review) -> HttpResponse:
    if done.awaits_second:
        messages.success(request, f"Recorded. It loosens {submission}, so another clinician has to second it.")
    else:
        messages.success(request, f"Recorded: {submission} is decided. {done.get_disposition_display()}.")
    if "and_next" in request.POST:
        return claim_next(request)
    return redirect(SCREEN, submission.pk)


def _hides_result(request: HttpRequest, submission: Submission, person: User) -> bool:
    return blind.reviews_blind(request) and not submission.reviews.filter(author=person).exists()


def _screen(
    request: HttpRequest,
    submission: Submission,
    person: User,
    *,
    form: ReviewForm | None = None,
    second_form: SecondForm | None = None,
) -> HttpResponse:
    record(person, Action.SAW_ANSWERS, submission.reference)
    is_hidden = _hides_result(request, submission, person)
    proposal = None if is_hidden else reviewing.proposal_for(submission)
    context = {
        **admin.site.each_context(request),
        "title": f"Submission {submission}",
        "opts": Submission._meta,
        "submission": submission,
        "is_hidden": is_hidden,
        "is_decided": submission.state == State.CLOSED,
        "proposal": proposal,
        "form": form or ReviewForm(submission.disposition),
        "second_form": second_form or SecondForm(initial={"proposal": proposal and proposal.pk}),
        "may_review": person.has_perm(REVIEW),
        "may_second": proposal is not None and proposal.author != person,
        "may_release": submission.assignee == person or person.has_perm(RELEASE_ANY),
        "may_delete": person.has_perm("screening.delete_submission"),
        "is_mine": submission.assignee == person,
        **_read(submission, is_hidden),
    }
    status = 422 if (form and form.errors) or (second_form and second_form.errors) else 200
    return TemplateResponse(request, "admin/screening/submission/review.html", context, status=status)


def _read(submission: Submission, is_hidden: bool) -> dict[str, object]:
    """What the record says; or, where its data key is lost, that it cannot be read."""
    try:
        kept = submission.record
        reviews = [] if is_hidden else [(one, one.note) for one in submission.reviews.all()]
        is_of_today = submission.ruleset_fingerprint == QUESTIONNAIRE.fingerprint
        since = None if is_of_today or is_hidden else RulesSince.of(kept, submission.answers)
    except CannotUnseal as error:
        return {"cannot_unseal": error}
    findings = [] if is_hidden else [FindingRow.of(row) for row in kept["findings"]]
    return {"record": kept, "findings": findings, "reviews": reviews, "since": since}


@dataclass(frozen=True)
class FindingRow:
    """A finding as recorded, with the sources that today's rules name for its question."""

    topic: str
    level: str
    words: str
    sources: tuple[Source, ...]

    @property
    def level_in_words(self) -> str:
        return self.level.replace("_", " ")

    @classmethod
    def of(cls, row: dict[str, Any]) -> "FindingRow":
        known = catalogue.current().sources
        question = QUESTIONNAIRE.by_id.get(row["question"])
        sources = tuple(known[source] for source in question.sources if source in known) if question else ()
        return cls(row["topic"], row["level"], row["words"], sources)
