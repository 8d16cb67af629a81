"""The picture of a page: whole, in the site's colors, and with room for every title there is."""

import base64
import re
from pathlib import Path

import pytest
from django.conf import settings

from pages import catalogue
from pages.metadata import png
from pages.metadata.metadata import lettering
from pages.metadata.picture import (
    ACCENT,
    COLUMN,
    HEIGHT,
    MOST_LINES,
    SHADES,
    WIDTH,
    Lettering,
    picture,
    typeface,
    wrapped,
)

NOTHING = Lettering("", "", "")


def rows(said: Lettering) -> list[bytes]:
    return png.read(picture(said))[0]


def inked(said: Lettering) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what the lettering adds to the ground."""
    pairs = zip(rows(NOTHING), rows(said), strict=True)
    places = [(x, y) for y, (a, b) in enumerate(pairs) if a != b for x in range(WIDTH) if a[x] != b[x]]
    return (*map(min, zip(*places, strict=True)), *map(max, zip(*places, strict=True)))  # type: ignore[return-value]


def test_a_picture_has_the_size_social_networks_ask_for() -> None:
    drawn = rows(NOTHING)
    assert (len(drawn), {len(row) for row in drawn}) == (HEIGHT, {WIDTH}) == (630, {1200})


def test_its_colors_are_those_of_the_stylesheet() -> None:
    tokens = Path(settings.BASE_DIR, "static/css/tokens.css").read_text()
    colors = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", tokens.partition("@supports")[0]))
    _, palette = png.read(picture(NOTHING))
    named = {"paper": palette[0], "ink": palette[SHADES - 1], "accent": palette[ACCENT + SHADES - 1]}
    assert {name: "#{:02x}{:02x}{:02x}".format(*color) for name, color in named.items()} == {
        name: colors[name] for name in named
    }


def test_each_text_stands_in_its_place() -> None:
    name, section, title = (
        inked(Lettering("Quay", "", "")),
        inked(Lettering("", "Understand", "x")),
        inked(Lettering("", "", "What is it?")),
    )
    assert name[3] < section[1] < title[1]
    assert title[2] - title[0] > name[2] - name[0]


def test_a_title_with_too_much_for_its_size_is_written_smaller_and_then_cut() -> None:
    long = inked(Lettering("", "", "many words " * 15))
    longer = inked(Lettering("", "", "many words " * 100))
    assert long[2] <= 72 + COLUMN
    assert longer[3] < HEIGHT


def test_a_name_without_an_end_stays_on_the_picture() -> None:
    drawn = rows(Lettering("Harbor " * 30, "", ""))
    assert {len(row) for row in drawn} == {WIDTH}


def test_letters_that_are_not_on_the_sheet_are_left_out() -> None:
    assert picture(Lettering("", "", "\u65e5\u672c")) == picture(NOTHING)
    assert picture(Lettering("", "", "A\u65e5")) == picture(Lettering("", "", "A"))


def test_letters_move_together_where_the_typeface_wants_it() -> None:
    face = typeface()
    assert face.width("To") < face.width("T") + face.width("o")


def test_lines_are_as_long_as_the_column_allows() -> None:
    narrow = typeface().width("one two")
    assert wrapped("one two three", narrow) == ["one two", "three"]
    assert wrapped("one two three", 10) == ["one", "two", "three"]
    assert wrapped("", narrow) == []


def test_a_title_is_broken_behind_a_hyphen_too_and_loses_nothing() -> None:
    narrow = typeface().width("about ketamine-")
    assert wrapped("about ketamine-assisted care", narrow) == ["about ketamine-", "assisted care"]
    assert wrapped("about ketamine-assisted care", 2 * narrow) == ["about ketamine-assisted care"]
    for title in ("A - b -- c", "-a", "a-", "off-label, and well-kept"):
        assert wrapped(title, 10_000) == [title]


def test_there_is_room_and_a_letter_for_every_title_of_this_site() -> None:
    current = catalogue.current()
    known = {" ", *typeface().letters}
    unknown, crowded = {}, {}
    for page in current.pages.values():
        said = lettering(current, page)
        if strange := set(said.name + said.section + said.title) - known:
            unknown[page.url] = strange
        lines = wrapped(said.title, COLUMN)
        if len(lines) > MOST_LINES or max(map(typeface().width, lines)) > COLUMN:
            crowded[page.url] = lines
    assert (unknown, crowded) == ({}, {})


@pytest.mark.browser
def test_a_browser_sees_what_was_drawn(page) -> None:
    """Chromium reads the pixels that were meant from the PNG, checksums and all."""
    said = Lettering("Quay Clinic", "Understand it", "What is it?")
    drawn, palette = png.read(picture(said))
    address = f"data:image/png;base64,{base64.b64encode(picture(said)).decode()}"
    seen = page.evaluate(
        """async address => {
            const image = new Image();
            image.src = address;
            await image.decode();
            const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
            context.drawImage(image, 0, 0);
            const pixel = x => [...context.getImageData(x, 365, 1, 1).data.slice(0, 3)];
            return Array.from({length: image.width}, (_, x) => pixel(x));
        }""",
        address,
    )
    assert [tuple(color) for color in seen] == [palette[number] for number in drawn[365]]
