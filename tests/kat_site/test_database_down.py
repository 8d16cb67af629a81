"""Without the database, the reading and help pages work, and forms explain what happened."""

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError

from tests.site_states import READING


def take_down(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("no such host")

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.ensure_connection", refuse)


@pytest.fixture
def _database_down(monkeypatch):
    take_down(monkeypatch)


@pytest.mark.usefixtures("_database_down")
@pytest.mark.parametrize(
    "path", ["/", "/crisis-help/", "/safety-and-side-effects/", "/screening/", "/screening/get-help-now/", "/nowhere/"]
)
@pytest.mark.promise("P4")
def test_reading_and_help_pages_need_no_database(client, path):
    assert client.get(path).status_code in (200, 404)


@pytest.mark.usefixtures("_database_down")
@pytest.mark.promise("P4")
def test_every_public_page_works_without_a_database(client):
    other_pages = ["/search/", "/cost/", "/sources/", "/feed.xml", "/sitemap.xml", "/screening/questions/", "/receipt/"]
    statuses = {
        path: client.get(path).status_code for path in [*READING, *other_pages, "/fhir/Questionnaire/kat-screening"]
    }
    assert set(statuses.values()) == {200}
    assert client.post("/search/", {"q": "ketamine"}, follow=True).status_code == 200


@pytest.mark.django_db
def test_the_same_form_is_accepted_once_the_database_is_back(client):
    with pytest.MonkeyPatch.context() as monkeypatch:
        take_down(monkeypatch)
        assert client.post("/screening/x/answering-for/", {"answering_for": "self"}).status_code == 503
    assert client.post("/screening/x/answering-for/", {"answering_for": "self"}).status_code == 302


@pytest.mark.usefixtures("_database_down")
def test_the_page_for_an_answer_that_cannot_be_stored_shows_the_phone_number(client):
    response = client.post("/screening/x/answering-for/", {"answering_for": "self"})
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "(555) 555-0100" in response.content.decode()


@pytest.mark.usefixtures("_database_down")
def test_the_health_check_reports_that_the_database_is_down(client):
    assert client.get("/health/").status_code == 503


@pytest.mark.usefixtures("_database_down")
def test_the_error_page_repeats_the_fields_so_that_they_can_be_sent_again(client):
    page = client.post("/screening/x/answering-for/", {"answering_for": "self", "else": ['a"b', "c"]})
    form = BeautifulSoup(page.content, "html.parser").select_one("form")
    assert (form["method"], form["action"]) == ("post", "/screening/x/answering-for/")
    assert [(field["name"], field["value"]) for field in form.select("input")] == [
        ("answering_for", "self"),
        ("else", 'a"b'),
        ("else", "c"),
    ]


@pytest.mark.usefixtures("_database_down")
def test_the_error_page_does_not_repeat_a_password(client):
    page = client.post("/staff/account/sign-in/", {"login": "ann", "password": "correct horse battery"})
    assert page.status_code == 503
    assert "correct horse" not in page.content.decode()
