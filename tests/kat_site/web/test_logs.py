"""The log shows where an error happened, and never what a person typed."""

import logging

import pytest
from django.test import RequestFactory

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
    assert "ERROR django.request: status 500 ValueError at web/test_logs.py:" in line
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
