"""Submissions as CSV (RFC 4180), with cells that no spreadsheet runs as formulas.

The file begins with a byte order mark: without it, Excel does not read the file as UTF-8 and shows wrong quotation
marks. Other programs ignore it.
"""

import csv
import re
from collections.abc import Iterable, Iterator

from screening.exports.columns import (
    COLUMNS,
    QUESTIONS,
    Row,
    answer_text,
    earlier_answers_text,
)
from screening.exports.selection import Selection

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
BYTE_ORDER_MARK = "\ufeff"

# The signs that start a formula in Excel, LibreOffice or Sheets, with their full-width and small forms, also after
# invisible blanks; and the same after a semicolon, tab or line end, where a program with another separator starts a
# new cell.
SIGNS = "=+\\-@\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
BLANKS = "\\s\u200b-\u200f\u2060\ufeff\x00-\x1f"
NEW_CELL = "\t\r\n"
# Blanks end at a separator, so that no character is looked at twice: only the last of several separators counts.
STARTS_FORMULA = re.compile(
    f"^(?=[{BLANKS}]*[{SIGNS}]|[{NEW_CELL}])|[;{NEW_CELL}](?=(?:(?![{NEW_CELL}])[{BLANKS}])*[{SIGNS}])"
)


def safe(text: str) -> str:
    """The text with an apostrophe before everything that a spreadsheet would run as a formula."""
    return STARTS_FORMULA.sub(r"\g<0>'", text)


def write(rows: Iterable[Row], selection: Selection) -> Iterator[str]:
    """A line of column names, then a line for each submission."""
    line = csv.writer(_Echo()).writerow
    questions = (*QUESTIONS,) if selection.every_answer else selection.questions
    ends = (*(["earlier_answers"] if selection.every_answer else []), "problem")
    yield BYTE_ORDER_MARK + str(line((*selection.columns, *questions, *ends)))
    for row in rows:
        cells = [COLUMNS[name].text(row) for name in selection.columns]
        cells += [answer_text(row.answers.get(question)) for question in questions]
        cells += [earlier_answers_text(row)] if selection.every_answer else []
        yield str(line([safe(cell) for cell in (*cells, row.problem)]))


class _Echo:
    """A file for the csv module that returns each line instead of storing it."""

    def write(self, line: str) -> str:
        return line
