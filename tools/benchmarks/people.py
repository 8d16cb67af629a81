"""Writes requests of many people to the standard output, one a line, for `load`: `python -m tools.benchmarks.people`.

Runs with the settings of the site that is measured, because it stores their sessions in its database.
"""

import argparse
import os
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kat_site.settings")

import django

django.setup()

from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse
from django.utils.crypto import get_random_string

from screening.journey import session
from screening.journey.navigation import screen_url
from screening.questionnaire import QUESTIONNAIRE
from tests.screening.answer_sets import CLEAR
from tools.benchmarks.load import Request

# In the middle of the questionnaire: a screen with several questions.
QUESTION = "pressure_told"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=("question", "answer", "send"))
    parser.add_argument("--people", type=int, required=True)
    options = parser.parse_args()
    for number in range(options.people):
        print(next(iter(requests(options.kind, f"{number:08}"))).as_line())


def requests(kind: str, attempt_id: str) -> Iterator[Request]:
    screen = QUESTIONNAIRE.screen_of(QUESTIONNAIRE.by_id[QUESTION])
    sends = kind == "send"
    path = reverse("screening:send", args=[attempt_id]) if sends else screen_url(attempt_id, screen)
    cookies = {settings.SESSION_COOKIE_NAME: session_with_answers(attempt_id), settings.CSRF_COOKIE_NAME: new_csrf()}
    header = "; ".join(f"{name}={value}" for name, value in cookies.items())
    if kind == "question":
        yield Request(path, header)
        return
    answers = {} if sends else {question.id: str(CLEAR[question.id]) for question in screen.questions}
    fields = {"csrfmiddlewaretoken": cookies[settings.CSRF_COOKIE_NAME]} | fields_of_form(path, cookies)
    yield Request(path, header, [*(fields | answers).items()])


def session_with_answers(attempt_id: str) -> str:
    """Store a session with an attempt that has all answers. Returns its key."""
    store = SessionStore()
    request: Any = SimpleNamespace(session=store)
    attempt = session.new_attempt(attempt_id)
    session.update(request, attempt, lambda stored: stored.__class__(**(vars(stored) | {"answers": dict(CLEAR)})))
    return str(store.session_key)


def new_csrf() -> str:
    return get_random_string(32)


def fields_of_form(path: str, cookies: dict[str, str]) -> dict[str, str]:
    """The hidden fields of the form on this page, and the consent that it shows, given."""
    client = Client(headers={"host": settings.SITE_URL.rpartition("/")[2]})
    for name, value in cookies.items():
        client.cookies[name] = value
    page = BeautifulSoup(client.get(path).content, "html.parser")
    inputs = page.select('main form input[type="hidden"], main form input[name="consent"]')
    return {str(field["name"]): str(field["value"]) for field in inputs if field["name"] != "csrfmiddlewaretoken"}


if __name__ == "__main__":
    main()
