"""What a rendered page contains: its ids, headings, text, and the passages that search shows."""

from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

BLOCKS = {"p", "li", "dt", "dd", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote", "pre", "ul", "ol", "dl"}
LINKED = {"h2", "h3", "h4"}
# Drawings, citation numbers and the meanings of words are not part of what a page says.
NOT_TEXT = {"svg", "sup", "summary", "button", "aside"}
NOT_IN_BLOCKS = NOT_TEXT | {"table"}
NOT_IN_PASSAGES = NOT_TEXT | {"thead", "figcaption"}


@dataclass(frozen=True)
class Heading:
    """A second-level heading of a page and its anchor."""

    id: str
    title: str


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, definition or table row. `anchor` and `heading` belong to the nearest heading above
    that a link can lead to; both are empty before the first."""

    anchor: str
    heading: str
    text: str


class Outline(HTMLParser):
    """Reads sanitized HTML once.

    `blocks` are the texts of its paragraphs, list items, headings and so on, without tables. `passages` are in reading
    order, with the rows of tables, without the glossary: search finds its terms by themselves.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.headings: list[Heading] = []
        self.blocks: list[str] = [""]
        self.passages: list[Passage] = []
        self._open: Counter[str] = Counter()
        self._in_glossary = False
        self._passage = self._anchor = self._heading = ""
        self._heading_id: str | None = None
        self.feed(html)
        self.close()
        self._end_passage()
        self.blocks = [block.strip() for block in self.blocks if block.strip()]

    @property
    def text(self) -> str:
        """One block a line."""
        return "\n".join(" ".join(block.split()) for block in self.blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self._open[tag] += 1
        self._in_glossary = self._in_glossary or attributes.get("class") == "glossary"
        if (id := attributes.get("id")) and tag != "aside":
            self.ids.add(id)
        if tag in BLOCKS:
            self.blocks.append("")
        if tag in LINKED:
            self._heading_id = id
        if tag in ("td", "th"):
            self._begin_cell()
        # A definition continues the passage of the word it defines.
        elif tag == "tr" or (tag in BLOCKS and tag != "dd"):
            self._end_passage()

    def handle_endtag(self, tag: str) -> None:
        self._open[tag] -= 1
        if tag in LINKED and self._heading_id:
            self._end_heading(tag)
        elif tag == "dt":
            self._passage += ": "
        elif tag == "tr" or tag in BLOCKS:
            self._end_passage()
        if tag in BLOCKS:
            self.blocks.append("")
        self._in_glossary = self._in_glossary and tag != "dl"

    def handle_data(self, data: str) -> None:
        if not self._is_inside(NOT_IN_BLOCKS):
            self.blocks[-1] += data
        if not self._in_glossary and not self._is_inside(NOT_IN_PASSAGES):
            self._passage += data

    def _is_inside(self, tags: set[str]) -> bool:
        return any(self._open[tag] for tag in tags)

    def _begin_cell(self) -> None:
        if cells := self._passage.rstrip():
            self._passage = cells + (" " if cells[-1] in ".?!" else ". ")

    def _end_heading(self, tag: str) -> None:
        self._anchor, self._heading = self._heading_id or "", " ".join(self._passage.split())
        self._passage, self._heading_id = "", None
        if tag == "h2":
            self.headings.append(Heading(self._anchor, self._heading))

    def _end_passage(self) -> None:
        text = " ".join(self._passage.split()).replace(" :", ":")
        if text.strip(":"):
            self.passages.append(Passage(self._anchor, self._heading, text))
        self._passage = ""
