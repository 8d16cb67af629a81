"""A markdown text as the sentences a reader gets, each with its place in the file.

Marks that a reader does not see (link targets, citations, emphasis, clinic facts) are blanked out with as many other
characters, so that a place in the blanked text is the place in the file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pages.schema.front_matter import Body

CITATION = re.compile(r"\[@[^\]\n]+\]")
UNSEEN = re.compile(r"\[=[^\]\n]+\]|\]\([^)\n]*\)|\*\*|[*_`](?=\w)|(?<=[\w.!?])[*_`]|!?\[(?!\w*\])|\{:[^}]*\}")
FACT = re.compile(r"\{\{[^}]*\}\}")
LIST_MARK = re.compile(r"\s*(?:[-*+]|\d{1,2}\.) ")
SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?![\s\0]|$)[^.!?]*)*[.!?]*[”\"’)]*")
COMPONENT = re.compile(r'!!! +(?P<kind>[\w-]+)(?: +"(?P<title>[^"]*)")?')


@dataclass(frozen=True)
class Sentence:
    """What a reader takes in at one go. `text` has its unseen marks blanked out."""

    text: str
    line: int
    column: int

    @property
    def words(self) -> str:
        return " ".join(self.text.replace("\0", " ").split())

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column) in the file of what stands `offset` characters into the sentence."""
        before = self.text[:offset]
        if (newlines := before.count("\n")) == 0:
            return self.line, self.column + offset
        return self.line + newlines, offset - before.rfind("\n")


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, table row or heading, a line of the front matter, or the meaning of a term. `is_sourced`:
    it cites, or what it belongs to does. `lead_in`: the paragraph before a list that ends in a colon."""

    kind: str
    sentences: tuple[Sentence, ...]
    is_sourced: bool
    lead_in: str = ""


def passages(body: Body) -> list[Passage]:
    """Everything a reader reads, in order."""
    blocks = list(_blocks(body))
    cites = [bool(CITATION.search(text)) for _, text, _ in blocks]
    found = []
    for number, (kind, text, line) in enumerate(blocks):
        sourced, lead_in = cites[number], ""
        if kind == "item":
            before = _beside(blocks, number, -1)
            around = [before, _beside(blocks, number, 1)]
            sourced = sourced or any(blocks[at][0] == "paragraph" and cites[at] for at in around if at is not None)
            if before is not None and blocks[before][1].rstrip().endswith(":"):
                lead_in = _blanked(blocks[before][1])
        elif kind == "row":
            sourced = sourced or any(cites[at] for at in _section(blocks, number))
        found.append(Passage(kind, tuple(_sentences(text, line)), sourced, lead_in))
    return found


def head_passages(text: str, lines: Mapping[str, int], title: str, description: str) -> list[Passage]:
    """Title and description of a page: what is read of it in a search result. `lines` are those of the front matter."""
    written = text.split("\n")
    found = []
    for key, words in (("title", title), ("description", description)):
        column = max(written[lines[key] - 1].find(words), 0)
        sentences = (replace(one, column=one.column + column) for one in _sentences(words, lines[key]))
        found.append(Passage("head", tuple(sentences), is_sourced=False))
    return found


def term_passages(lines: Mapping[str, int], meanings: Mapping[str, str]) -> list[Passage]:
    """The meanings of the glossary."""
    return [
        Passage("term", tuple(_sentences(words, lines[term])), is_sourced=False) for term, words in meanings.items()
    ]


def _beside(blocks: list[tuple[str, str, int]], number: int, step: int) -> int | None:
    """What stands before (-1) or after (1) the list that this item is of."""
    at = number
    while 0 <= at < len(blocks) and blocks[at][0] == "item":
        at += step
    return at if 0 <= at < len(blocks) else None


def _section(blocks: list[tuple[str, str, int]], number: int) -> range:
    """From the heading above to the one below: a table is explained, and its sources named, anywhere in between."""
    first = last = number
    while first > 0 and blocks[first][0] != "heading":
        first -= 1
    while last + 1 < len(blocks) and blocks[last + 1][0] != "heading":
        last += 1
    return range(first, last + 1)


def _blocks(body: Body) -> Iterator[tuple[str, str, int]]:
    """(kind, text, line of the file) of each run of lines that belongs together."""
    held: list[str] = []
    start, kind = 0, ""
    for number, line in enumerate([*body.text.split("\n"), ""], body.first_line):
        here = _kind(line, inside=kind)
        if held and here != "more":
            yield kind, "\n".join(held), start
            held = []
        if here not in ("", "more"):
            start, kind = number, here
        if here:
            held.append(line)
        else:
            kind = ""


def _kind(line: str, inside: str) -> str:
    text = line.strip()
    if not text or set(text) <= set("|-: "):
        return ""
    if text.startswith("#"):
        return "heading"
    if text.startswith("|"):
        return "row"
    if text.startswith("!!!"):
        return "title"
    if LIST_MARK.match(line):
        return "item"
    if text.startswith(": "):
        return "paragraph"
    return "more" if inside in ("paragraph", "item") else "paragraph"


def _sentences(text: str, line: int) -> Iterator[Sentence]:
    seen = _blanked(text)
    for match in SENTENCE.finditer(seen):
        lead = len(match[0]) - len(match[0].lstrip(" \0\n|#:-+*>"))
        if not match[0].strip(" \0\n|#:-+*>"):
            continue
        start = match.start() + lead
        before = seen[:start]
        newlines = before.count("\n")
        yield Sentence(match[0][lead:], line + newlines, start - before.rfind("\n"))


def _blanked(text: str) -> str:
    def blank(match: re.Match[str]) -> str:
        return re.sub(r"[^\n]", "\0", match[0])

    title = COMPONENT.match(text)
    if title:
        start = title.start("title") if title["title"] else len(text)
        text = "\0" * start + text[start:].replace('"', "\0")
    text = CITATION.sub(blank, FACT.sub(lambda match: "x" * len(match[0]), text))
    text = UNSEEN.sub(blank, text).replace("|", ".")  # a cell ends a sentence
    return LIST_MARK.sub(blank, text, count=1)
