"""A FHIR R4 Bundle of the Questionnaire and of every response to it."""

import json

import pytest
from django.conf import settings
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.operationoutcome import OperationOutcome

from pages import catalogue
from screening.earlier_rules import EARLIER
from screening.exports.fhir import questionnaire_resource, response_resource
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from tests.fhir.structural_faults import structural_faults
from tests.screening.exports.export_page import ask, sent, signed_in
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit, submit_under_1_0_1

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    return signed_in(client)


def exported(desk) -> dict:
    """The bundle. Selected columns make no difference to it."""
    file = sent(ask(desk, "fhir", columns=None, every_answer=None))
    Bundle.model_validate_json(file)
    return json.loads(file)


def test_the_bundle_has_every_questionnaire_and_a_response_for_each_submission(desk):
    submissions = [submit_under_1_0_1(), *(submit(answers) for answers in (SUGGEST, TALK_FIRST, NOT_NOW))]
    found = exported(desk)
    assert found.pop("timestamp").endswith("Z")
    clinic = catalogue.current().clinic.name
    questionnaire = questionnaire_resource(QUESTIONNAIRE, settings.SITE_URL, clinic, "draft")
    earlier = questionnaire_resource(EARLIER["1.0.1"], settings.SITE_URL, clinic, "retired")
    responses = [
        response_resource(
            one.rules,
            settings.SITE_URL,
            reference=one.reference,
            received_at=one.received_at,
            version=one.ruleset_version,
            record=one.record,
        )
        for one in submissions
    ]
    assert found == {
        "resourceType": "Bundle",
        "type": "collection",
        "entry": [
            {"fullUrl": questionnaire["url"], "resource": questionnaire},
            {"fullUrl": f"{earlier['url']}-1.0.1", "resource": earlier},
            *(
                {"fullUrl": f"urn:uuid:{one.pk}", "resource": response}
                for one, response in zip(submissions, responses, strict=True)
            ),
        ],
    }
    assert structural_faults(earlier, responses[0]) == []
    assert [structural_faults(questionnaire, response) for response in responses[1:]] == [[], [], []]


def test_a_submission_that_was_changed_past_the_site_becomes_an_operation_outcome(desk):
    submission = submit(NOT_NOW)
    Submission.objects.update(disposition="suggest-consultation")
    *_, outcome = (entry["resource"] for entry in exported(desk)["entry"])
    OperationOutcome.model_validate(outcome)
    assert outcome["issue"][0]["diagnostics"].startswith(f"{submission.reference}: The table says")


def test_a_record_with_a_lost_key_becomes_an_operation_outcome(desk, settings):
    lost = submit(NOT_NOW)
    settings.DATA_KEYS = {"other": b"o" * 32}
    readable = submit()
    _, _, outcome, response = (entry["resource"] for entry in exported(desk)["entry"])
    OperationOutcome.model_validate(outcome)
    [issue] = outcome["issue"]
    assert (issue["severity"], issue["code"]) == ("error", "exception")
    assert issue["diagnostics"].startswith(f"{lost.reference}: This record cannot be read: ")
    assert response["identifier"]["value"] == readable.reference
