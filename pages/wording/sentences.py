"""Splits a text into the sentences that a reader sees, each with its place in the file.

The text is rendered with a mark at the start of each line, so that a sentence knows which lines it came from.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pages.rendering.blocks import Block, blocks
from pages.rendering.markdown import FACT, html_of
from pages.schema.as_read import as_read
from pages.schema.front_matter import Body

SENTENCE = re.compile(r"[^.!?]+(?:[.!?](?!\s|$)[^.!?]*)*[.!?]*[”\"’)]*")
# A mark is a character for private use; its number is that of the line. A page has fewer lines than there are marks.
FIRST_MARK, LAST_MARK = 0xF0000, 0x10FFFD
MARK = re.compile(f"[{chr(FIRST_MARK)}-{chr(LAST_MARK)}]")
# What Markdown reads at the start of a line before its text.
BEFORE_TEXT = re.compile(r'(?:[-*+]\s+|\d{1,9}[.)]\s+|#{1,6}\s*|>\s*|\|\s*|:\s+|!!! [a-z-]+ "|\s+)*')
# Markdown would not understand a mark in the address of a reference, the glossary, or the line under a table's head.
UNMARKABLE = re.compile(r"\s*\[[^\]]*\]:|\s*\{\{ *(?:glossary|risks) *\}\}|\W*$")


@dataclass(frozen=True)
class Sentence:
    """`text` is as a reader sees it. `lines` has the offset in it at which each line of the file begins."""

    text: str
    lines: tuple[tuple[int, int], ...]

    @property
    def words(self) -> str:
        return " ".join(self.text.split())

    def line_at(self, offset: int) -> int:
        return max((line for start, line in self.lines if start <= offset), default=self.lines[0][1])


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, table row, heading, title, line of the front matter, or the meaning of a term.

    `is_sourced` if it has a citation, or if what it belongs to has one. `lead_in` is the paragraph before a list, if it
    ends in a colon.
    """

    kind: str
    sentences: tuple[Sentence, ...]
    is_sourced: bool
    lead_in: str = ""


def passages(body: Body) -> list[Passage]:
    """Every passage that a reader sees, in order."""
    # The facts are right by themselves, and a number in one needs no source.
    facts = {name: "x" * len(name) for name in re.findall(FACT, body.text)}
    all_blocks = blocks(html_of(Body(_marked(body), body.first_line), facts))
    is_sourced = _sourced(all_blocks)
    result, lead_in, line = [], "", body.first_line
    for number, block in enumerate(all_blocks):
        sentences = tuple(_sentences(block.text, line))
        if block.kind != "item":
            lead_in = " ".join(sentence.text for sentence in sentences) if block.text.endswith(":") else ""
        of_item = lead_in if block.kind == "item" else ""
        result.append(Passage(block.kind, sentences, is_sourced[number], of_item))
        line = sentences[-1].lines[-1][1] if sentences else line
    return result


def head_passages(lines: Mapping[str, int], title: str, description: str) -> list[Passage]:
    """Title and description, which readers see in search results. `lines` are those of the front matter."""
    texts = (("title", title), ("description", description))
    return [Passage("head", tuple(_sentences(words, lines[key])), is_sourced=False) for key, words in texts]


def term_passages(lines: Mapping[str, int], meanings: Mapping[str, str]) -> list[Passage]:
    return [
        Passage("term", tuple(_sentences(words, lines[term])), is_sourced=False) for term, words in meanings.items()
    ]


def column_of(words: str, line: str) -> int:
    """The column of `words`, or else of the first of them, in a line of the file; 1 if it has none of them."""
    letters, columns = _letters(line)
    for spelling in (words, words.split(" ")[0]):
        key, _ = _letters(spelling)
        if key and (at := letters.find(key)) >= 0:
            return columns[at]
    return 1


@lru_cache(maxsize=512)
def _letters(line: str) -> tuple[str, list[int]]:
    """The letters and digits of the line as read, in small letters, and the column of each."""
    letters = [
        (letter, column)
        for column, character in enumerate(line, 1)
        for letter in as_read(character).casefold()
        if letter.isalnum()
    ]
    return "".join(letter for letter, _ in letters), [column for _, column in letters]


def _sourced(all_blocks: list[Block]) -> list[bool]:
    """Whether each block has a source: of its own, of the paragraph before or after its list, or of its section."""
    sourced = [block.cites for block in all_blocks]
    for order in (range(len(all_blocks)), range(len(all_blocks) - 1, -1, -1)):
        of_paragraph = False
        for number in order:
            block = all_blocks[number]
            if block.kind == "item":
                sourced[number] |= of_paragraph
            else:
                of_paragraph = block.kind == "paragraph" and block.cites
        # A table may be explained, and its sources cited, anywhere in its section.
        of_section = False
        for number in order:
            block = all_blocks[number]
            of_section = (of_section and block.kind != "heading") or block.cites
            sourced[number] |= block.kind == "row" and of_section
    return sourced


def _marked(body: Body) -> str:
    return "\n".join(
        line if UNMARKABLE.match(line) else _marked_line(line, number)
        for number, line in enumerate(MARK.sub("", body.text).split("\n"), body.first_line)
    )


def _marked_line(line: str, number: int) -> str:
    before = BEFORE_TEXT.match(line)
    # For the type checker: the pattern matches the empty text.
    assert before  # noqa: S101
    return f"{before[0]}{chr(FIRST_MARK + number)}{line[before.end() :]}"


def _sentences(text: str, first_line: int) -> Iterator[Sentence]:
    """`first_line` is that of a text without a mark at its start."""
    plain, lines = "", [(0, first_line)]
    for part in re.split(f"({MARK.pattern})", re.sub(r"\s+", " ", text)):
        if MARK.fullmatch(part):
            lines.append((len(plain), ord(part) - FIRST_MARK))
        else:
            plain += as_read(part)
    offsets = [offset for offset, _ in lines]
    for match in SENTENCE.finditer(plain):
        if words := match[0].strip(" "):
            start = match.start() + match[0].index(words)
            first, end = bisect_right(offsets, start) - 1, bisect_left(offsets, match.end())
            yield Sentence(words, tuple((max(offset - start, 0), line) for offset, line in lines[first:end]))
