"""Draws the review page of a submission, and the page in its place when the submission is gone.

Who reviews blind sees neither the screening's disposition nor other reviews before they decide.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from pages import catalogue
from pages.schema.references import Source
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.record import RecordedFinding
from screening.review import blind
from screening.review.forms import ReleaseForm, ReviewForm, SecondForm
from screening.review.queue import REVIEW
from screening.review.rule_changes import RuleChanges
from screening.submissions import reviewing
from screening.submissions.faults import are_seen, digest_of, faults_of
from screening.submissions.states import State
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from staff.access_log import Action, record
from vault.seal import CannotUnseal

RELEASE_ANY = "screening.add_signoff"


def draw(
    request: HttpRequest,
    submission: Submission,
    person: User,
    *,
    form: ReviewForm | None = None,
    second_form: SecondForm | None = None,
    release_form: ReleaseForm | None = None,
) -> HttpResponse:
    is_hidden = hides_result(request, submission, person)
    sent = [one for one in (form, second_form, release_form) if one]
    # The forms come first: what they carry must not be newer than what the page shows.
    forms = {
        "form": form or ReviewForm(submission),
        "second_form": second_form or SecondForm(submission),
        "release_form": release_form or ReleaseForm(submission),
    }
    # Then the log entry: a page that cannot be logged is not shown.
    record(person, Action.SAW_ANSWERS, submission.reference)
    proposal = None if is_hidden else reviewing.proposal_for(submission)
    context = {
        **admin.site.each_context(request),
        **forms,
        "title": f"Submission {submission}",
        "opts": Submission._meta,
        "preserved_filters": preserved_filters(request),
        "submission": submission,
        "is_hidden": is_hidden,
        "comes_first": submission.comes_first,
        "is_decided": submission.state == State.CLOSED,
        "proposal": proposal,
        "decision": None if is_hidden else reviewing.decision_in_force(submission),
        "may_review": person.has_perm(REVIEW),
        "may_second": proposal is not None and proposal.author != person,
        "may_release": submission.assignee == person or person.has_perm(RELEASE_ANY),
        "may_delete": person.has_perm("screening.delete_submission"),
        "stale_form": next((one for one in sent if one.is_stale), None),
        **_fault_context(submission),
        **_record_context(submission, is_hidden),
    }
    status = 409 if context["stale_form"] else 422 if any(one.errors for one in sent) else 200
    return TemplateResponse(request, "admin/screening/submission/review.html", context, status=status)


def draw_gone(request: HttpRequest, note: str = "") -> HttpResponse:
    """What a person reads who has opened or written about a submission that is deleted now."""
    context = {
        **admin.site.each_context(request),
        "title": "These answers were withdrawn",
        "opts": Submission._meta,
        "preserved_filters": preserved_filters(request),
        "note": note,
    }
    return TemplateResponse(request, "admin/screening/submission/gone.html", context, status=410)


def hides_result(request: HttpRequest, submission: Submission, person: User) -> bool:
    return blind.reviews_blind(request) and not submission.reviews.filter(author=person).exists()


def preserved_filters(request: HttpRequest) -> str:
    """The filters of the list from which the person came, as Django's admin passes them on."""
    filters = request.GET.get("_changelist_filters", "")
    return urlencode({"_changelist_filters": filters}) if filters else ""


def redirect_within_list(request: HttpRequest, view: str, *args: object) -> HttpResponse:
    """Keeps the filters of the list."""
    context: dict[str, Any] = {"opts": Submission._meta, "preserved_filters": preserved_filters(request)}
    return redirect(add_preserved_filters(context, reverse(view, args=args)))


def _fault_context(submission: Submission) -> dict[str, object]:
    faults = faults_of(submission)
    is_seen = are_seen(submission, faults)
    return {"faults": faults, "faults_are_seen": is_seen, "faults_digest": digest_of(submission, faults)}


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
    changes = RuleChanges.of(stored, stored.disposition) if is_compared else None
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
