"""Creates receipt codes and uses them, for tests."""

from django.http import HttpResponse
from django.test import Client

from tests.consultations import call_requests
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import code_on, send, walk


def code_of_answers(**answers: object) -> str:
    """The code of a submission from another browser."""
    return code_on(send(Client(), CLEAR | answers))


def code_of_call() -> str:
    """The code of a call request without a submission."""
    browser = Client()
    return code_on(browser.post(f"/call-me/{walk(browser, CLEAR).split('/')[2]}/", call_requests.form(), follow=True))


def code_of_both() -> str:
    """The code of a submission with a call request."""
    browser, attempt = Client(), "both-attempt"
    send(browser, CLEAR, attempt)
    return code_on(browser.post(f"/call-me/{attempt}/", call_requests.form(), follow=True))


def open_receipt(client: Client, code: str) -> HttpResponse:
    return client.post("/receipt/", {"code": code})


def withdraw(client: Client, code: str, confirmed: str = "yes") -> HttpResponse:
    return client.post("/receipt/withdraw/", {"code": code, "confirmed": confirmed})
