from xml.etree.ElementTree import tostring

import pytest

from pages.rendering.svg import CHARACTERS, LINE, WIDTH, axis, balanced_lines, drawing, label_and_value, text_lines


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
    assert balanced_lines(text) == lines
    assert all(len(line) <= CHARACTERS for line in lines)


def test_a_drawing_has_the_color_of_the_text_and_a_description() -> None:
    written = tostring(drawing("Two & more."), encoding="unicode")
    assert written == '<svg role="img" fill="currentColor" font-size="15"><desc>Two &amp; more.</desc></svg>'


def test_a_value_is_right_of_its_label_or_under_it_if_there_is_no_room() -> None:
    beside, under = drawing(""), drawing("")
    assert label_and_value(beside, 0, "Session", "$400") == LINE
    assert label_and_value(under, 0, "A session with the medicine", "$400 to $900") == 2 * LINE
    assert [text.get("y") for text in beside.iter("text")] == ["15", "15"]
    assert [text.get("y") for text in under.iter("text")] == ["15", "34"]
    assert {text.get("x") for svg in (beside, under) for text in svg.iter("text") if text.get("text-anchor")} == {
        str(WIDTH)
    }


def test_lines_of_text_are_under_each_other() -> None:
    svg = drawing("")
    assert text_lines(svg, 24, 10, "one two three four five six seven eight nine ten") == 10 + 2 * LINE
    assert [(text.get("x"), text.get("y")) for text in svg.iter("text")] == [("24", "25"), ("24", "44")]


def test_the_labels_of_an_axis_stay_within_the_drawing() -> None:
    svg = drawing("")
    assert axis(svg, 100, [(2, "$0"), (160, "$500"), (318, "$1,000")]) == 126
    assert [text.get("text-anchor", "start") for text in svg.iter("text")] == ["start", "middle", "end"]
