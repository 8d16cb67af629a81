"""A process whose keys do not fit the data may not use the database, however it started, and pages to read stay up."""

import pytest
from django.db import OperationalError, connection

from operations import keys, readiness
from operations.readiness import DatabaseRefused, exempt

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def problems(monkeypatch):
    """What is wrong with the keys of a process that has not connected yet."""
    problems = ["Put the key back."]
    monkeypatch.setattr(readiness._Process, "that_passed", 0)
    monkeypatch.setattr(keys, "problems", lambda: problems)
    connection.close()
    return problems


def query():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def test_each_connection_is_refused_until_the_keys_fit(problems):
    for _ in range(2):
        with pytest.raises(DatabaseRefused, match="Put the key back"):
            query()
        assert connection.connection is None
    problems.clear()
    query()
    problems.append("Too late.")
    connection.close()
    query()


def test_a_database_that_is_away_leaves_the_question_open(problems, monkeypatch):
    def away():
        raise OperationalError("away")

    monkeypatch.setattr(keys, "problems", away)
    with pytest.raises(OperationalError, match="away"):
        query()
    connection.close()
    monkeypatch.setattr(keys, "problems", lambda: problems)
    with pytest.raises(DatabaseRefused):
        query()


@pytest.mark.usefixtures("problems")
def test_the_commands_that_report_or_repair_it_are_let_through():
    with exempt():
        query()
    connection.close()
    with pytest.raises(DatabaseRefused):
        query()


@pytest.mark.usefixtures("problems")
def test_forms_are_refused_as_while_the_database_is_down_and_pages_are_shown(client):
    assert client.get("/crisis-help/").status_code == 200
    assert client.get("/screening/").status_code == 200
    response = client.post("/screening/x/answering-for/", {"answering_for": "self"})
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert client.get("/health/").json()["database"] == "refused"
