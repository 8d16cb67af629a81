"""Submissions as CSV (RFC 4180), for a spreadsheet that must not take a cell for a formula.

The file begins with a byte order mark: without one, Excel reads UTF-8 as the alphabet of its machine and garbles every
typographic quote. Other programs skip it.
"""

import csv
import re
from collections.abc import Iterable, Iterator

from screening.exports.columns import (
    COLUMNS,
    QUESTIONS,
    Row,
    answer_in_words,
    earlier_answers_in_words,
)
from screening.exports.selection import Selection

CONTENT_TYPE = "text/csv; charset=utf-8; header=present"
BYTE_ORDER_MARK = "\ufeff"

# What starts a formula in Excel, LibreOffice or Sheets, full-width and small forms too, after blanks that do not show;
# and the same after a semicolon, tab or line end, where a program set to another separator starts a new cell.
SIGNS = "=+\\-@\u2212\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"
BLANKS = "\\s\u200b-\u200f\u2060\ufeff\x00-\x1f"
STARTS_FORMULA = re.compile(f"(^|[;\t\r\n])(?=[{BLANKS}]*[{SIGNS}])|^(?=[\t\r\n])")


def safe(text: str) -> str:
    """The text for a cell: with an apostrophe before whatever a spreadsheet would run."""
    return STARTS_FORMULA.sub(r"\g<0>'", text)


def write(rows: Iterable[Row], selection: Selection) -> Iterator[str]:
    """A line of names, then a line for each submission. `problem` says where a record cannot be read."""
    line = csv.writer(_Echo()).writerow
    questions = (*QUESTIONS,) if selection.every_answer else selection.questions
    ends = (*(["earlier_answers"] if selection.every_answer else []), *(["problem"] if selection.opens_records else []))
    yield BYTE_ORDER_MARK + str(line((*selection.columns, *questions, *ends)))
    for row in rows:
        cells = [COLUMNS[name].text(row) for name in selection.columns]
        cells += [answer_in_words(row.answers.get(question)) for question in questions]
        cells += [earlier_answers_in_words(row)] if selection.every_answer else []
        cells += [row.problem] if selection.opens_records else []
        yield str(line([safe(cell) for cell in cells]))


class _Echo:
    """What csv writes to: gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line
