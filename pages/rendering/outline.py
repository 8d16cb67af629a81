"""What a finished page holds: its plain text, its headings, and the ids a link can lead to."""

from dataclasses import dataclass
from html.parser import HTMLParser

NOT_TEXT = {"svg", "sup", "table", "summary", "button", "aside"}  # drawings, citation numbers, tables, meanings
BLOCKS = {"p", "li", "dt", "dd", "h2", "h3", "h4", "h5", "h6", "figcaption", "blockquote", "pre", "ul", "ol", "dl"}


@dataclass(frozen=True)
class Heading:
    """A second-level heading of a page and its anchor."""

    id: str
    title: str


class Outline(HTMLParser):
    """Reads sanitised HTML once. `blocks` are the texts of its paragraphs, list items, headings and so on."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.headings: list[Heading] = []
        self.blocks: list[str] = [""]
        self._skipping = 0
        self._heading_id: str | None = None
        self.feed(html)
        self.close()
        self.blocks = [block.strip() for block in self.blocks if block.strip()]

    @property
    def text(self) -> str:
        """One block a line."""
        return "\n".join(" ".join(block.split()) for block in self.blocks)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        id = dict(attrs).get("id")
        if id and tag != "aside":
            self.ids.add(id)
        if tag in NOT_TEXT:
            self._skipping += 1
        if tag in BLOCKS:
            self.blocks.append("")
        if tag == "h2":
            self._heading_id = id

    def handle_endtag(self, tag: str) -> None:
        if tag in NOT_TEXT:
            self._skipping -= 1
        if tag == "h2" and self._heading_id:
            self.headings.append(Heading(self._heading_id, " ".join(self.blocks[-1].split())))
        if tag in BLOCKS:
            self.blocks.append("")

    def handle_data(self, data: str) -> None:
        if not self._skipping:
            self.blocks[-1] += data
