"""Draws a table of three columns as an SVG chart: ranges as bars, pairs of percentages as dots, or visits as dots.

Charts use the color of the text, so that they work in light, dark and forced colors. Every chart has a description for
screen readers, and its table stays in the page.
"""

import math
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from pages.rendering.svg import (
    DIGIT,
    Drawing,
    Size,
    axis,
    bar,
    diamond,
    disc,
    label_and_value,
    ring,
    stroke,
    text_at,
    text_lines,
)
from pages.schema.errors import WrongContent

TABLE_HINT = "Write a table with three columns and one row for each thing you compare, indented by four spaces."
OR_MORE = "or more"
AMOUNT = re.compile(r"(?P<dollar>\$?)(?P<number>[0-9][0-9,]*(?:\.[0-9]+)?)(?: (?P<unit>minutes?|hours?))?")
# The possible ends of a time scale, in minutes.
HOURS = (60, 120, 180, 240, 360, 480, 720, 1440)
# The most visits in a row, and the width of each.
MOST_VISITS, VISIT = 12, 24


@dataclass(frozen=True)
class Row:
    """A row of the table, with its two values as an editor wrote them."""

    label: str
    first: str
    second: str


@dataclass(frozen=True)
class Amount:
    """A value in a chart. `kind` is "$", "minutes" or, for a plain number, ""."""

    value: float
    kind: str


@dataclass(frozen=True)
class Range:
    """A bar from `low` to `high`. Without `high` it is open ("or more"); without `low` there are only words."""

    label: str
    words: str
    low: Amount | None
    high: Amount | None


def range_chart(table: Element, size: Size) -> Element:
    """A bar per row on a common scale from 0. Raises WrongContent."""
    ranges = [_range(row) for row in _read(table)[1]]
    amounts = [amount for bar_range in ranges for amount in (bar_range.low, bar_range.high) if amount]
    kinds = {amount.kind for amount in amounts if amount.value}
    if len(kinds) > 1:
        raise WrongContent("The rows are in different units.", "Give dollars, times or plain numbers in all of them.")
    kind = next(iter(kinds), "")
    end = _end_of_scale(max((amount.value for amount in amounts), default=1), kind)

    def x(amount: Amount) -> float:
        return round(2 + (size.width - 4) * amount.value / end, 1)

    drawing = Drawing(size, " ".join(f"{bar_range.label}: {bar_range.words}." for bar_range in ranges))
    for bar_range in ranges:
        label_and_value(drawing, bar_range.label, bar_range.words)
        if bar_range.low is None:
            drawing.y += 14
            continue
        y = drawing.y + 6
        bar(drawing.svg, "chart__track", 2, y, size.width - 4).set("opacity", "0.15")
        # One amount without a range ("40 minutes") is a bar from 0.
        left = 2.0 if bar_range.high == bar_range.low else min(x(bar_range.low), size.width - 8)
        right = x(bar_range.high) if bar_range.high else size.width - 2.0
        drawn = bar(drawing.svg, "chart__bar", left, y, max(right - left, 6))
        if bar_range.high is None:
            drawn.set("opacity", "0.5")
        drawing.y += 32
    axis(drawing, [(x(Amount(value, kind)), _tick_label(value, kind)) for value in (0, end / 2, end)])
    return drawing.finished()


def dots_chart(table: Element, size: Size) -> Element:
    """A disc and a diamond per row on a scale from 0 to 100 %, each with its value. Raises WrongContent."""
    series, rows = _read(table)
    pairs = [(row, _percentage(row, row.first), _percentage(row, row.second)) for row in rows]
    # Room for a value next to a dot at either end of the scale.
    margin = 48

    def x(percentage: float) -> float:
        return round(margin + (size.width - 2 * margin) * percentage / 100, 1)

    values = " ".join(f"{row.label}: {row.first} and {row.second}." for row in rows)
    drawing = Drawing(size, f"{series[0]}, then {series[1]}. {values}")
    svg = drawing.svg
    for dot, name in zip((disc, diamond), series, strict=True):
        dot(svg, 8, drawing.y + 10)
        text_lines(drawing, 24, name)
    drawing.y += 8
    for row, first, second in pairs:
        text_lines(drawing, 0, row.label)
        y = drawing.y + 14
        low, high = x(min(first, second)), x(max(first, second))
        left, right = (row.first, row.second) if first <= second else (row.second, row.first)
        text_at(svg, low - 11, y + 5, left, "chart__value", "end")
        text_at(svg, high + 11, y + 5, right, "chart__value")
        # The scale line leaves out the dots and the values.
        for start, end in (
            (x(0), low - 18 - DIGIT * len(left)),
            (low + 7, high - 7),
            (high + 18 + DIGIT * len(right), x(100)),
        ):
            if start < end:
                stroke(svg, "chart__track", start, y, end, y)
        disc(svg, x(first), y)
        diamond(svg, x(second), y)
        drawing.y = y + 24
    axis(drawing, [(x(tick), f"{tick}%") for tick in (0, 50, 100)])
    return drawing.finished()


