"""Without the code nobody learns anything, not even whether something is stored."""

import os
import re
import secrets
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from consultations.retention import SUBMISSION_HAS_NO_REQUEST
from receipts.receipt import Receipt
from screening.models import Submission
from screening.submissions import retention
from screening.submissions.receipt_code import code_of
from tests.receipts.codes import code_of_answers, code_of_both, code_of_call, withdraw
from tests.receipts.traces import in_rows

pytestmark = pytest.mark.django_db

GUESSES = int(os.environ.get("GUESSES", "500"))


@pytest.mark.promise("P7")
def test_the_code_is_not_in_the_database():
    code = code_of_both()
    assert in_rows([code, code.replace("-", "")]) == []


def comparable(response):
    """Status, headers and body, without the CSRF token and the request id, which are random in every response."""
    headers = dict(response.headers) | {"cookies": sorted(response.cookies)}
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    body = body.replace(headers.pop("X-Request-ID"), "")
    return response.status_code, headers, body


@pytest.mark.parametrize("url", ["/receipt/", "/receipt/withdraw/"])
@pytest.mark.promise("P7")
def test_wrong_expired_and_deleted_codes_get_the_same_response(url):
    expired, deleted, by_staff = (code_of_answers() for _ in range(3))
    Submission.objects.filter(pk=Receipt.under(expired).submission.pk).update(
        received_at=timezone.now() - timedelta(days=31)
    )
    retention.purge(timezone.now(), SUBMISSION_HAS_NO_REQUEST)
    withdraw(Client(), deleted)
    Receipt.under(by_staff).submission.delete()
    wrong = code_of(secrets.token_hex(32))
    answers = [comparable(Client().post(url, {"code": code})) for code in (wrong, expired, deleted, by_staff)]
    assert answers == [answers[0]] * 4
    assert answers[0][0] == 404


@pytest.mark.drill
@pytest.mark.promise("P7")
def test_guessed_codes_open_nothing(figures):
    assert Receipt.under(code_of_answers()).submission
    assert Receipt.under(code_of_call()).request
    opened = sum(bool(Receipt.under(code_of(secrets.token_hex(32)))) for _ in range(GUESSES))
    figures("guessing receipt codes", f"{GUESSES:,} codes, {opened} opened something")
    assert opened == 0
