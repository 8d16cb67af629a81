"""A name that is written right to left, or has marks that reverse text, changes nothing but itself."""

import pytest
from django.template import Context, Template

from bases.bidi import isolated_text


@pytest.mark.parametrize(
    ("name", "html"),
    [("Ann", "<bdi>Ann</bdi>"), ("A\u202e<b>", "<bdi>A\u202e&lt;b&gt;</bdi>"), ("", ""), (None, "")],
    ids=["a name", "with a mark", "empty", "none"],
)
def test_every_template_can_isolate_a_name(name, html):
    assert Template("{{ name|isolated }}").render(Context({"name": name})) == html


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ann Reyes", "Ann Reyes"),
        ("Ann\u202e\u2066", "Ann"),
        ("\u05d3\u05e0\u05d4", "\u2068\u05d3\u05e0\u05d4\u2069"),
        ("\u05d3\u2069\u05e0", "\u2068\u05d3\u05e0\u2069"),
    ],
    ids=["plain", "marks", "hebrew", "hebrew with a mark"],
)
def test_where_there_is_no_html_marks_are_removed_and_other_letters_are_isolated(name, text):
    assert isolated_text(name) == text