def visits_chart(table: Element, size: Size) -> Element:
    """A dot for each certain visit and a ring for each possible one, one kind of visit per row. Raises WrongContent."""
    series, rows = _read(table)
    counts = [(row, _visits(row, row.first), _visits(row, row.second)) for row in rows]
    for row, least, most in counts:
        if least > most:
            raise WrongContent(f"`{row.label}` goes from {least} down to {most}.", "Swap the two numbers.")
    words = {row.label: str(least) if least == most else f"{least} to {most}" for row, least, most in counts}
    drawing = Drawing(size, " ".join(f"{label}: {number}." for label, number in words.items()))
    for dot, name in zip((disc, ring), series, strict=True):
        dot(drawing.svg, 8, drawing.y + 10)
        text_lines(drawing, 24, name)
    drawing.y += 6
    for row, least, most in counts:
        label_and_value(drawing, row.label, words[row.label])
        for number in range(most):
            (disc if number < least else ring)(drawing.svg, 8 + VISIT * number, drawing.y + 10)
        drawing.y += 30
    return drawing.finished()


def plain_text(element: Element) -> str:
    """The text of an element without its citations."""
    if element.tag == "sup":
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [plain_text(child), child.tail or ""]
    return " ".join("".join(parts).split())


def _read(table: Element) -> tuple[tuple[str, str], list[Row]]:
    """The names of the two value columns, and the rows."""
    head, *rows = ([plain_text(cell) for cell in line] for line in table.iter("tr"))
    if len(head) != 3:
        raise WrongContent(f"The table has {len(head)} columns.", TABLE_HINT)
    for row in rows:
        if not row[0]:
            raise WrongContent("A row of the table has an empty first column.", TABLE_HINT)
    return (head[1], head[2]), [Row(*row) for row in rows]


def _range(row: Row) -> Range:
    if not row.second:
        return Range(row.label, row.first, None, None)
    low = _amount(row, row.first)
    if row.second == OR_MORE:
        return Range(row.label, f"{row.first} {OR_MORE}", low, None)
    high = _amount(row, row.second)
    if low.value > high.value:
        raise WrongContent(f"`{row.label}` goes from {row.first} down to {row.second}.", "Swap the two amounts.")
    first, _, unit = row.first.partition(" ")
    same_unit = unit and row.second.endswith(f" {unit}") and row.first != row.second
    from_words = first if same_unit else row.first
    words = row.first if row.first == row.second else f"{from_words} to {row.second}"
    return Range(row.label, words, low, high)


def _amount(row: Row, text: str) -> Amount:
    if text == "no charge":
        return Amount(0, "$")
    match = AMOUNT.fullmatch(text)
    if not match or (match["dollar"] and match["unit"]):
        raise WrongContent(
            f"`{row.label}`: `{text}` is not an amount.", "Write a number like 1,200, $1,200, 45 minutes or 2 hours."
        )
    number = float(match["number"].replace(",", ""))
    if unit := match["unit"]:
        return Amount(number * 60 if unit.startswith("hour") else number, "minutes")
    return Amount(number, match["dollar"])


def _visits(row: Row, text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) > MOST_VISITS:
        hint = f"Write a number from 0 to {MOST_VISITS}."
        raise WrongContent(f"`{row.label}`: `{text}` is not a number of visits that can be drawn.", hint)
    return int(text)


def _percentage(row: Row, text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]+)?%|100%", text):
        raise WrongContent(
            f"`{row.label}`: `{text}` is not a percentage.", "Write a number from 0 to 100 and a %, like 46.9%."
        )
    return float(text.strip("%"))


def _end_of_scale(most: float, kind: str) -> float:
    """The first round number from `most` on: 1, 2, 2.5, 5, 10, 20 ..., or whole hours."""
    if kind == "minutes":
        return next((hours for hours in HOURS if hours >= most), most)
    power = 10.0 ** math.floor(math.log10(max(most, 1)))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= most)


def _tick_label(value: float, kind: str) -> str:
    if kind == "minutes":
        return f"{value / 60:g} h" if value else "0"
    return f"{kind}{value:,g}"
