"""Cuts rendered HTML into the blocks that a reader sees: paragraphs, list items, table rows, headings and titles."""

from dataclasses import dataclass
from html.parser import HTMLParser

KINDS = {"p": "paragraph", "dt": "paragraph", "dd": "paragraph", "pre": "paragraph", "blockquote": "paragraph"}
KINDS |= {"li": "item", "tr": "row", "figcaption": "title", **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading")}
LISTS = {"ul", "ol", "dl"}
VOID = {"br", "hr", "img"}
# Drawings repeat a table, and buttons and meanings explain words of the page.
UNREAD = frozenset({"svg", "summary", "button", "aside", "sup"})
# What a screen reader says before a title, the name of its column that a phone shows before a cell, and the glossary,
# which has a file of its own.
UNREAD_CLASSES = {"visually-hidden", "cell-name", "glossary"}


@dataclass(frozen=True)
class Block:
    """`kind` is paragraph, item, row, heading or title. `cites` if a source is cited in it."""

    kind: str
    text: str
    cites: bool


class _Reader(HTMLParser):
    def __init__(self, html: str, unread: frozenset[str]) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self._unread, self._depth_unread = unread, 0
        self._items, self._cells = 0, 0
        self._kind, self._text, self._cites = "", list[str](), False
        self.feed(html)
        self.close()
        self._end_block()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            # A reader who does not see a picture reads its text.
            self.handle_data((dict(attrs).get("alt") or "") if tag == "img" else "\n")
            return
        self._cites |= tag == "sup"
        css = set((dict(attrs).get("class") or "").split())
        if self._depth_unread or tag in self._unread or css & UNREAD_CLASSES:
            self._depth_unread += 1
            return
        self._items += tag == "li"
        if tag in ("td", "th"):
            self._begin_cell()
        elif tag in KINDS or tag in LISTS:
            is_title = any(name.endswith("__title") for name in css)
            self._end_block()
            self._kind = "title" if is_title else "item" if self._items and tag == "p" else KINDS.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        if self._depth_unread:
            self._depth_unread -= 1
        elif tag in KINDS or tag in LISTS:
            self._end_block()
            self._items -= tag == "li"

    def handle_data(self, data: str) -> None:
        if not self._depth_unread:
            self._text.append(data)

    def _begin_cell(self) -> None:
        # The end of a cell ends a sentence.
        if cells := "".join(self._text).rstrip():
            self._text = [cells, " " if cells[-1] in ".?!" else ". "]

    def _end_block(self) -> None:
        if text := "".join(self._text).strip():
            kind = self._kind or ("item" if self._items else "paragraph")
            self.blocks.append(Block(kind, text, self._cites))
        self._kind, self._text, self._cites = "", [], False


def blocks(html: str, unread: frozenset[str] = UNREAD) -> list[Block]:
    """The blocks of sanitized HTML, in order, without the text in elements of the `unread` kinds."""
    return _Reader(html, unread).blocks
