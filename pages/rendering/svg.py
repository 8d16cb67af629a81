"""SVG drawings for the charts: lines of text, bars, dots and an axis."""

import textwrap
from bisect import bisect_left
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

# Two font sizes, and the height of a line.
TEXT, SMALL, LINE = 15, 13, 19
# About the width of a digit.
DIGIT = 9.5


@dataclass(frozen=True)
class Size:
    """The width of a drawing in its own units, and how many characters a line of text may have in it.

    Readers may use wider letter spacing, so a line has room for it.
    """

    name: str
    width: int
    characters: int


# On the narrowest phone, the narrow one shows almost at this size in pixels; the wide one is as wide as the text.
NARROW = Size("narrow", 320, 36)
WIDE = Size("wide", 576, 66)
SIZES = (NARROW, WIDE)


def balanced_lines(text: str, characters: int) -> list[str]:
    """The text in as few lines as possible, of about the same length."""
    best = textwrap.wrap(text, characters)

    def fits(width: int) -> bool:
        narrower = textwrap.wrap(text, width, break_long_words=False)
        return len(narrower) <= len(best) and all(len(line) <= width for line in narrower)

    if len(best) < 2 or not fits(characters - 1):
        return best
    width = bisect_left(range(characters), True, lo=1, key=fits)
    return textwrap.wrap(text, width, break_long_words=False)


@dataclass
class Drawing:
    """A drawing that grows downward. `y` is where the next part begins; the description is for screen readers."""

    size: Size
    description: str
    y: int = 0
    svg: Element = field(init=False)

    def __post_init__(self) -> None:
        look = {"class": f"chart__{self.size.name}", "fill": "currentColor", "font-size": str(TEXT)}
        self.svg = Element("svg", {"role": "img", **look})
        SubElement(self.svg, "desc").text = self.description

    def finished(self) -> Element:
        self.svg.set("viewBox", f"0 0 {self.size.width} {self.y}")
        return self.svg


def label_and_value(drawing: Drawing, label: str, value: str) -> None:
    """Draws the label at the left and the value at the right of its last line, or below."""
    text_lines(drawing, 0, label)
    characters = drawing.size.characters
    if len(balanced_lines(label, characters)[-1]) + len(value) + 2 > characters:
        drawing.y += LINE
    text_at(drawing.svg, drawing.size.width, drawing.y - 4, value, "chart__value", anchor="end")


def text_lines(drawing: Drawing, x: int, text: str) -> None:
    for line in balanced_lines(text, drawing.size.characters):
        drawing.y += LINE
        text_at(drawing.svg, x, drawing.y - 4, line, "chart__label")


def axis(drawing: Drawing, ticks: list[tuple[float, str]]) -> None:
    """Draws an axis with three ticks (x, text)."""
    svg, y = drawing.svg, drawing.y
    stroke(svg, "chart__axis", ticks[0][0], y, ticks[-1][0], y)
    for (x, text), anchor in zip(ticks, ("start", "middle", "end"), strict=True):
        stroke(svg, "chart__axis", x, y, x, y + 5)
        text_at(svg, x, y + 20, text, "chart__tick", anchor=anchor, size=SMALL)
    drawing.y += 26


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
