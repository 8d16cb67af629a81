"""Two charts drawn as SVG from a table of three columns: bars from low to high, and two dots a row.

Text and shapes take the colour of the text around them, so a chart reads in light, dark and forced colours; the
stylesheet may colour the classes. The drawing is 320 units wide with 15-unit text: on the narrowest phone it is
shown almost at its own size, and a stylesheet should not let it grow beyond about 30rem.
"""

import math
import re
import textwrap
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from pages.errors import WrongContent

WIDTH = 320
TEXT, SMALL, LINE = 15, 13, 19  # two sizes of letters, and the height of a line
DIGIT = 9.5  # about the width of a digit
CHARACTERS = 36  # that fit beside each other, with room for a reader's wider spacing
TABLE_HINT = "Write a table with three columns and a row for each thing compared, indented by four spaces."


@dataclass(frozen=True)
class Row:
    """A row of the table: what it is about, and its two values as written."""

    label: str
    first: str
    second: str


def range_chart(table: Element) -> Element:
    """Bars from `From` to `To`, one above the other on a common scale from 0. Raises WrongContent."""
    _, rows = _read(table)
    ranges = [(row, _amount(row, row.first), _amount(row, row.second)) for row in rows]
    for row, low, high in ranges:
        if low > high:
            raise WrongContent(f"`{row.label}` goes from {row.first} down to {row.second}.", "Swap the two amounts.")
    unit = "$" if any("$" in row.first + row.second for row in rows) else ""
    end = _round_up(max(high for _, _, high in ranges))

    def x(amount: float) -> float:
        return round(2 + (WIDTH - 4) * amount / end, 1)

    svg, y = _drawing(), 0
    for row, low, high in ranges:
        value = row.first if low == high else f"{row.first} to {row.second}"
        y = _label(svg, y, row.label, value)
        _bar(svg, "chart__track", 2, y + 6, WIDTH - 4).set("opacity", "0.15")
        _bar(svg, "chart__bar", min(x(low), WIDTH - 8), y + 6, max(x(high) - x(low), 6))
        y += 32
    y = _axis(svg, y, [(x(amount), f"{unit}{amount:,g}") for amount in (0, end / 2, end)])
    svg.set("viewBox", f"0 0 {WIDTH} {y}")
    return svg


def dots_chart(table: Element) -> Element:
    """A disc and a diamond a row on a scale from 0 to 100 %, each with its value. Raises WrongContent."""
    series, rows = _read(table)
    pairs = [(row, _percentage(row, row.first), _percentage(row, row.second)) for row in rows]
    margin = 48  # for a value beside a dot at either end of the scale

    def x(percentage: float) -> float:
        return round(margin + (WIDTH - 2 * margin) * percentage / 100, 1)

    svg, y = _drawing(), 0
    for dot, name in zip((_disc, _diamond), series, strict=True):
        dot(svg, 8, y + 10)
        y = _text_lines(svg, 24, y, name)
    y += 8
    for row, first, second in pairs:
        y = _text_lines(svg, 0, y, row.label) + 14
        low, high = x(min(first, second)), x(max(first, second))
        left, right = (row.first, row.second) if first <= second else (row.second, row.first)
        _text(svg, low - 11, y + 5, left, "chart__value", "end")
        _text(svg, high + 11, y + 5, right, "chart__value")
        for start, end in (
            (x(0), low - 18 - DIGIT * len(left)),  # the scale shows where no value and no dot lies on it
            (low + 7, high - 7),
            (high + 18 + DIGIT * len(right), x(100)),
        ):
            if start < end:
                _line(svg, "chart__track", start, y, end, y)
        _disc(svg, x(first), y)
        _diamond(svg, x(second), y)
        y += 24
    y = _axis(svg, y, [(x(tick), f"{tick}%") for tick in (0, 50, 100)])
    svg.set("viewBox", f"0 0 {WIDTH} {y}")
    return svg


