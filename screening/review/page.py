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
from screening.record import Record, RecordedFinding, RecordedQuestion
from screening.review import blind
from screening.review.forms import NoteForm, ReleaseForm, ReviewForm, SecondForm
from screening.review.history import history_of, lapse_text, notes_of
from screening.review.queue import REVIEW, may_record_urgent, may_take
from screening.submissions.decisions.rule_changes import RuleChanges
from screening.submissions.decisions.standing import Standing, standing_of
from screening.submissions.decisions.urgent import open_urgent_decisions
from screening.submissions.faults import are_seen, digest_of, faults_of
from screening.submissions.reviewing import leading_questions
from screening.submissions.states import REVIEWED, State
from screening.vocabulary.dispositions import Level
from screening.vocabulary.questionnaires import Questionnaire
from staff.access_log import Action, record
from staff.roles import name_of
from vault.seal import CannotUnseal

RELEASE_ANY = "screening.add_signoff"
CLAIMED = (State.IN_REVIEW, State.SECOND_OPINION)
# Each of these says something about a result.
AFTER_A_DECISION = (State.SECOND_OPINION, *REVIEWED)
HIDDEN_STATE = "A colleague has decided"


def draw(
    request: HttpRequest,
    submission: Submission,
    person: User,
    *,
    form: ReviewForm | None = None,
    second_form: SecondForm | None = None,
    release_form: ReleaseForm | None = None,
    note_form: NoteForm | None = None,
) -> HttpResponse:
    is_hidden = hides_result(request, submission, person)
    sent = [one for one in (form, second_form, release_form, note_form) if one]
    # The forms come first: what they carry must not be newer than what the page shows.
    forms = {
        "form": form or ReviewForm(submission),
        "second_form": second_form or SecondForm(submission),
        "release_form": release_form or ReleaseForm(submission),
        "note_form": note_form or NoteForm(submission),
    }
    # Then the log entry: a page that cannot be logged is not shown.
    record(person, Action.SAW_ANSWERS, submission.reference)
    standing = None if is_hidden else standing_of(submission)
    proposal = standing.proposal if standing else None
    context = {
        **_facts(request, submission, person, standing),
        **forms,
        "preserved_filters": preserved_filters(request),
        "comes_first": submission.comes_first,
        "is_decided": submission.state in REVIEWED,
        "proposal": proposal,
        "may_review": person.has_perm(REVIEW),
        "may_take": may_take(submission, person, is_blind=is_hidden),
        "may_second": proposal is not None and proposal.author != person,
        "is_claimed": submission.assignee is not None and submission.state in CLAIMED,
        "may_release": submission.assignee == person or person.has_perm(RELEASE_ANY),
        "may_delete": person.has_perm("screening.delete_submission"),
        "stale_form": next((one for one in sent if one.is_stale), None),
        **_fault_context(submission),
        **_record_context(submission, person, is_hidden),
    }
    status = 409 if context["stale_form"] else 422 if any(one.errors for one in sent) else 200
    return TemplateResponse(request, "admin/screening/submission/review.html", context, status=status)


def draw_print(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    """The chart: what was answered and decided, without anything to select."""
    is_hidden = hides_result(request, submission, person)
    record(person, Action.SAW_ANSWERS, submission.reference, "printed")
    context = {
        **_facts(request, submission, person, None if is_hidden else standing_of(submission)),
        # Django's admin draws no header then.
        "is_popup": True,
        "faults": faults_of(submission),
        "printed_by": name_of(person),
        **_record_context(submission, person, is_hidden),
    }
    return TemplateResponse(request, "admin/screening/submission/print.html", context)


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


def _facts(request: HttpRequest, submission: Submission, person: User, standing: Standing | None) -> dict[str, object]:
    """What both pages show at the top. Who reviews blind must not learn that a result leads to the clinic, and has no
    `standing`.
    """
    is_hidden = standing is None
    says_too_much = is_hidden and submission.state in AFTER_A_DECISION
    call = getattr(submission, "consultation_request", None)
    return {
        **admin.site.each_context(request),
        "title": f"Submission {submission}",
        "opts": Submission._meta,
        "submission": submission,
        "is_hidden": is_hidden,
        "state_text": HIDDEN_STATE if says_too_much else submission.get_state_display(),
        "decision": standing.decision if standing else None,
        "lapsed": lapse_text(standing) if standing else "",
        "is_urgent": not is_hidden and open_urgent_decisions(submission).exists(),
        "may_record_urgent": may_record_urgent(person),
        "call": None if is_hidden else call,
        "appointments": [] if is_hidden else list(submission.appointments.all()),
    }


def _record_context(submission: Submission, person: User, is_hidden: bool) -> dict[str, object]:
    has_live_rules = submission.ruleset_fingerprint == QUESTIONNAIRE.fingerprint
    context: dict[str, object] = {"has_live_rules": has_live_rules, "live_version": QUESTIONNAIRE.version}
    try:
        stored = submission.record
        history = notes_of(submission, person) if is_hidden else history_of(submission)
    except CannotUnseal as error:
        return context | {"cannot_unseal": error}
    leading = leading_questions(stored.findings)
    findings = [] if is_hidden else [FindingRow.of(one, submission.rules, leading) for one in stored.findings]
    is_compared = not (has_live_rules or is_hidden)
    changes = RuleChanges.of(stored, stored.disposition) if is_compared else None
    answers = [AnsweredRow.of(row, None if is_hidden else stored) for row in stored.answers]
    return context | {
        "record": stored,
        "answers": answers,
        "findings": findings,
        "history": history,
        "rule_changes": changes,
    }


@dataclass(frozen=True)
class FindingRow:
    """A finding as recorded, with the sources that the rules of then name for its question.

    `leads`: the result rests on it.
    """

    topic: str
    level: Level
    words: str
    sources: tuple[Source, ...]
    leads: bool

    @classmethod
    def of(cls, finding: RecordedFinding, rules: Questionnaire | None, leading: set[str]) -> "FindingRow":
        known = catalogue.current().sources
        question = (rules or QUESTIONNAIRE).by_id.get(finding.question)
        sources = tuple(known[source] for source in question.sources if source in known) if question else ()
        leads = finding.question in leading and finding.level > Level.NOTE
        return cls(finding.topic, finding.level, finding.words, sources, leads)


@dataclass(frozen=True)
class AnsweredRow:
    """A question as it was asked. Each answer has the level of its finding, or None."""

    asked: RecordedQuestion
    answers: tuple[tuple[str, Level | None], ...]

    @classmethod
    def of(cls, row: RecordedQuestion, record: Record | None) -> "AnsweredRow":
        """Without a record, no answer has a level."""
        findings = record.findings if record else ()
        levels = {str(one.answer): one.level for one in findings if one.question == row.question}
        return cls(row, tuple((answer.text, levels.get(str(answer.answer))) for answer in row.answers))

    @property
    def section(self) -> str:
        return self.asked.section

    @property
    def counts(self) -> bool:
        """Whether it led to anything."""
        return any(level is not None for _, level in self.answers)
