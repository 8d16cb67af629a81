"""What the tests of the Content area ask of its pages."""

from bs4 import BeautifulSoup
from django.http import HttpResponse

from pages.models import ContentPage

LIST = "/staff/pages/contentpage/"


def url(page: ContentPage, way: str = "change") -> str:
    return f"{LIST}{page.pk}/{way}/"


def soup(response: HttpResponse) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(response: HttpResponse, selector: str = "#content") -> list[str]:
    """The text of each element that `selector` finds, with single spaces."""
    return [" ".join(element.get_text(" ").split()) for element in soup(response).select(selector)]


def frame(response: HttpResponse) -> BeautifulSoup:
    """The page in the preview beside the text."""
    return BeautifulSoup(soup(response).select_one("iframe")["srcdoc"], "html.parser")


def form_of(response: HttpResponse) -> dict[str, str]:
    """What the form of the editor would send: the text, and what was seen of the page."""
    page = soup(response)
    hidden = {name: page.select_one(f"#editor [name={name}]").get("value", "") for name in ("newest", "live")}
    return hidden | {"text": page.select_one("#id_text").text.removeprefix("\n").replace("\r\n", "\n")}
