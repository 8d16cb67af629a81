"""Every page of the site in every state, for tests that check all of them."""

import json
from collections.abc import Iterator
from datetime import time
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client

from consultations.models import Schedule, WeeklyHours
from pages import catalogue
from screening.journey.navigation import screen_url
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.closures import Service
from tests.consultations import call_requests
from tests.consultations.appointments.times import form as times_form
from tests.machine import one_at_a_time
from tests.screening.answer_sets import CLEAR
from tests.screening.closing import close
from tests.screening.journeys import agree, answer, begin, code_on, send, url_of, walk, walk_until

READING = [page.url for page in catalogue.current().pages.values()]
RESULTS = {
    "suggest": {"age": "65_plus", "medicines": ["lamotrigine"]},
    "talk first": {"wish_to_be_dead": "yes", "pressure_told": "not_sure", "age": "65_plus"},
    "not now": {"pregnancy": "yes", "high_mood_signs": "some", "aneurysm": "not_sure"},
}
URGENT = {
    "medical": {"emergency_signs": "new_or_worse"},
    "suicide": {"suicide_plan": "yes"},
    "danger": {"harm_to_others": "yes"},
    "after a birth": {"unusual_experiences": "yes_after_birth"},
}
SEARCHES = {
    "matches": "bladder pain",
    "misspelled": "lozanges",
    "crisis help first": "suicide",
    "no matches": "zzzzqx",
    "empty": "",
    "matches for some of the words": "ketamine zzzzqx",
}


@pytest.fixture
def html_by_state(db, shared_folder: Path) -> dict[str, str]:
    """The HTML of every page in every state, made once."""
    file = shared_folder / "states.json"
    with one_at_a_time(shared_folder / "states.lock"):
        if not file.exists():
            client = Client(raise_request_exception=False)
            html = {name: response.content.decode() for name, response in states(client)}
            file.write_text(json.dumps(html), encoding="utf-8")
    return json.loads(file.read_text(encoding="utf-8"))


