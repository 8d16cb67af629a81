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
from screening.exports.fhir import (
    CONTENT_TYPE,
    QUESTIONNAIRE_PATH,
    as_json,
    operation_outcome,
    questionnaire_resource,
    response_resource,
)
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.sign_off import approval_of_live_rules


def publication_status() -> str:
    """FHIR's PublicationStatus of the live rule set: "draft" until a clinician has approved it."""
    return "active" if approval_of_live_rules() else "draft"


# Exempt, so that a POST is answered with 405 and not with 403 for a missing token.
@csrf_exempt
@require_safe
def published(request: HttpRequest, name: str) -> HttpResponseBase:
    """The page below /fhir/: the current Questionnaire, or a 404 that says where it is.

    It is the same for everybody, sets no cookie, and is a draft when the database cannot be reached.
    """
    if name != QUESTIONNAIRE_PATH:
        return _not_found(f"There is nothing here. The questionnaire is at /fhir/{QUESTIONNAIRE_PATH}.")
    if request.GET.get("version", QUESTIONNAIRE.version) != QUESTIONNAIRE.version:
        return _not_found(f"Only version {QUESTIONNAIRE.version} is published here.")
    body = _questionnaire_json(settings.SITE_URL, catalogue.current().clinic.name, publication_status())
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": etag(body)}
    response = HttpResponse(body, content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag(body), response=response) or response


@lru_cache(maxsize=4)
def _questionnaire_json(base_url: str, publisher: str, status: str) -> bytes:
    return as_json(questionnaire_resource(QUESTIONNAIRE, base_url, publisher, status))


def download(submission: Submission) -> HttpResponse:
    """The submission as a QuestionnaireResponse file. The caller has checked the permission. Raises CannotUnseal."""
    resource = response_resource(
        QUESTIONNAIRE,
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
