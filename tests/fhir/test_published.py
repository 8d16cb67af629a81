"""The questionnaire at its public address is cacheable and the same for everybody; other addresses are a clear 404."""

import json

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client

from kat_site.web.headers import security_headers
from pages import catalogue
from screening.earlier_rules import EARLIER
from screening.exports.fhir import questionnaire_resource
from screening.questionnaire import QUESTIONNAIRE

pytestmark = pytest.mark.django_db
ADDRESS = "/fhir/Questionnaire/kat-screening"
FHIR_JSON = "application/fhir+json; charset=utf-8"


def diagnostics(response):
    """The diagnostics of a response that is an OperationOutcome."""
    outcome = json.loads(response.content)
    [issue] = outcome["issue"]
    text = issue.pop("diagnostics")
    assert outcome == {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "not-found"}]}
    assert response["Content-Type"] == FHIR_JSON
    assert "no-store" in response["Cache-Control"]
    return text


def test_the_questionnaire_of_this_site_and_clinic_is_published_as_a_draft(client):
    clinic = catalogue.current().clinic.name
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert json.loads(response.content) == questionnaire_resource(QUESTIONNAIRE, settings.SITE_URL, clinic, "draft")
    assert response.content.startswith(b'{\n  "resourceType": "Questionnaire",\n')


def test_it_may_be_cached_and_carries_the_security_headers_and_no_cookie(client):
    response = client.get(ADDRESS)
    assert not response.cookies
    expected = {"Content-Type": FHIR_JSON, "Cache-Control": "public, max-age=300"} | security_headers()
    assert {name: response[name] for name in expected} == expected
    assert "X-Robots-Tag" not in response


def test_a_client_with_the_current_version_gets_304(client):
    tag = client.get(ADDRESS)["ETag"]
    assert not tag.startswith("W/")
    again = client.get(ADDRESS, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert client.get(ADDRESS, headers={"If-None-Match": '"another"'}).status_code == 200


def test_head_answers_like_get_without_the_body(client):
    head, get = client.head(ADDRESS), client.get(ADDRESS)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_not_allowed(method):
    response = getattr(Client(enforce_csrf_checks=True), method)(ADDRESS)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


def test_the_current_version_can_be_requested_by_name(client):
    assert client.get(ADDRESS, {"version": QUESTIONNAIRE.version}).content == client.get(ADDRESS).content


@pytest.mark.parametrize("version", ["0.0.1", ""])
def test_another_version_is_a_404(client, version):
    response = client.get(ADDRESS, {"version": version})
    assert response.status_code == 404
    assert diagnostics(response) == f"This version is not published here. These are: {QUESTIONNAIRE.version}, 1.0.1."


def test_an_earlier_version_is_published_as_retired_at_an_address_of_its_own_and_by_its_version(client):
    clinic = catalogue.current().clinic.name
    expected = questionnaire_resource(EARLIER["1.0.1"], settings.SITE_URL, clinic, "retired")
    by_version, own = client.get(ADDRESS, {"version": "1.0.1"}), client.get(f"{ADDRESS}-1.0.1")
    assert (by_version.status_code, own.status_code) == (200, 200)
    assert json.loads(by_version.content) == json.loads(own.content) == expected
    assert (expected["id"], expected["version"], expected["status"]) == ("kat-screening-1.0.1", "1.0.1", "retired")
    assert expected["url"] == json.loads(client.get(ADDRESS).content)["url"]
    assert by_version["ETag"] != client.get(ADDRESS)["ETag"]


def test_an_earlier_version_stays_retired_when_a_clinician_approves_the_rules(client, monkeypatch):
    monkeypatch.setattr("screening.exports.fhir_views.publication_status", lambda: "active")
    assert json.loads(client.get(ADDRESS).content)["status"] == "active"
    assert json.loads(client.get(f"{ADDRESS}-1.0.1").content)["status"] == "retired"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_an_earlier_version_is_read_only(method):
    assert getattr(Client(enforce_csrf_checks=True), method)(f"{ADDRESS}-1.0.1").status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/fhir/Questionnaire",
        "/fhir/Questionnaire/other",
        f"{ADDRESS}-{QUESTIONNAIRE.version}",
        f"{ADDRESS}-0.9.0",
        f"{ADDRESS}/",
        "/fhir/metadata",
        "/fhir/CodeSystem/kat-screening",
        "/fhir/<script>",
    ],
)
def test_other_names_return_an_outcome_with_the_address_of_the_questionnaire(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert diagnostics(response) == f"There is nothing here. The questionnaire is at {ADDRESS}."


def test_it_needs_no_database(client, monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("no such host")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", refuse)
    assert client.get(ADDRESS).status_code == 200
    assert client.get("/fhir/nothing").status_code == 404
