"""Only staff can download a submission as a FHIR QuestionnaireResponse."""

import json
import uuid

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Permission, User
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

from screening.exports.fhir import questionnaire_resource, response_resource
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.record import Record, RecordedAnswer, RecordedQuestion
from tests.fhir.structural_faults import structural_faults
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, walk
from tests.screening.submitting import submit_under_1_0_1

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(client):
    answers = CLEAR | {"health_history": ["glaucoma", "other_health"], "glaucoma": "controlled"}
    agree(client, walk(client, answers))
    return Submission.objects.get()


@pytest.fixture
def address(sent):
    return f"/staff/screening/submission/{sent.pk}/fhir/"


@pytest.fixture
def reviewer(client):
    """A person who may only read submissions."""
    reviewer = User.objects.create_user("rae", is_staff=True)
    reviewer.user_permissions.set(Permission.objects.filter(codename="view_submission"))
    client.force_login(reviewer)
    return client


def test_a_reviewer_finds_the_download_on_the_page_of_the_submission(sent, address, reviewer):
    page = BeautifulSoup(reviewer.get(f"/staff/screening/submission/{sent.pk}/change/").content, "html.parser")
    links = {link.text: link["href"] for link in page.select(".review__tools a")}
    assert links["Download as FHIR"] == address


def test_the_download_is_the_response_as_a_file_that_is_never_cached(sent, address, reviewer):
    response = reviewer.get(address)
    assert (response.status_code, response["Content-Type"]) == (200, "application/fhir+json; charset=utf-8")
    assert response["Content-Disposition"] == f'attachment; filename="screening-{sent.reference}.json"'
    assert "no-store" in response["Cache-Control"]
    resource = json.loads(response.content)
    assert resource == response_resource(
        QUESTIONNAIRE,
        settings.SITE_URL,
        reference=sent.reference,
        received_at=sent.received_at,
        version=sent.ruleset_version,
        record=sent.record,
    )
    QuestionnaireResponse.model_validate_json(response.content)
    questionnaire = questionnaire_resource(QUESTIONNAIRE, settings.SITE_URL, "Sample Clinic", "draft")
    assert structural_faults(questionnaire, resource) == []


def test_a_submission_under_earlier_rules_belongs_to_their_questionnaire(reviewer, client):
    sent = submit_under_1_0_1({"suicidal_thoughts": "wish", "medicines": ["lithium_or_other_mood"]})
    resource = json.loads(reviewer.get(f"/staff/screening/submission/{sent.pk}/fhir/").content)
    address, _, version = resource["questionnaire"].partition("|")
    assert (address, version) == (f"{settings.SITE_URL}/fhir/Questionnaire/kat-screening", "1.0.1")
    questionnaire = client.get("/fhir/Questionnaire/kat-screening", {"version": version}).json()
    assert structural_faults(questionnaire, resource) == []
    assert structural_faults(client.get("/fhir/Questionnaire/kat-screening").json(), resource) != []


def test_a_submission_with_a_question_that_is_no_longer_asked_can_be_downloaded(sent, address, reviewer, monkeypatch):
    gone = RecordedQuestion("gone", "Old times", "Gone?", (RecordedAnswer("yes", "Yes, gone"),))
    monkeypatch.setattr(Submission, "record", Record((gone,), sent.record.findings))
    [section] = json.loads(reviewer.get(address).content)["item"]
    assert (section["text"], section["item"][0]["text"]) == ("Old times", "Gone?")


def test_a_visitor_is_redirected_to_the_sign_in_page(address, client):
    response = client.get(address)
    assert (response.status_code, response["Location"]) == (302, f"/staff/login/?next={address}")


def test_staff_without_permission_get_the_same_403_whether_the_submission_exists_or_not(address, client):
    client.force_login(User.objects.create_user("sam", is_staff=True))
    assert client.get(address).status_code == 403
    assert client.get(f"/staff/screening/submission/{uuid.uuid4()}/fhir/").status_code == 403


@pytest.mark.parametrize("method", ["post", "put", "delete", "head"])
def test_the_download_accepts_only_get_requests(address, reviewer, method):
    assert getattr(reviewer, method)(address).status_code == 405


def test_a_submission_that_does_not_exist_is_gone(reviewer):
    assert reviewer.get(f"/staff/screening/submission/{uuid.uuid4()}/fhir/").status_code == 410


def test_a_record_sealed_with_a_lost_key_is_not_downloaded_and_its_page_says_so(sent, address, reviewer, settings):
    settings.DATA_KEYS = {"other": b"o" * 32}
    response = reviewer.get(address, follow=True)
    assert response.redirect_chain == [(f"/staff/screening/submission/{sent.pk}/change/", 302)]
    message = BeautifulSoup(response.content, "html.parser").select_one(".messagelist .error").text
    assert message.startswith("This record cannot be read: ")
    assert message.endswith("Nothing was downloaded.")
