"""What a rendered page contains: its ids, headings, text, and the passages that search shows."""

import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser

from pages.rendering.tables import MANY_COLUMNS

BLOCKS = {"p", "li", "dt", "dd", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote", "pre", "ul", "ol", "dl"}
LINKED = {"h2", "h3", "h4"}
# Drawings, citation numbers and the meanings of words are not part of what a page says.
NOT_TEXT = {"svg", "sup", "summary", "button", "aside"}
NOT_IN_BLOCKS = NOT_TEXT | {"table"}
NOT_IN_PASSAGES = NOT_TEXT | {"thead", "figcaption"}
# What is on many pages, is found by itself, or is only for screen readers: its class, and the element that ends it.
NOT_SEARCHED = {"glossary": "dl", "risks": "section", "visually-hidden": "span"}
# A passage with so few words does not make sense by itself: "a seizure", "Pregnant. Not now".
FEW_WORDS = 12


@dataclass(frozen=True)
class Heading:
    """A second-level heading of a page and its anchor."""

    id: str
    title: str


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, definition or table row. `anchor` and `heading` belong to the nearest heading above
    that a link can lead to; both are empty before the first.

    `lead` is what a reader has to know first to understand a short item or row: what the list is about, or the first
    sentence of the section.
    """

    anchor: str
    heading: str
    text: str
    lead: str = ""


class Outline(HTMLParser):
    """Reads sanitized HTML once.

    `blocks` are the texts of its paragraphs, list items, headings and so on, without tables. `passages` are in reading
    order, with the rows of tables. They leave out the glossary, whose terms search finds by themselves, and the risk
    panel, which many pages share.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.headings: list[Heading] = []
        self.blocks: list[str] = [""]
        self.passages: list[Passage] = []
        self._open: Counter[str] = Counter()
        self._unsearched_until = ""
        self._passage = self._anchor = self._heading = ""
        self._section_begins = self._list_is_about = ""
        self._columns: list[str] = []
        self._column = 0
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
        self._unsearched_until = self._unsearched_until or NOT_SEARCHED.get(attributes.get("class") or "", "")
        if (id := attributes.get("id")) and tag != "aside":
            self.ids.add(id)
        if tag in BLOCKS:
            self.blocks.append("")
        if tag in LINKED:
            self._heading_id = id
        if tag == "table":
            self._columns = []
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
            self._end_passage(tag)
        if tag in BLOCKS:
            self.blocks.append("")
        if tag == self._unsearched_until:
            self._unsearched_until = ""

    def handle_data(self, data: str) -> None:
        if not self._is_inside(NOT_IN_BLOCKS):
            self.blocks[-1] += data
        if self._open["thead"] and self._columns:
            self._columns[-1] += data
        if not self._unsearched_until and not self._is_inside(NOT_IN_PASSAGES):
            self._passage += data

    def _is_inside(self, tags: set[str]) -> bool:
        return any(self._open[tag] for tag in tags)

    def _begin_cell(self) -> None:
        if self._open["thead"]:
            self._columns.append("")
        elif cells := self._passage.rstrip():
            self._column += 1
            # A wide table has the name of the column in each cell.
            names = self._columns if len(self._columns) < MANY_COLUMNS else []
            name = names[self._column].strip() if self._column < len(names) else ""
            self._passage = cells + (" " if cells[-1] in ".?!" else ". ") + (f"{name}: " if name else "")

    def _end_heading(self, tag: str) -> None:
        self._anchor, self._heading = self._heading_id or "", " ".join(self._passage.split())
        self._passage, self._heading_id = "", None
        self._section_begins = self._list_is_about = ""
        if tag == "h2":
            self.headings.append(Heading(self._anchor, self._heading))

    def _end_passage(self, tag: str = "") -> None:
        """`tag` is the element that ended."""
        text = " ".join(self._passage.split()).replace(" :", ":")
        self._passage, self._column = "", 0
        if not text.strip(":"):
            return
        leads = {"li": self._list_is_about, "tr": self._section_begins}
        lead = leads.get(tag, "") if len(text.split()) < FEW_WORDS else ""
        self.passages.append(Passage(self._anchor, self._heading, text, lead))
        if tag == "p":
            self._section_begins = self._section_begins or re.split(r"(?<=[.!?]) ", text)[0]
            self._list_is_about = text if text.endswith(":") else ""
        elif tag.startswith("h"):
            self._list_is_about = text if text.endswith((":", "?")) else f"{text}:"
