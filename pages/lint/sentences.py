"""Splits a Markdown text into the sentences that a reader sees, each with its place in the file.

Marks that a reader does not see (link targets, citations, emphasis, clinic facts) are replaced by as many other
characters, so that places do not change.
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
    """In `text`, marks that a reader does not see are replaced by NUL characters."""

    text: str
    line: int
    column: int

    @property
    def words(self) -> str:
        return " ".join(self.text.replace("\0", " ").split())

    def place(self, offset: int) -> tuple[int, int]:
        """(line, column) in the file of the character at `offset`."""
        before = self.text[:offset]
        if (newlines := before.count("\n")) == 0:
            return self.line, self.column + offset
        return self.line + newlines, offset - before.rfind("\n")


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, table row, heading, line of the front matter, or the meaning of a term.

    `is_sourced` if it has a citation, or if what it belongs to has one. `lead_in` is the paragraph before a list, if it
    ends in a colon.
    """

    kind: str
    sentences: tuple[Sentence, ...]
    is_sourced: bool
    lead_in: str = ""


def passages(body: Body) -> list[Passage]:
    """Every passage that a reader sees, in order."""
    blocks = list(_blocks(body))
    cites = [bool(CITATION.search(text)) for _, text, _ in blocks]
    result = []
    for number, (kind, text, line) in enumerate(blocks):
        is_sourced, lead_in = cites[number], ""
        if kind == "item":
            before = _next_to_list(blocks, number, -1)
            neighbors = [before, _next_to_list(blocks, number, 1)]
            is_sourced |= any(blocks[at][0] == "paragraph" and cites[at] for at in neighbors if at is not None)
            if before is not None and blocks[before][1].rstrip().endswith(":"):
                lead_in = _blanked(blocks[before][1])
        elif kind == "row":
            is_sourced |= any(cites[at] for at in _section(blocks, number))
        result.append(Passage(kind, tuple(_sentences(text, line)), is_sourced, lead_in))
    return result


def head_passages(text: str, lines: Mapping[str, int], title: str, description: str) -> list[Passage]:
    """Title and description, which readers see in search results. `lines` are those of the front matter."""
    text_lines = text.split("\n")
    result = []
    for key, words in (("title", title), ("description", description)):
        column = max(text_lines[lines[key] - 1].find(words), 0)
        sentences = [replace(sentence, column=sentence.column + column) for sentence in _sentences(words, lines[key])]
        result.append(Passage("head", tuple(sentences), is_sourced=False))
    return result


def term_passages(lines: Mapping[str, int], meanings: Mapping[str, str]) -> list[Passage]:
    return [
        Passage("term", tuple(_sentences(words, lines[term])), is_sourced=False) for term, words in meanings.items()
    ]


def _next_to_list(blocks: list[tuple[str, str, int]], number: int, step: int) -> int | None:
    """The block before (`step` -1) or after (1) the list of this item; None if there is none."""
    at = number
    while 0 <= at < len(blocks) and blocks[at][0] == "item":
        at += step
    return at if 0 <= at < len(blocks) else None


def _section(blocks: list[tuple[str, str, int]], number: int) -> range:
    """The blocks from the heading above to the heading below."""
    # A table may be explained, and its sources cited, anywhere in its section.
    first = last = number
    while first > 0 and blocks[first][0] != "heading":
        first -= 1
    while last + 1 < len(blocks) and blocks[last + 1][0] != "heading":
        last += 1
    return range(first, last + 1)


def _blocks(body: Body) -> Iterator[tuple[str, str, int]]:
    """(kind, text, line in the file) of each run of lines that belong together."""
    block: list[str] = []
    start, kind = 0, ""
    for number, line in enumerate([*body.text.split("\n"), ""], body.first_line):
        line_kind = _kind(line, inside=kind)
        if block and line_kind != "more":
            yield kind, "\n".join(block), start
            block = []
        if line_kind not in ("", "more"):
            start, kind = number, line_kind
        if line_kind:
            block.append(line)
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
    visible = _blanked(text)
    for match in SENTENCE.finditer(visible):
        lead = len(match[0]) - len(match[0].lstrip(" \0\n|#:-+*>"))
        if not match[0].strip(" \0\n|#:-+*>"):
            continue
        start = match.start() + lead
        before = visible[:start]
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
    # The end of a table cell ends a sentence.
    text = UNSEEN.sub(blank, text).replace("|", ".")
    return LIST_MARK.sub(blank, text, count=1)
