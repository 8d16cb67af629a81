"""Answers the questionnaire over HTTP, as a browser without JavaScript does."""

from collections.abc import Callable, Mapping
from functools import partial

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from screening.journey import session
from screening.journey.navigation import screen_by_slug, screen_url
from screening.journey.result_views import consent_to_sending
from screening.journey.session import Attempt
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR

MOST_PAGES = 60


def begin(client: Client) -> str:
    """Start an attempt and return its id."""
    response = client.get("/screening/new/")
    return response["Location"].split("/")[2]


def walk(client: Client, answers: Mapping[str, object], attempt: str | None = None) -> str:
    """Answer every screen with `answers`, without stopping early.

    Returns the URL of the first page that is not a screen, or of the screen with an urgent answer.
    """
    return walk_until(client, answers, "", attempt)


def walk_until(client: Client, answers: Mapping[str, object], question_id: str, attempt: str | None = None) -> str:
    """Answer every screen before that of the question; returns the URL of that screen."""
    attempt = attempt or begin(client)
    url = f"/screening/{attempt}/answering-for/"
    for _ in range(MOST_PAGES):
        screen = screen_by_slug(attempt, url.rstrip("/").rpartition("/")[2])
        if screen is None or question_id in {question.id for question in screen.questions}:
            return url
        response = client.post(url, {question.id: answers[question.id] for question in screen.questions})
        if response.status_code == 200:
            return url
        assert response.status_code == 302, (screen.first.id, response.status_code)
        url = response["Location"]
    raise AssertionError("the questionnaire does not end")


def url_of(attempt: str, question_id: str) -> str:
    """The URL of the screen with this question."""
    return screen_url(attempt, QUESTIONNAIRE.screen_of(QUESTIONNAIRE.by_id[question_id]))


def answer(client: Client, attempt: str, **answers: object) -> HttpResponse:
    """Answer questions of one screen; the other questions of the screen keep their answers in CLEAR."""
    screen = QUESTIONNAIRE.screen_of(QUESTIONNAIRE.by_id[next(iter(answers))])
    clear = {question.id: CLEAR[question.id] for question in screen.questions if question.id in CLEAR}
    return client.post(screen_url(attempt, screen), clear | answers)


def send(client: Client, answers: Mapping[str, object], attempt: str | None = None) -> HttpResponse:
    """Answer every question and send the answers; returns the first result page, with the receipt code."""
    return agree(client, walk(client, answers, attempt), follow=True)


def agree(client: Client, check_url: str, follow: bool = False) -> HttpResponse:
    """Consent to sending the answers. `check_url` is the URL that `walk` returns."""
    return client.post(check_url.replace("check-your-answers", "send-to-the-clinic"), consented(), follow=follow)


def consented() -> dict[str, str]:
    """Consent to the words that are in force now."""
    return {"consent": consent_to_sending().text_digest}


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def code_on(response: HttpResponse) -> str:
    """The receipt code on a page; "" when there is none."""
    found = soup(response).select_one(".receipt-code")
    return found.text if found else ""


def in_another_tab(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], before: bool = True) -> None:
    """Call `act` during the next request: before it changes the session, or after that and before its response."""
    originals = {name: getattr(session, name) for name in ("update", "update_answers")}

    def late(name: str, request: object, attempt: Attempt, change: Callable[[Attempt], Attempt]) -> Attempt:
        for other, original in originals.items():
            monkeypatch.setattr(session, other, original)
        if before:
            act()
        changed: Attempt = originals[name](request, attempt, change)
        if not before:
            act()
        return changed

    for name in originals:
        monkeypatch.setattr(session, name, partial(late, name))
