"""Every number of the clinic in a page calls it, unless it is part of a link already."""

from xml.etree.ElementTree import fromstring, tostring

import pytest

from pages.rendering.links import link_phone

FACTS = {"clinic.phone": "(555) 555-0100"}
LINK = '<a class="tel" href="tel:+15555550100">(555) 555-0100</a>'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Call (555) 555-0100, or write.</p>", f"<p>Call {LINK}, or write.</p>"),
        ("<p>(555) 555-0100</p>", f"<p>{LINK}</p>"),
        (
            "<p>(555) 555-0100 <em>or</em> (555) 555-0100 or (555) 555-0100.</p>",
            f"<p>{LINK} <em>or</em> {LINK} or {LINK}.</p>",
        ),
        ("<ul><li><strong>Now:</strong> (555) 555-0100</li></ul>", f"<ul><li><strong>Now:</strong> {LINK}</li></ul>"),
        ('<p><a href="/x/">(555) 555-0100</a></p>', '<p><a href="/x/">(555) 555-0100</a></p>'),
        ("<p>988</p>", "<p>988</p>"),
    ],
)
def test_a_number_becomes_a_link(before, after):
    root = fromstring(before)  # noqa: S314
    link_phone(root, FACTS)
    assert tostring(root, encoding="unicode") == after
