"""Ways to come by a receipt code, and to use it."""

from django.http import HttpResponse
from django.test import Client

from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import code_on, send, walk
from tests.site_states import CALL


def code_of_answers(**answers: object) -> str:
    """Of answers that were sent, from a browser of its own."""
    return code_on(send(Client(), CLEAR | answers))


def code_of_call() -> str:
    """Of a call that was asked for without sending the answers."""
    other = Client()
    return code_on(other.post(f"/call-me/{walk(other, CLEAR).split('/')[2]}/", CALL, follow=True))


def code_of_both() -> str:
    """Of answers that were sent and a call that was asked for."""
    other, attempt = Client(), "both-attempt"
    send(other, CLEAR, attempt)
    return code_on(other.post(f"/call-me/{attempt}/", CALL, follow=True))


def open_receipt(client: Client, code: str) -> HttpResponse:
    return client.post("/receipt/", {"code": code})


def take_back(client: Client, code: str, confirmed: str = "yes") -> HttpResponse:
    return client.post("/receipt/withdraw/", {"code": code, "confirmed": confirmed})
