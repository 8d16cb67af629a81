"""The log shows where an error happened, and never what a person typed."""

import logging
import re

import pytest
from django.db import Error, IntegrityError, OperationalError, connection, transaction
from django.test import RequestFactory
from django.utils.dateparse import parse_date

from kat_site.web import middleware
from kat_site.web.database_reasons import database_reason
from kat_site.web.logs import ScrubbedFormatter

MARKER = "zz-my-secret-answer-zz"


def error_record() -> logging.LogRecord:
    request = RequestFactory().post(f"/screening/{MARKER}/", {"answer": MARKER})
    request.request_id = "abcd1234"
    try:
        raise ValueError(MARKER)
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord(
        "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", (request.path,), info
    )
    record.request, record.status_code = request, 500
    return record


@pytest.mark.promise("P11")
def test_an_error_is_logged_in_one_line_without_the_answer():
    line = ScrubbedFormatter().format(error_record())
    assert "ERROR django.request: status 500 ValueError at tests/kat_site/web/test_logs.py:" in line
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ", line)
    assert line.endswith("request=abcd1234")
    assert MARKER not in line
    assert "\n" not in line


@pytest.mark.django_db
@pytest.mark.promise("P11")
def test_what_a_person_typed_is_not_logged_when_a_view_fails(client, monkeypatch, capsys):
    monkeypatch.setattr("screening.journey.question_views.session.load", lambda *a: 1 / 0)
    handler = logging.StreamHandler()
    handler.setFormatter(ScrubbedFormatter())
    logging.getLogger("django").addHandler(handler)
    client.raise_request_exception = False
    try:
        response = client.post(f"/screening/{MARKER}/age/", {"answer": MARKER})
    finally:
        logging.getLogger("django").removeHandler(handler)
    assert response.status_code == 500
    logged = capsys.readouterr().err
    assert "ZeroDivisionError" in logged
    assert MARKER not in logged
    assert MARKER not in response.content.decode()


def logged(error: BaseException) -> str:
    record = logging.LogRecord("kat_site", logging.ERROR, __file__, 1, "no answer", (), None)
    record.exc_info = (type(error), error, error.__traceback__)
    return ScrubbedFormatter().format(record)


def test_the_line_of_ours_that_failed_is_logged_beside_the_deepest_one():
    with pytest.raises(ValueError, match="month") as raised:
        parse_date("2026-99-99")
    line = logged(raised.value)
    assert re.search(r"ValueError at django/utils/dateparse.py:\d+ from tests/kat_site/web/test_logs.py:\d+", line)


def fail_because_of_another():
    try:
        raise ValueError(MARKER)
    except ValueError as error:
        raise KeyError(MARKER) from error


def test_the_exception_that_caused_another_is_logged_without_its_message():
    with pytest.raises(KeyError) as raised:
        fail_because_of_another()
    assert re.search(r"KeyError at (\S+:\d+) because of ValueError at (\S+:\d+)$", logged(raised.value))
    assert MARKER not in logged(raised.value)


def reason_for(sql: str, *parameters: str) -> str:
    with pytest.raises(Error) as raised, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
    return database_reason(raised.value)


@pytest.mark.django_db
def test_a_missing_table_and_a_refused_row_are_logged_in_the_words_of_the_database():
    missing = reason_for("SELECT * FROM no_such_table WHERE name = %s", MARKER)
    twice = "INSERT INTO auth_group (id, name) VALUES (900, %s), (901, %s)"
    assert (missing, reason_for(twice, MARKER, MARKER)) == {
        "sqlite": ("SQLITE_ERROR: no such table: no_such_table", UNIQUE_ON_SQLITE),
        "postgresql": (
            'UndefinedTable: relation "no_such_table" does not exist',
            "UniqueViolation: constraint auth_group_name_key",
        ),
    }[connection.vendor]


UNIQUE_ON_SQLITE = "SQLITE_CONSTRAINT_UNIQUE: UNIQUE constraint failed: auth_group.name"


@pytest.mark.django_db
@pytest.mark.promise("P11")
def test_what_a_person_typed_is_never_part_of_a_reason():
    if connection.vendor == "postgresql":
        assert reason_for("SELECT %s::int", MARKER) == "InvalidTextRepresentation"
    else:
        with connection.cursor() as cursor:
            cursor.execute("CREATE VIRTUAL TABLE temp.words USING fts5(word)")
        assert reason_for("SELECT * FROM words WHERE words MATCH %s", f'{MARKER}"') == "SQLITE_ERROR"


def test_a_full_disk_is_a_reason_and_a_made_up_message_is_none():
    assert database_reason(OperationalError("database or disk is full")) == "database or disk is full"
    assert database_reason(IntegrityError(MARKER)) == ""
    assert database_reason(ValueError("database or disk is full")) == ""


@pytest.mark.django_db
@pytest.mark.promise("P11")
def test_a_slow_request_is_logged_with_its_route_and_its_id_and_without_its_path(client, monkeypatch, caplog):
    monkeypatch.setattr(middleware, "SLOW_SECONDS", 0)
    response = client.get(f"/screening/{MARKER}/answering-for/")
    [record] = [record for record in caplog.records if "slow" in record.getMessage()]
    line = ScrubbedFormatter().format(record)
    assert re.search(r"WARNING kat_site: a slow request: \d+\.\d seconds route=screening:", line)
    assert line.endswith(f"request={response['X-Request-ID']}")
    assert MARKER not in line
