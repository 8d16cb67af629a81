"""FHIR over HTTP: the questionnaire for everybody, and a submission to download for staff."""

from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from pages import catalogue
from pages.serving.http import CACHE_CONTROL, etag
from screening.earlier_rules import EARLIER
from screening.exports.fhir import (
    CONTENT_TYPE,
    QUESTIONNAIRE_PATH,
    RETIRED,
    as_json,
    operation_outcome,
    questionnaire_resource,
    response_resource,
)
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.sign_off import approval_of_live_rules

# Version -> rule set. Every response in the world can be resolved, so nothing is ever removed.
PUBLISHED = {rules.version: rules for rules in (QUESTIONNAIRE, *EARLIER.values())}
# The path below /fhir/ -> the version there. The first path also gives the others, by `?version=`.
PUBLISHED_AT = {QUESTIONNAIRE_PATH: QUESTIONNAIRE.version} | {
    f"{QUESTIONNAIRE_PATH}-{version}": version for version in EARLIER
}


def publication_status() -> str:
    """FHIR's PublicationStatus of the live rule set: "draft" until a clinician has approved it."""
    return "active" if approval_of_live_rules() else "draft"


# Exempt, so that a POST is answered with 405 and not with 403 for a missing token.
@csrf_exempt
@require_safe
def published(request: HttpRequest, name: str) -> HttpResponseBase:
    """The page below /fhir/: the current Questionnaire or an earlier one, or a 404 that says where it is.

    The current one is the same for everybody, sets no cookie, and is a draft when the database cannot be reached.
    """
    if name not in PUBLISHED_AT:
        return _not_found(f"There is nothing here. The questionnaire is at /fhir/{QUESTIONNAIRE_PATH}.")
    version = PUBLISHED_AT[name]
    if name == QUESTIONNAIRE_PATH:
        version = request.GET.get("version", version)
    if version not in PUBLISHED:
        return _not_found(f"This version is not published here. These are: {', '.join(PUBLISHED)}.")
    status = publication_status() if version == QUESTIONNAIRE.version else RETIRED
    body = _questionnaire_json(version, settings.SITE_URL, catalogue.current().clinic.name, status)
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": etag(body)}
    response = HttpResponse(body, content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag(body), response=response) or response


@lru_cache(maxsize=8)
def _questionnaire_json(version: str, base_url: str, publisher: str, status: str) -> bytes:
    return as_json(questionnaire_resource(PUBLISHED[version], base_url, publisher, status))


def download(submission: Submission) -> HttpResponse:
    """The submission as a QuestionnaireResponse file. The caller has checked the permission. Raises CannotUnseal."""
    resource = response_resource(
        submission.rules or QUESTIONNAIRE,
        settings.SITE_URL,
        reference=submission.reference,
        received_at=submission.received_at,
        version=submission.ruleset_version,
        record=submission.record,
    )
    disposition = f'attachment; filename="screening-{submission.reference}.json"'
    return HttpResponse(as_json(resource), content_type=CONTENT_TYPE, headers={"Content-Disposition": disposition})


def _not_found(diagnostics: str) -> HttpResponse:
    return HttpResponse(as_json(operation_outcome(diagnostics)), content_type=CONTENT_TYPE, status=404)