def states(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    """Yield (name of the state, its response), in the order in which a person might see them."""
    for url in [*READING, "/screening/", "/screening/questions/", "/screening/get-help-now/", "/screening/under-18/"]:
        yield url, client.get(url)
    for url in ("/search/", "/cost/", "/sources/", "/sources/?page=2", "/talk-to-us/"):
        yield url, client.get(url)
    for name, words in SEARCHES.items():
        yield f"search, {name}", client.post("/search/", {"q": words}, follow=True)
    yield "cost, calculated", client.get("/cost/?medicine=6&extra=2&plan_pays=50")
    yield "cost with an error", client.get("/cost/?plan_pays=lots")
    yield "no such page", client.get("/nowhere/")
    yield "an answer that cannot be read", client.post("/screening/x/answering-for/", {"answering_for": "\0"})
    yield "a form from another site", Client(enforce_csrf_checks=True).post("/staff/login/", {})
    for name in ("403.html", "500.html", "503.html"):
        yield name, HttpResponse(render_to_string(name))
    yield "result of an expired attempt", client.get("/screening/x/result/")
    attempt = begin(client)
    conditions = [c.id for c in QUESTIONNAIRE.by_id["health_history"].choices if c.id in QUESTIONNAIRE.by_id]
    walk(client, CLEAR | dict.fromkeys(conditions, "no") | {"health_history": conditions}, attempt)
    for screen in QUESTIONNAIRE.screens:
        yield f"screen {screen.first.id}", client.get(screen_url(attempt, screen))
        yield f"screen {screen.first.id} with errors", client.post(screen_url(attempt, screen), {})
    yield "check your answers", client.get(f"/screening/{attempt}/check-your-answers/")
    yield "send your answers", client.get(f"/screening/{attempt}/send-to-the-clinic/")
    yield "send your answers with an error", client.post(f"/screening/{attempt}/send-to-the-clinic/", {})
    for name, answers in RESULTS.items():
        url = walk(client, CLEAR | answers)
        yield f"result {name}", client.get(url.replace("check-your-answers", "result"))
        yield f"letter {name}", client.get(url.replace("check-your-answers", "letter-for-my-doctor"))
        yield f"result {name}, sent", agree(client, url, follow=True)
    yield "result, sent, opened again", client.get(url.replace("check-your-answers", "result"))
    yield from _calls_without_a_result(Client())
    attempt = walk(client, CLEAR).split("/")[2]
    call = f"/call-me/{attempt}/"
    yield "ask for a call", client.get(call)
    yield "ask for a call with errors", client.post(call, {})
    yield "ask for a call, received", client.post(call, call_requests.form(), follow=True)
    yield "ask for a call, received, opened again", client.get(f"{call}received/")
    yield "ask for a call again with other data", client.post(call, call_requests.form() | {"name": "Bob"})
    answer(client, attempt, pregnancy="yes")
    yield "result, changed after the request for a call", client.get(f"/screening/{attempt}/result/")
    yield from _receipts(client)
    yield from _endings(client)
    yield from _times(Client())
    yield from _closed(client)


def _calls_without_a_result(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    yield "ask for a call without a result", client.get("/call-me/")
    yield "ask for a call without a result, with errors", client.post("/call-me/", {})
    yield (
        "ask for a call without a result, received",
        client.post("/call-me/", call_requests.form(has_result=False), follow=True),
    )
    walk(client, CLEAR)
    yield "talk to us, with a result", client.get("/talk-to-us/")
    walk(client, CLEAR | RESULTS["not now"])
    yield "talk to us, not now", client.get("/talk-to-us/")


def _times(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    attempt = walk(client, CLEAR).split("/")[2]
    times = f"/call-me/{attempt}/time/"
    yield "no time is free", client.get(times)
    desk = Schedule.objects.create(name="Our front desk", host="front-desk", zone="America/New_York", is_offered=True)
    for weekday in range(7):
        WeeklyHours.objects.create(schedule=desk, weekday=weekday, start=time(9), end=time(17))
    yield "result, with times", client.get(f"/screening/{attempt}/result/")
    response = client.get(times)
    yield "pick a time", response
    yield "pick a time with an error", client.post(times, {})
    picked, *others = [free.value for day in response.context["days"] for free in day.times]
    yield "details for a time", client.post(times, {"time": picked}, follow=True)
    yield "details for a time with errors", client.post(f"{times}details/", {"time": picked})
    yield (
        "a time that was taken",
        client.post(f"{times}details/", times_form() | {"time": f"{desk.pk}.2020-01-01T09:00"}),
    )
    response = client.post(f"{times}details/", times_form() | {"time": picked}, follow=True)
    yield "a time booked", response
    code = {"code": code_on(response)}
    yield "result, with a time booked", client.get(f"/screening/{attempt}/result/")
    yield "form for the receipt code of a time", client.get("/receipt/time/")
    yield "receipt of a time", client.post("/receipt/", code)
    yield "a time, with the receipt code", client.post("/receipt/time/", code)
    yield "move a time", client.post("/receipt/time/move/", code)
    yield "move a time with an error", client.post("/receipt/time/move/", code | {"pick": "yes"})
    yield "a time moved", client.post("/receipt/time/move/", code | {"pick": "yes", "time": others[-1]})
    yield "cancel a time with the box not checked", client.post("/receipt/time/cancel/", code)
    yield "a time cancelled", client.post("/receipt/time/cancel/", code | {"confirmed": "yes"})


def _closed(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    attempt = walk(client, CLEAR).split("/")[2]
    close(Service.CALLS, Service.TIMES)
    yield "result, with calls and times closed", client.get(f"/screening/{attempt}/result/")
    yield "ask for a call, closed", client.get(f"/call-me/{attempt}/")
    yield "pick a time, closed", client.get(f"/call-me/{attempt}/time/")
    close(Service.QUESTIONNAIRE)
    yield "start, closed", client.get("/screening/")
    yield "question, closed", client.get(url_of(attempt, "age"))
    yield "talk to us, all closed", client.get("/talk-to-us/")


def _receipts(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    yield "form for the receipt code", client.get("/receipt/")
    attempt = begin(client)
    code = {"code": code_on(send(client, CLEAR, attempt))}
    yield "receipt of answers", client.post("/receipt/", code)
    client.post(f"/call-me/{attempt}/", call_requests.form())
    yield "receipt of answers and a call", client.post("/receipt/", code)
    yield "change of a call", client.post("/receipt/call/", code)
    yield "change of a call with errors", client.post("/receipt/call/", code | {"change": "yes"})
    yield "receipt with the box not checked", client.post("/receipt/withdraw/", code)
    yield "receipt with a code mistyped", client.post("/receipt/", {"code": "0123"})
    yield "deleted with the receipt code", Client().post("/receipt/withdraw/", code | {"confirmed": "yes"})
    yield "receipt unknown", client.post("/receipt/", code)
    yield "result after the answers were deleted", client.get(f"/screening/{attempt}/result/")
    call_response = client.post(f"/call-me/{walk(client, CLEAR).split('/')[2]}/", call_requests.form(), follow=True)
    code = {"code": code_on(call_response)}
    yield "receipt of a call", client.post("/receipt/", code)
    yield "a call deleted with the receipt code", client.post("/receipt/withdraw/", code | {"confirmed": "yes"})


def _endings(client: Client) -> Iterator[tuple[str, HttpResponse]]:
    for cause, answers in URGENT.items():
        attempt = begin(client)
        yield f"urgent, {cause}", answer(client, attempt, **answers)
        yield f"talk to us, {cause}", client.get("/talk-to-us/")
        yield f"answers deleted, {cause}", client.get(url_of(attempt, "age"))
    client.get("/screening/leave/")
    yield "answers deleted by leaving", client.get(url_of(attempt, "age"))
    yield "for someone else", client.get(f"/screening/{attempt}/for-someone-else/")
    attempt = begin(client)
    stop_at = walk_until(client, CLEAR | {"pregnancy": "yes"}, "aneurysm", attempt)
    yield "an early result offered", client.get(stop_at)
    yield "early result", client.post(f"/screening/{attempt}/stop-or-keep-going/", {"decision": "stop"}, follow=True)
    yield "letter of an early result", client.get(f"/screening/{attempt}/letter-for-my-doctor/")
