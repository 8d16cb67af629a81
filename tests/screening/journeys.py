"""Walk the questionnaire over HTTP, as a browser without JavaScript does."""

from collections.abc import Mapping

from django.test import Client

from screening.questionnaire import QUESTIONNAIRE

MOST_PAGES = 60


def begin(client: Client) -> str:
    """Start an attempt; gives its id."""
    response = client.get("/screening/new/")
    return response["Location"].split("/")[2]


def walk(client: Client, answers: Mapping[str, object], attempt: str | None = None) -> str:
    """Answer every question that comes as `answers` says; gives the address where the questions end."""
    url = f"/screening/{attempt or begin(client)}/answering-for/"
    for _ in range(MOST_PAGES):
        slug = url.rstrip("/").rpartition("/")[2]
        if slug == "before-we-go-on":
            assert client.get(url).status_code == 200
            url = url.replace(slug, "suicide-now")
            continue
        question = QUESTIONNAIRE.by_slug.get(slug)
        if question is None:
            return url
        response = client.post(url, {"answer": answers[question.id]})
        assert response.status_code == 302, (question.id, response.status_code)
        url = response["Location"]
    raise AssertionError("the questionnaire does not end")
