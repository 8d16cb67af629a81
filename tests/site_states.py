"""Every page of the site in every state, for tests that check all of them."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client

from pages import catalogue
from screening.journey.navigation import question_url
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import begin, code_on, send, walk

READING = [page.url for page in catalogue.current().pages.values()]
RESULTS = {
    "suggest": {"age": "65_plus", "medicines": ["lamotrigine"]},
    "talk first": {"suicidal_thoughts": "wish", "blood_pressure": "not_sure", "age": "65_plus"},
    "not now": {"pregnancy": "yes", "high_mood": "mild", "brain_vessels": "not_sure"},
    "someone else": {"answering_for": "other"},
}
SEARCHES = {
    "matches": "bladder pain",
    "misspelled": "lozanges",
    "crisis help first": "suicide",
    "no matches": "zzzzqx",
    "empty": "",
    "matches for some of the words": "ketamine zzzzqx",
}
CALL = {"name": "Ann", "phone": "212-555-0100", "may_leave_message": "no", "when": ["any"], "consent": "on"}


def states(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    """Yield (name of the state, its response), in the order in which a person might see them."""
    for url in [*READING, "/screening/", "/screening/questions/", "/screening/get-help-now/", "/screening/under-18/"]:
        yield url, client.get(url)
    for url in ("/search/", "/cost/", "/sources/", "/sources/?page=2"):
        yield url, client.get(url)
    for name, words in SEARCHES.items():
        yield f"search, {name}", client.post("/search/", {"q": words}, follow=True)
    yield "cost, calculated", client.get("/cost/?medicine=6&extra=2&plan_pays=50")
    yield "cost with an error", client.get("/cost/?plan_pays=lots")
    yield "no such page", client.get("/nowhere/")
    yield "an answer that cannot be read", client.post("/screening/x/answering-for/", {"answer": "\0"})
    yield "a form from another site", Client(enforce_csrf_checks=True).post("/staff/login/", {})
    for name in ("403.html", "500.html", "503.html"):
        yield name, HttpResponse(render_to_string(name))
    yield "result of an expired attempt", client.get("/screening/x/result/")
    attempt = begin(client)
    conditions = [c.id for c in QUESTIONNAIRE.by_id["health_history"].choices if c.id in QUESTIONNAIRE.by_id]
    yield "before the safety questions", _before_safety(client)
    walk(client, CLEAR | dict.fromkeys(conditions, "no") | {"health_history": conditions}, attempt)
    for question in QUESTIONNAIRE.with_own_page:
        yield f"question {question.id}", client.get(question_url(attempt, question))
        yield f"question {question.id} with an error", client.post(question_url(attempt, question), {})
    yield "check your answers", client.get(f"/screening/{attempt}/check-your-answers/")
    yield "check your answers with an error", client.post(f"/screening/{attempt}/check-your-answers/", {})
    for name, answers in RESULTS.items():
        url = walk(client, CLEAR | answers)
        yield f"result {name}", client.get(url.replace("check-your-answers", "result"))
        yield f"result {name}, sent", client.post(url, {"consent": "on"}, follow=True)
    yield "result, sent, opened again", client.get(url.replace("check-your-answers", "result"))
    attempt = walk(client, CLEAR).split("/")[2]
    call = f"/call-me/{attempt}/"
    yield "ask for a call", client.get(call)
    yield "ask for a call with errors", client.post(call, {})
    yield "ask for a call, received", client.post(call, CALL, follow=True)
    yield "ask for a call, received, opened again", client.get(f"{call}received/")
    yield "ask for a call again with other data", client.post(call, CALL | {"name": "Bob"})
    client.post(f"/screening/{attempt}/pregnancy/", {"answer": "yes"})
    yield "result, changed after the request for a call", client.get(f"/screening/{attempt}/result/")
    yield from _receipts(client)


def _receipts(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    yield "form for the receipt code", client.get("/receipt/")
    attempt = begin(client)
    code = {"code": code_on(send(client, CLEAR, attempt))}
    yield "receipt of answers", client.post("/receipt/", code)
    client.post(f"/call-me/{attempt}/", CALL)
    yield "receipt of answers and a call", client.post("/receipt/", code)
    yield "receipt with the box not checked", client.post("/receipt/withdraw/", code)
    yield "receipt with a code mistyped", client.post("/receipt/", {"code": "0123"})
    yield "deleted with the receipt code", Client().post("/receipt/withdraw/", code | {"confirmed": "yes"})
    yield "receipt unknown", client.post("/receipt/", code)
    yield "result after the answers were deleted", client.get(f"/screening/{attempt}/result/")
    call_response = client.post(f"/call-me/{walk(client, CLEAR).split('/')[2]}/", CALL, follow=True)
    code = {"code": code_on(call_response)}
    yield "receipt of a call", client.post("/receipt/", code)
    yield "a call deleted with the receipt code", client.post("/receipt/withdraw/", code | {"confirmed": "yes"})


def _before_safety(client: Client) -> HttpResponse:
    attempt = begin(client)
    client.post(f"/screening/{attempt}/answering-for/", {"answer": "self"})
    return client.post(f"/screening/{attempt}/age/", {"answer": "18_64"}, follow=True)
