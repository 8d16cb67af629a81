"""The picture a social network shows beside a link: a page's title in the site's own look, 1200 by 630, as PNG.

Put together from two drawings that are made once (tools/draw_pictures.py): a ground, and a sheet with every letter in
shades of ink. So no typeface, imaging library or network is needed where the site runs. A picture takes milliseconds.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pages.metadata import png

WIDTH, HEIGHT, SHADES = 1200, 630, 16
FOLDER = Path(__file__).with_name("drawings")
GROUND, LETTERS, METRICS = FOLDER / "ground.png", FOLDER / "letters.png", FOLDER / "letters.json"

LEFT, COLUMN = 72, 710  # where the text stands, and how wide it may be
LINE, MOST_LINES = 80, 4
PIECE = re.compile(r"(\s*)([^\s-]*-+|[^\s-]+)")  # of a title: what has to stay on one line, and the gap before it
INK, ACCENT = 0, SHADES  # where each color begins in the palette of the ground


@dataclass(frozen=True)
class Lettering:
    """What is written on a picture."""

    name: str
    section: str
    title: str


@dataclass(frozen=True)
class Letter:
    """Its rows of shades, how far right of the pen and below the line they begin, and how far the pen goes on."""

    rows: list[bytes]
    right: int
    below: int
    advance: int


@dataclass(frozen=True)
class Typeface:
    """`above` and `below`: how many rows of pixels a line of letters needs over and under the line they stand on."""

    letters: Mapping[str, Letter]
    kerns: Mapping[str, int]
    space: int
    above: int
    below: int

    def places(self, text: str) -> Iterator[tuple[Letter, int]]:
        """Each letter that can be drawn, and where the pen is for it; last, a nothing where the text ends."""
        pen = 0
        for first, second in zip(text, f"{text[1:]} ", strict=False):
            letter = self.letters.get(first)
            if letter:
                yield letter, pen
            advance = letter.advance if letter else self.space if first == " " else 0
            pen += advance + self.kerns.get(first + second, 0)
        yield Letter([], 0, 0, 0), pen

    def width(self, text: str) -> int:
        *_, (_, end) = self.places(text)
        return end

    def line(self, text: str) -> list[bytearray]:
        """The text as rows of shades, the line it stands on after `above` rows."""
        width = self.width(text) + self.above
        rows = [bytearray(width) for _ in range(self.above + self.below)]
        for letter, pen in self.places(text):
            for number, shades in enumerate(letter.rows, self.above + letter.below):
                start = max(pen + letter.right, 0)
                here = slice(start, start + len(shades))
                rows[number][here] = map(max, rows[number][here], shades)  # letters may reach over each other
        return rows


@cache
def typeface() -> Typeface:
    sheet, _ = png.read(LETTERS.read_bytes())
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    letters = {
        character: Letter([row[:width] for row in sheet[top : top + height]], right, below, advance)
        for character, (top, height, width, right, below, advance) in metrics["letters"].items()
    }
    above = -min(letter.below for letter in letters.values())
    below = max(letter.below + len(letter.rows) for letter in letters.values())
    return Typeface(letters, metrics["kerns"], metrics["space"], above + above % 2, below + below % 2)


@cache
def ground() -> tuple[list[bytes], list[png.Color]]:
    return png.read(GROUND.read_bytes())


def picture(lettering: Lettering) -> bytes:
    """The PNG. Letters that are not on the sheet (it is Latin) are left out, and so are lines there is no room for."""
    plain, palette = ground()
    rows = [bytearray(row) for row in plain]
    _write(rows, lettering.name, LEFT + 96, 118, INK, small=True)
    lines, small = wrapped(lettering.title, COLUMN), False
    if len(lines) > MOST_LINES:
        lines, small = wrapped(lettering.title, 2 * COLUMN)[: 2 * MOST_LINES], True
    height = LINE // 2 if small else LINE
    first = 380 - (len(lines) - 1) * height // 2
    _write(rows, lettering.section, LEFT, first - height, ACCENT, small=True)
    for number, line in enumerate(lines):
        _write(rows, line, LEFT, first + number * height, INK, small=small)
    return png.write([bytes(row) for row in rows], palette)


def wrapped(text: str, width: int) -> list[str]:
    """`text` in lines of at most `width` pixels, broken at spaces and behind hyphens; what is wider stands alone."""
    lines: list[str] = []
    for gap, word in PIECE.findall(text):
        following = f"{' ' if gap else ''}{word}"
        if lines and typeface().width(lines[-1] + following) <= width:
            lines[-1] += following
        else:
            lines.append(word)
    return lines


def _write(rows: list[bytearray], text: str, x: int, y: int, color: int, *, small: bool) -> None:
    """Put `text` on `rows` from `x` on, standing on `y`; at half its size if `small`. What is too long is cut off."""
    face = typeface()
    line, above = face.line(text), face.above
    if small:
        line, above = _halved(line), above // 2
    colored = bytes([0, *(shade + color for shade in range(1, 256 - color)), *[0] * color])
    for row, shades in zip(rows[y - above :], line, strict=False):
        here = slice(x, min(x + len(shades), WIDTH))
        row[here] = map(max, row[here], shades.translate(colored))


def _halved(rows: list[bytearray]) -> list[bytearray]:
    """Each four pixels made one of their middle shade."""
    return [
        bytearray(sum(four) // 4 for four in zip(up[::2], up[1::2], down[::2], down[1::2], strict=False))
        for up, down in zip(rows[::2], rows[1::2], strict=True)
    ]