def plain_text(element: Element) -> str:
    """The words of an element without its citations."""
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
            raise WrongContent("A row of the table says nothing in its first column.", TABLE_HINT)
    return (head[1], head[2]), [Row(*row) for row in rows]


def _amount(row: Row, text: str) -> float:
    if text == "no charge":
        return 0
    if not re.fullmatch(r"\$?[0-9][0-9,]*(\.[0-9]+)?", text):
        raise WrongContent(f"`{row.label}`: `{text}` is not an amount.", "Write a number like 1,200 or $1,200.")
    return float(text.strip("$").replace(",", ""))


def _percentage(row: Row, text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,2}(\.[0-9]+)?%|100%", text):
        raise WrongContent(
            f"`{row.label}`: `{text}` is not a percentage.", "Write a number from 0 to 100 and a %, like 46.9%."
        )
    return float(text.strip("%"))


def _round_up(amount: float) -> float:
    """The next of 1, 2, 2.5, 5, 10, 20, 25, 50 ... that is not below `amount`."""
    power = 10.0 ** math.floor(math.log10(max(amount, 1)))
    return next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= amount)


def _lines(text: str) -> list[str]:
    """`text` broken into as few lines as it needs, of about the same length."""
    lines = textwrap.wrap(text, CHARACTERS)
    for width in range(CHARACTERS - 1, 0, -1):
        narrower = textwrap.wrap(text, width, break_long_words=False)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _drawing() -> Element:
    return Element("svg", {"role": "img", "fill": "currentColor", "font-size": str(TEXT)})


def _label(svg: Element, y: int, label: str, value: str) -> int:
    """Label at the left; value at the right of its last line, or of the next when both do not fit. The new y."""
    bottom = _text_lines(svg, 0, y, label)
    if len(_lines(label)[-1]) + len(value) + 2 > CHARACTERS:
        bottom += LINE
    _text(svg, WIDTH, bottom - 4, value, "chart__value", anchor="end")
    return bottom


def _text_lines(svg: Element, x: int, y: int, text: str) -> int:
    """`text` broken into lines, from `y` down. The y below them."""
    for line in _lines(text):
        y += LINE
        _text(svg, x, y - 4, line, "chart__label")
    return y


def _axis(svg: Element, y: int, ticks: list[tuple[float, str]]) -> int:
    _line(svg, "chart__axis", ticks[0][0], y, ticks[-1][0], y)
    for (x, text), anchor in zip(ticks, ("start", "middle", "end"), strict=True):
        _line(svg, "chart__axis", x, y, x, y + 5)
        _text(svg, x, y + 20, text, "chart__tick", anchor=anchor, size=SMALL)
    return y + 26


def _text(svg: Element, x: float, y: float, text: str, css: str, anchor: str = "start", size: int = TEXT) -> None:
    attributes = {"class": css, "x": f"{x:g}", "y": f"{y:g}"}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if size != TEXT:
        attributes["font-size"] = str(size)
    SubElement(svg, "text", attributes).text = text


def _bar(svg: Element, css: str, x: float, y: float, width: float) -> Element:
    place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": "12", "rx": "3"}
    return SubElement(svg, "rect", {"class": css, **place})


def _line(svg: Element, css: str, x1: float, y1: float, x2: float, y2: float) -> None:
    place = {"x1": f"{x1:g}", "y1": f"{y1:g}", "x2": f"{x2:g}", "y2": f"{y2:g}"}
    SubElement(svg, "line", {"class": css, **place, "stroke": "currentColor"})


def _disc(svg: Element, x: float, y: float) -> None:
    SubElement(svg, "circle", {"class": "chart__dot--first", "cx": f"{x:g}", "cy": f"{y:g}", "r": "6"})


def _diamond(svg: Element, x: float, y: float) -> None:
    points = f"{x:g},{y - 7:g} {x + 7:g},{y:g} {x:g},{y + 7:g} {x - 7:g},{y:g}"
    outline = {"fill": "none", "stroke": "currentColor", "stroke-width": "2"}
    SubElement(svg, "polygon", {"class": "chart__dot--second", "points": points, **outline})
