"""What a content file may not exceed, so that no text takes long to read, check or draw.

Some parts of the Markdown and YAML parsers take a time that grows with the square of how deep or how often a mark is
repeated. The limits are several times what a page needs, and are checked before a parser sees the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_PAGE, LONGEST_HEAD, LONGEST_DATA = 40_000, 4_000, 200_000
MOST_LINES, LONGEST_PARAGRAPH, MOST_LINES_OF_PARAGRAPH = 2_000, 5_000, 200
DEEPEST_INDENT, MOST_LIST_MARKS, MOST_CELLS, MOST_OPEN = 20, 4, 20, 8
MOST_YAML_BRACKETS_IN_LINE, DEEPEST_YAML = 60, 8
# By mark: how often it may be in a paragraph, and on a page.
MOST = {
    "[": (150, 600),
    "{": (150, 400),
    "*": (200, 800),
    "_": (200, 800),
    "`": (40, 200),
    "<": (20, 60),
    "&": (40, 200),
    "!": (100, 400),
    "\\": (40, 200),
    "~": (40, 200),
}
LIST_MARKS = re.compile(r"(?:[-*+>:?][ \t]?|\d{1,9}[.)][ \t])*")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
EMPTY_LINE = re.compile(r"\n[ \t]*(?=\n)")

SPLIT_PAGE = "Split it into two pages."
SPLIT_PARAGRAPH = "Put an empty line into it, or split it into two pages."


@dataclass(frozen=True)
class Excess:
    """What is too much, on which line of the text, and what to do about it."""

    line: int
    message: str
    hint: str


def excess_of_page(text: str) -> Excess | None:
    """The first thing that is too much in the text of a page with its front matter."""
    return next(_of_page(text), None)


def excess_of_data(text: str, longest: int = LONGEST_DATA) -> Excess | None:
    """The same for YAML."""
    if len(text) > longest:
        message = f"There are {len(text):,} characters here, and at most {longest:,} can be read."
        return Excess(1, message, "Remove what is no longer needed.")
    for number, line in enumerate(text.split("\n"), 1):
        if line.count("[") + line.count("{") > MOST_YAML_BRACKETS_IN_LINE:
            return Excess(number, "This line has too many brackets.", "Put quotes around text with brackets.")
    return None


def _of_page(text: str) -> Iterator[Excess]:
    if len(text) > LONGEST_PAGE:
        message = f"The page has {len(text):,} characters, and a page has at most {LONGEST_PAGE:,}."
        yield Excess(1, message, SPLIT_PAGE)
        return
    if (lines := text.count("\n") + 1) > MOST_LINES:
        yield Excess(1, f"The page has {lines:,} lines, and a page has at most {MOST_LINES:,}.", SPLIT_PAGE)
        return
    if control := CONTROL.search(text):
        line = text.count("\n", 0, control.start()) + 1
        yield Excess(
            line, "There is a control character here, which nobody sees.", "Delete it and type the line again."
        )
    for number, words in enumerate(text.split("\n"), 1):
        yield from _of_line(number, words.expandtabs(4))
    first = 1
    for part in EMPTY_LINE.split(text):
        yield from _of_paragraph(first + len(part) - len(part.lstrip("\n")), part.strip("\n"))
        first += part.count("\n") + 1

    for mark, (_, most) in MOST.items():
        if (count := text.count(mark)) > most:
            yield Excess(1, f"The page has {count:,} times “{mark}”, and a page has at most {most}.", SPLIT_PAGE)


def _of_line(number: int, line: str) -> Iterator[Excess]:
    text = line.lstrip(" ")
    if len(line) - len(text) > DEEPEST_INDENT and text:
        message = f"This line is indented by more than {DEEPEST_INDENT} spaces."
        yield Excess(number, message, "A list in a list is indented by four spaces more.")
    marks = LIST_MARKS.match(text)
    # A line of hyphens or stars is a line between two parts.
    if marks and len("".join(marks[0].split())) > MOST_LIST_MARKS and len(set(text)) > 1:
        yield Excess(number, f"This line begins with more than {MOST_LIST_MARKS} marks.", "Write one list mark a line.")
    if line.count("|") > MOST_CELLS:
        message = f"This line has more than {MOST_CELLS} times “|”, and a table has at most that many columns."
        yield Excess(number, message, "Make two tables of it.")


def _of_paragraph(line: int, paragraph: str) -> Iterator[Excess]:
    if len(paragraph) > LONGEST_PARAGRAPH:
        message = (
            f"This paragraph has {len(paragraph):,} characters, and a paragraph has at most {LONGEST_PARAGRAPH:,}."
        )
        yield Excess(line, message, SPLIT_PARAGRAPH)
    if (lines := paragraph.count("\n") + 1) > MOST_LINES_OF_PARAGRAPH:
        message = f"This paragraph has {lines} lines, and a paragraph has at most {MOST_LINES_OF_PARAGRAPH}."
        yield Excess(line, message, SPLIT_PARAGRAPH)
    for mark, (most, _) in MOST.items():
        if (count := paragraph.count(mark)) > most:
            message = f"This paragraph has {count} times “{mark}”, and a paragraph has at most {most}."
            yield Excess(line, message, SPLIT_PARAGRAPH)
    for opening, closing in ("[]", "()"):
        if paragraph.count(opening) > MOST_OPEN and _most_open(paragraph, opening, closing) > MOST_OPEN:
            message = f"More than {MOST_OPEN} brackets “{opening}” are open at once in this paragraph."
            yield Excess(line, message, f"Close each with “{closing}”.")


def _most_open(text: str, opening: str, closing: str) -> int:
    depth = most = 0
    for character in text:
        if character == opening:
            depth += 1
            most = max(most, depth)
        elif character == closing:
            depth = max(depth - 1, 0)
    return most
