"""A page that is drawn once, and filled in for each person: escaped, and with nothing left of the slots."""

from django.utils.safestring import mark_safe

from bases.drawing import Drawing, slot

PAGE = Drawing.of(f'<p id="{slot("id")}">{slot("name")}</p>{slot("selected")}')


def test_values_are_escaped_and_html_of_ours_is_not():
    filled = PAGE.filled({"id": 3, "name": '<b> & "', "selected": mark_safe("<hr>")})
    assert filled == '<p id="3">&lt;b&gt; &amp; &quot;</p><hr>'


def test_a_slot_without_a_value_stays_empty_and_an_unknown_value_is_nowhere():
    assert PAGE.filled({"name": "Ann", "id=": "x", "<p id=": "y"}) == '<p id="">Ann</p>'


def test_a_value_is_never_taken_for_a_slot():
    assert PAGE.filled({"name": slot("id"), "id": "1"}) == f'<p id="1">{slot("id")}</p>'
