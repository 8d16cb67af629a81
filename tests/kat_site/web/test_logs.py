"""The log says where a fault is, never what was typed."""

import logging

import pytest
from django.test import RequestFactory

from kat_site.web.logs import ScrubbedFormatter

MARKER = "zz-my-secret-answer-zz"


def fault() -> logging.LogRecord:
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


def test_a_fault_is_one_line_with_class_place_and_request_and_without_the_answer():
    line = ScrubbedFormatter().format(fault())
    assert "ERROR django.request: status 500 ValueError at web/test_logs.py:" in line
    assert line.endswith("request=abcd1234")
    assert MARKER not in line
    assert "\n" not in line


@pytest.mark.django_db
def test_nothing_typed_reaches_the_log_when_a_view_fails(client, monkeypatch, capsys):
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
