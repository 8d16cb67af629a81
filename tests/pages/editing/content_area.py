"""Reads the pages of the Content area, and the rows that it stores."""

from datetime import UTC, datetime

from bs4 import BeautifulSoup
from django.http import HttpResponse

from pages.models import ContentPage

LIST = "/staff/pages/contentpage/"
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
# Times at which nothing can be planned, in New York, and what the editor reads.
CLOCK_CHANGE = (
    "The clock changes in that hour, so this time does not exist or exists twice. "
    "Choose a time at least an hour earlier or later"
)
WRONG_TIMES = [
    ("2020-01-01T10:00", "Choose a time in the future"),
    ("tomorrow", "Write a day and a time, like 2027-05-22 09:00"),
    ("2030-03-10T02:30", CLOCK_CHANGE),
    ("2030-11-03T01:30", CLOCK_CHANGE),
    ("9999-12-31T23:59", "Choose a time within the next ten years"),
    ("0001-01-01T00:00", "Choose a time in the future"),
]


def url(page: ContentPage, route: str = "change") -> str:
    return f"{LIST}{page.pk}/{route}/"


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(response: HttpResponse, selector: str = "#content") -> list[str]:
    """The text of each selected element, with single spaces."""
    return [" ".join(element.get_text(" ").split()) for element in soup(response).select(selector)]


def frame(response: HttpResponse) -> BeautifulSoup:
    """The previewed page."""
    return BeautifulSoup(soup(response).select_one("iframe")["srcdoc"], "html.parser")


def form_of(response: HttpResponse) -> dict[str, str]:
    """The fields that a browser would send from the form of the editor."""
    page = soup(response)
    hidden = {name: page.select_one(f"#editor [name={name}]").get("value", "") for name in ("newest", "live")}
    return hidden | {"text": page.select_one("#id_text").text.removeprefix("\n").replace("\r\n", "\n")}


def fresh(page: ContentPage) -> ContentPage:
    """The page with all its fields read again."""
    return ContentPage.objects.get(pk=page.pk)


def versions_of(page: ContentPage) -> list[tuple[str, str, str]]:
    """(how, author, text), the oldest first."""
    return [(version.how, version.author_name, version.text) for version in page.versions.order_by("pk")]
