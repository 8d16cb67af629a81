"""A rendered page cut into pieces a reader can be shown: paragraphs, list items and rows, under their headings."""

from dataclasses import dataclass
from html.parser import HTMLParser

from pages.rendering.outline import BLOCKS

NOT_READ = {"svg", "sup", "button", "aside", "summary", "thead", "figcaption"}
BREAKS = (BLOCKS | {"tr"}) - {"dt", "dd"}
HEADINGS = {"h2", "h3", "h4"}


@dataclass(frozen=True)
class Passage:
    """`anchor` and `heading` are those of the nearest heading above that can be linked to, empty before the first."""

    anchor: str
    heading: str
    text: str


def passages(html: str) -> list[Passage]:
    """The passages of sanitised HTML in reading order; headings with an anchor are no passages of their own."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_passage()
    return reader.passages


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.passages: list[Passage] = []
        self.anchor = self.heading = self.text = ""
        self.skipping = 0
        self.in_glossary = False  # its terms are found by themselves
        self.in_heading: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.skipping += tag in NOT_READ
        self.in_glossary = self.in_glossary or attributes.get("class") == "glossary"
        if tag in BREAKS or tag == "dt":
            self.end_passage()
        elif tag in ("td", "th") and (cell := self.text.rstrip()):
            self.text = cell + (" " if cell[-1] in ".?!" else ". ")
        if tag in HEADINGS and (anchor := attributes.get("id")):
            self.in_heading = anchor

    def handle_endtag(self, tag: str) -> None:
        self.skipping -= tag in NOT_READ
        if tag in HEADINGS and self.in_heading:
            self.anchor, self.heading, self.text = self.in_heading, " ".join(self.text.split()), ""
            self.in_heading = None
        elif tag == "dt":
            self.text += ": "
        elif tag in BREAKS or tag == "dd":
            self.end_passage()
        self.in_glossary = self.in_glossary and tag != "dl"

    def handle_data(self, data: str) -> None:
        if not self.skipping and not self.in_glossary:
            self.text += data

    def end_passage(self) -> None:
        text = " ".join(self.text.split()).replace(" :", ":")
        if text.strip(":"):
            self.passages.append(Passage(self.anchor, self.heading, text))
        self.text = ""
