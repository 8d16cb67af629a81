from xml.etree.ElementTree import tostring

import pytest

from pages.rendering.svg import LINE, NARROW, WIDE, Drawing, Size, axis, balanced_lines, label_and_value, text_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Short", ["Short"]),
        ("", []),
        ("A study of 2025: one drip and another drip", ["A study of 2025: one", "drip and another drip"]),
        ("x" * 80, ["x" * 36, "x" * 36, "x" * 8]),
    ],
)
def test_a_text_has_as_few_lines_as_possible_of_about_the_same_length(text: str, lines: list[str]) -> None:
    assert balanced_lines(text, NARROW.characters) == lines
    assert all(len(line) <= NARROW.characters for line in lines)


def test_a_drawing_has_the_color_of_the_text_and_a_description() -> None:
    assert tostring(Drawing(NARROW, "Two & more.", y=9).finished(), encoding="unicode") == (
        '<svg role="img" class="chart__narrow" fill="currentColor" font-size="15" viewBox="0 0 320 9">'
        "<desc>Two &amp; more.</desc></svg>"
    )


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_a_value_is_right_of_its_label_or_under_it_if_there_is_no_room(size: Size) -> None:
    beside, under = Drawing(size, ""), Drawing(size, "")
    label_and_value(beside, "Session", "$400")
    label_and_value(under, "x" * (size.characters - 10), "$400 to $900")
    assert (beside.y, under.y) == (LINE, 2 * LINE)
    assert [text.get("y") for text in beside.svg.iter("text")] == ["15", "15"]
    assert [text.get("y") for text in under.svg.iter("text")] == ["15", "34"]
    texts = [*beside.svg.iter("text"), *under.svg.iter("text")]
    assert {text.get("x") for text in texts if text.get("text-anchor")} == {str(size.width)}


def test_lines_of_text_are_under_each_other() -> None:
    drawing = Drawing(NARROW, "", y=10)
    text_lines(drawing, 24, "one two three four five six seven eight nine ten")
    assert drawing.y == 10 + 2 * LINE
    assert [(text.get("x"), text.get("y")) for text in drawing.svg.iter("text")] == [("24", "25"), ("24", "44")]


def test_the_labels_of_an_axis_stay_within_the_drawing() -> None:
    drawing = Drawing(NARROW, "", y=100)
    axis(drawing, [(2, "$0"), (160, "$500"), (318, "$1,000")])
    assert drawing.y == 126
    assert [text.get("text-anchor", "start") for text in drawing.svg.iter("text")] == ["start", "middle", "end"]
