"""SVG elements for the charts: lines of text, bars, dots and an axis."""

import textwrap
from bisect import bisect_left
from xml.etree.ElementTree import Element, SubElement

# The width of a drawing: on the narrowest phone it shows almost at this size in pixels.
WIDTH = 320
# Two font sizes, and the height of a line.
TEXT, SMALL, LINE = 15, 13, 19
# About the width of a digit.
DIGIT = 9.5
# The number of characters in a line, with room for readers who use wider letter spacing.
CHARACTERS = 36


def balanced_lines(text: str) -> list[str]:
    """The text in as few lines as possible, of about the same length."""
    best = textwrap.wrap(text, CHARACTERS)

    def fits(width: int) -> bool:
        narrower = textwrap.wrap(text, width, break_long_words=False)
        return len(narrower) <= len(best) and all(len(line) <= width for line in narrower)

    if len(best) < 2 or not fits(CHARACTERS - 1):
        return best
    width = bisect_left(range(CHARACTERS), True, lo=1, key=fits)
    return textwrap.wrap(text, width, break_long_words=False)


def drawing(description: str) -> Element:
    """An empty drawing with a description for screen readers."""
    svg = Element("svg", {"role": "img", "fill": "currentColor", "font-size": str(TEXT)})
    SubElement(svg, "desc").text = description
    return svg


def label_and_value(svg: Element, y: int, label: str, value: str) -> int:
    """Draws the label at the left and the value at the right of its last line, or below. Returns the y under them."""
    bottom = text_lines(svg, 0, y, label)
    if len(balanced_lines(label)[-1]) + len(value) + 2 > CHARACTERS:
        bottom += LINE
    text_at(svg, WIDTH, bottom - 4, value, "chart__value", anchor="end")
    return bottom


def text_lines(svg: Element, x: int, y: int, text: str) -> int:
    """Draws the text in lines from `y` down. Returns the y under them."""
    for line in balanced_lines(text):
        y += LINE
        text_at(svg, x, y - 4, line, "chart__label")
    return y


def axis(svg: Element, y: int, ticks: list[tuple[float, str]]) -> int:
    """Draws an axis with three ticks (x, text). Returns the y under it."""
    stroke(svg, "chart__axis", ticks[0][0], y, ticks[-1][0], y)
    for (x, text), anchor in zip(ticks, ("start", "middle", "end"), strict=True):
        stroke(svg, "chart__axis", x, y, x, y + 5)
        text_at(svg, x, y + 20, text, "chart__tick", anchor=anchor, size=SMALL)
    return y + 26


def text_at(svg: Element, x: float, y: float, text: str, css: str, anchor: str = "start", size: int = TEXT) -> None:
    attributes = {"class": css, "x": f"{x:g}", "y": f"{y:g}"}
    if anchor != "start":
        attributes["text-anchor"] = anchor
    if size != TEXT:
        attributes["font-size"] = str(size)
    SubElement(svg, "text", attributes).text = text


def bar(svg: Element, css: str, x: float, y: float, width: float) -> Element:
    place = {"x": f"{x:g}", "y": f"{y:g}", "width": f"{width:g}", "height": "12", "rx": "3"}
    return SubElement(svg, "rect", {"class": css, **place})


def stroke(svg: Element, css: str, x1: float, y1: float, x2: float, y2: float) -> None:
    place = {"x1": f"{x1:g}", "y1": f"{y1:g}", "x2": f"{x2:g}", "y2": f"{y2:g}"}
    SubElement(svg, "line", {"class": css, **place, "stroke": "currentColor"})


def disc(svg: Element, x: float, y: float) -> None:
    SubElement(svg, "circle", {"class": "chart__dot--first", "cx": f"{x:g}", "cy": f"{y:g}", "r": "6"})


def ring(svg: Element, x: float, y: float) -> None:
    outline = {"fill": "none", "stroke": "currentColor", "stroke-width": "2"}
    SubElement(svg, "circle", {"class": "chart__dot--second", "cx": f"{x:g}", "cy": f"{y:g}", "r": "6", **outline})


def diamond(svg: Element, x: float, y: float) -> None:
    points = f"{x:g},{y - 7:g} {x + 7:g},{y:g} {x:g},{y + 7:g} {x - 7:g},{y:g}"
    outline = {"fill": "none", "stroke": "currentColor", "stroke-width": "2"}
    SubElement(svg, "polygon", {"class": "chart__dot--second", "points": points, **outline})
