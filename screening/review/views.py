"""The review page of a submission, and what its buttons do.

Who reviews blind sees neither the screening's disposition nor other reviews before they decide.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Protocol
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
from screening.record import RecordedFinding
from screening.review import blind
from screening.review.forms import ReviewForm, SecondForm
from screening.review.queue import REVIEW, next_new
from screening.review.rule_changes import RuleChanges
from screening.submissions import reviewing
from screening.submissions.reviewing import CannotReview
from screening.submissions.states import State
from screening.vocabulary.dispositions import Disposition, Level
from screening.vocabulary.questionnaires import Questionnaire
from staff.access_log import Action, record
from vault.seal import CannotUnseal

VIEW, RELEASE_ANY = "screening.view_submission", "screening.add_signoff"
QUEUE = "admin:screening_submission_changelist"
REVIEW_PAGE = "admin:screening_submission_change"
WITHDRAWN = "There is no such submission. Its person may have withdrawn it."
CLAIM_TRIES = 20


class SubmissionView(Protocol):
    def __call__(self, request: HttpRequest, submission: Submission, person: User) -> HttpResponse: ...


def for_reviewers(view: SubmissionView) -> Callable[..., HttpResponse]:
    """Passes `view` only POST requests, by a reviewer, for a submission that exists."""

    @require_POST
    @wraps(view)
    def checked(request: HttpRequest, pk: UUID) -> HttpResponse:
        person = require(request, REVIEW)
        return view(request, submission_or_404(pk), person)

    return checked


def require(request: HttpRequest, permission: str) -> User:
    """The signed-in person. Raises PermissionDenied when they lack the permission."""
    person = request.user
    if not isinstance(person, User) or not person.has_perm(permission):
        raise PermissionDenied
    return person


def submission_or_404(pk: UUID) -> Submission:
    submission = Submission.objects.select_related("assignee").filter(pk=pk).first()
    if submission is None:
        raise Http404(WITHDRAWN)
    return submission


def show(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = require(request, VIEW)
    return _review_page(request, submission_or_404(pk), person)


@for_reviewers
def claim(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    if not submission.claim(person):
        messages.warning(request, "Somebody else has taken this one on, or it is decided.")
    return redirect(REVIEW_PAGE, submission.pk)


@for_reviewers
def release(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    # Only a clinical lead releases what somebody else has claimed.
    if submission.assignee != person and not person.has_perm(RELEASE_ANY):
        raise PermissionDenied
    if submission.release():
        messages.success(request, f"{submission} is back in the queue.")
    return redirect(QUEUE)


@require_POST
def claim_next(request: HttpRequest) -> HttpResponse:
    """Claims the first submission of the queue that nobody else claims at the same moment."""
    person = require(request, REVIEW)
    for submission in next_new(CLAIM_TRIES):
        if submission.claim(person):
            return redirect(REVIEW_PAGE, submission.pk)
    messages.info(request, "Nothing new is waiting.")
    return redirect(QUEUE)


@for_reviewers
def decide(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    form = ReviewForm(submission, request.POST)
    if not form.is_valid():
        return _review_page(request, submission, person, form=form)
    is_blind = _hides_result(request, submission, person)
    try:
        with transaction.atomic():
            review = reviewing.record_review(submission.pk, person, is_blind=is_blind, **form.cleaned_data)
            record(person, Action.REVIEWED, submission.reference)
    except CannotReview as error:
        form.add_error(None, str(error))
        return _review_page(request, submission, person, form=form)
    except Submission.DoesNotExist:
        raise Http404(WITHDRAWN) from None
    return _after_review(request, submission, review)


@for_reviewers
def second(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    form = SecondForm(request.POST)
    if not form.is_valid():
        return _review_page(request, submission, person, second_form=form)
    proposal_id, note = form.cleaned_data["proposal"], form.cleaned_data["note"]
    try:
        with transaction.atomic():
            review = reviewing.second(submission.pk, proposal_id, person, note=note)
            record(person, Action.REVIEWED, submission.reference)
    except CannotReview as error:
        form.add_error(None, str(error))
        return _review_page(request, submission, person, second_form=form)
    except Submission.DoesNotExist:
        raise Http404(WITHDRAWN) from None
    return _after_review(request, submission, review)


@require_POST
def review_blind(request: HttpRequest) -> HttpResponse:
    require(request, REVIEW)
    blind.set_blind(request, request.POST.get("blind") == "on")
    return redirect(QUEUE)


def _after_review(request: HttpRequest, submission: Submission, review: Review) -> HttpResponse:
    if review.awaits_second:
        text = f"Recorded. It is milder than what counted for {submission}, so another clinician has to agree first."
        messages.success(request, text)
    else:
        messages.success(request, f"Recorded: {submission} is decided. {review.get_disposition_display()}.")
    if "and_next" in request.POST:
        return claim_next(request)
    return redirect(REVIEW_PAGE, submission.pk)


def _hides_result(request: HttpRequest, submission: Submission, person: User) -> bool:
    return blind.reviews_blind(request) and not submission.reviews.filter(author=person).exists()


def _review_page(
    request: HttpRequest,
    submission: Submission,
    person: User,
    *,
    form: ReviewForm | None = None,
    second_form: SecondForm | None = None,
) -> HttpResponse:
    # First the log entry: a page that cannot be logged is not shown.
    record(person, Action.SAW_ANSWERS, submission.reference)
    is_hidden = _hides_result(request, submission, person)
    proposal = None if is_hidden else reviewing.proposal_for(submission)
    context = {
        **admin.site.each_context(request),
        "title": f"Submission {submission}",
        "opts": Submission._meta,
        "submission": submission,
        "is_hidden": is_hidden,
        "comes_first": submission.comes_first,
        "is_decided": submission.state == State.CLOSED,
        "proposal": proposal,
        "decision": None if is_hidden else reviewing.decision_in_force(submission),
        "form": form or ReviewForm(submission),
        "second_form": second_form or SecondForm(initial={"proposal": proposal and proposal.pk}),
        "may_review": person.has_perm(REVIEW),
        "may_second": proposal is not None and proposal.author != person,
        "may_release": submission.assignee == person or person.has_perm(RELEASE_ANY),
        "may_delete": person.has_perm("screening.delete_submission"),
        **_record_context(submission, is_hidden),
    }
    status = 422 if (form and form.errors) or (second_form and second_form.errors) else 200
    return TemplateResponse(request, "admin/screening/submission/review.html", context, status=status)


def _record_context(submission: Submission, is_hidden: bool) -> dict[str, object]:
    has_live_rules = submission.ruleset_fingerprint == QUESTIONNAIRE.fingerprint
    context: dict[str, object] = {"has_live_rules": has_live_rules, "live_version": QUESTIONNAIRE.version}
    try:
        stored = submission.record
        reviews = [] if is_hidden else [(review, review.note) for review in submission.reviews.all()]
    except CannotUnseal as error:
        return context | {"cannot_unseal": error}
    findings = [] if is_hidden else [FindingRow.of(finding, submission.rules) for finding in stored.findings]
    is_compared = not (has_live_rules or is_hidden)
    changes = RuleChanges.of(stored, Disposition(submission.disposition)) if is_compared else None
    return context | {"record": stored, "findings": findings, "reviews": reviews, "rule_changes": changes}


@dataclass(frozen=True)
class FindingRow:
    """A finding as recorded, with the sources that the rules of then name for its question."""

    topic: str
    level: Level
    words: str
    sources: tuple[Source, ...]

    @classmethod
    def of(cls, finding: RecordedFinding, rules: Questionnaire | None) -> "FindingRow":
        known = catalogue.current().sources
        question = (rules or QUESTIONNAIRE).by_id.get(finding.question)
        sources = tuple(known[source] for source in question.sources if source in known) if question else ()
        return cls(finding.topic, finding.level, finding.words, sources)
