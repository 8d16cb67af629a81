"""The front matter of a content file: YAML between two `---` lines."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from pages.schema.errors import Report
from pages.schema.limits import LONGEST_HEAD, excess_of_page
from pages.schema.rule_ids import Rule
from pages.schema.strict_yaml import Record, read

T = TypeVar("T")

MARK = "---"
# What an editor has still to write.
TO_BE_WRITTEN = re.compile(r"\[\[.*?(?:\]\]|$)", re.MULTILINE)
START_HINT = "Begin the file with a line `---`, then `title:` and the other keys, then another line `---`."


@dataclass(frozen=True)
class PageHead:
    """The front matter of a page. `sources` lists the ids of exactly the sources that the page cites.

    `pull_sentence` is a sentence of the page that wide screens show a second time, large, beside the text.
    """

    title: str
    description: str
    section: str
    order: int
    reviewed_on: date | None
    review_by: date
    reviewed_by: str | None
    sources: tuple[str, ...]
    pull_sentence: str = ""

    def __post_init__(self) -> None:
        if (self.reviewed_on is None) != (self.reviewed_by is None):
            raise ValueError(
                "`reviewed_on` and `reviewed_by` come together.", "Give both, or leave both empty until it is reviewed."
            )


def facts_of_page(head: object) -> dict[str, str]:
    """What a page may say about itself: `reviewed_on`, such as "November 28, 2026", or "not yet"."""
    day = head.reviewed_on if isinstance(head, PageHead) else None
    return {"reviewed_on": f"{day:%B} {day.day}, {day.year}" if day else "not yet"}


@dataclass(frozen=True)
class OutcomeHead:
    """The front matter of a result page."""

    title: str
    description: str


@dataclass(frozen=True)
class Body:
    """The Markdown under the front matter, and the line of the file on which it begins."""

    text: str
    first_line: int

    def places_of(self, *spellings: str) -> list[tuple[int, int]]:
        """(line, column) of each line of the file that has the first spelling that occurs at all.

        The first place in each such line; the start of the body if no spelling occurs.
        """
        lines = list(enumerate(self.text.split("\n"), self.first_line))
        for spelling in spellings:
            start, _, _ = spelling.partition("\n")
            if places := [(number, line.index(start) + 1) for number, line in lines if start in line]:
                return places
        return [(self.first_line, 1)]


def split(schema: type[T], text: str, report: Report) -> tuple[Record[T] | None, Body]:
    """The front matter as `schema`, or None with the errors in `report`, and the body.

    A text that is too much for the parsers has no body.
    """
    if excess := excess_of_page(text):
        report.add(excess.line, excess.message, excess.hint, Rule.TOO_MUCH)
        return None, Body("", 1)
    lines = text.split("\n")
    if lines[0].rstrip() != MARK:
        report.add(1, "The front matter is missing.", START_HINT)
        return None, Body(text, 1)
    for end, line in enumerate(lines[1:], 1):
        if line.rstrip() == MARK:
            head = read(schema, "\n".join(lines[1:end]), report, first_line=2, longest=LONGEST_HEAD)
            return head, Body("\n".join(lines[end + 1 :]), end + 2)
    report.add(1, "The front matter has no end.", "Put a line `---` after its last key.")
    return None, Body("", len(lines))
