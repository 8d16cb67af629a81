"""Answers the questionnaire over HTTP, as a browser without JavaScript does."""

from collections.abc import Callable, Mapping

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

from screening.journey import session
from screening.journey.navigation import screen_by_slug
from screening.journey.session import Attempt

MOST_PAGES = 60


def begin(client: Client) -> str:
    """Start an attempt and return its id."""
    response = client.get("/screening/new/")
    return response["Location"].split("/")[2]


def walk(client: Client, answers: Mapping[str, object], attempt: str | None = None) -> str:
    """Answer every screen with `answers`, and keep going when an early result is offered.

    Returns the URL of the first page that is not a screen, or of the screen with an urgent answer.
    """
    attempt = attempt or begin(client)
    url = f"/screening/{attempt}/answering-for/"
    for _ in range(MOST_PAGES):
        screen = screen_by_slug(attempt, url.rstrip("/").rpartition("/")[2])
        if screen is None:
            return url
        response = client.post(url, {question.id: answers[question.id] for question in screen.questions})
        if response.status_code == 200:
            return url
        assert response.status_code == 302, (screen.first.id, response.status_code)
        url = response["Location"]
    raise AssertionError("the questionnaire does not end")


def send(client: Client, answers: Mapping[str, object], attempt: str | None = None) -> HttpResponse:
    """Answer every question and send the answers; returns the first result page, with the receipt code."""
    return client.post(walk(client, answers, attempt), {"consent": "on"}, follow=True)


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def code_on(response: HttpResponse) -> str:
    """The receipt code on a page; "" when there is none."""
    found = soup(response).select_one(".receipt-code")
    return found.text if found else ""


def in_another_tab(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object], before: bool = True) -> None:
    """Call `act` during the next request: before it changes the session, or after that and before its response."""
    update = session.update

    def late(request: object, attempt: Attempt, change: Callable[[Attempt], Attempt]) -> Attempt:
        monkeypatch.setattr(session, "update", update)
        if before:
            act()
        changed = update(request, attempt, change)
        if not before:
            act()
        return changed

    monkeypatch.setattr(session, "update", late)
