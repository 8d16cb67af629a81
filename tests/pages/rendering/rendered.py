"""Renders a short body with a few facts and one glossary term."""

import re

from pages.rendering.markdown import Rendered, render
from pages.schema.errors import Report
from pages.schema.front_matter import Body
from pages.schema.references import Term

FACTS = {"clinic.name": "Quay & Co", "clinic.phone": "(555) 555-0100", "clinic.prices.visit": "$400 to $900"}
GLOSSARY = (Term("term-off-label", "Off-label", "A use that is *not* on the label."),)


def rendered(text: str) -> tuple[Rendered, list[str]]:
    report = Report("page.md")
    result = render(Body(text, 11), FACTS, GLOSSARY, report)
    return result, [str(error) for error in report.errors]


def html(text: str) -> str:
    """The HTML of a body without errors, without line breaks between elements."""
    result, errors = rendered(text)
    assert errors == []
    return re.sub(r">\n+<", "><", result.html.strip())


def errors(text: str) -> list[str]:
    return rendered(text)[1]
