"""Every response has a request id, and an error page shows it, so that a person can quote it."""

import re

import pytest
from allauth.core.ratelimit import respond_429
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.test import Client
from django.urls import path

from kat_site import urls
from kat_site.web.request_id import KEY, RequestId
from tests.screening.journeys import soup

REQUEST_ID = re.compile(r"[0-9a-f]{8}")
ERRORS = {
    "400": SuspiciousOperation(),
    "403": PermissionDenied(),
    "500": ZeroDivisionError(),
    "503": OperationalError(),
}


def fail(request, status):
    if status == "429":
        return respond_429(request)
    raise ERRORS[status]


urlpatterns = [path("fail/<status>/", fail), *urls.urlpatterns]
handler400, handler500 = urls.handler400, urls.handler500


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/screening/", "/nowhere/", "/staff/", "/health/"])
def test_every_response_has_its_own_id(client, address):
    first, second = (client.get(address)["X-Request-ID"] for _ in range(2))
    assert REQUEST_ID.fullmatch(first)
    assert first != second


def test_an_id_that_a_client_sends_is_ignored(client):
    assert client.get("/", headers={"X-Request-ID": "chosen"})["X-Request-ID"] != "chosen"


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_an_error_page_shows_the_id_of_its_response(client, status):
    response = client.get("/nowhere/" if status == 404 else f"/fail/{status}/")
    assert response.status_code == status
    assert f"please give us this code: {response['X-Request-ID']}" in soup(response).main.text


@pytest.mark.django_db
def test_the_page_for_a_csrf_failure_shows_the_id_of_its_response():
    response = Client(enforce_csrf_checks=True).post("/call-me/x/", {})
    assert response.status_code == 403
    assert f"please give us this code: {response['X-Request-ID']}" in soup(response).main.text


def test_the_outermost_layer_replaces_a_request_id_of_the_application():
    def app(environ, start_response):
        start_response("200 OK", [("X-Request-ID", "another"), ("ETag", "x")])
        return [environ[KEY].encode()]

    sent_headers = []
    [body] = RequestId(app)({"PATH_INFO": "/"}, lambda status, headers, exc_info=None: sent_headers.append(headers))
    assert sent_headers == [[("ETag", "x"), ("X-Request-ID", body.decode())]]
