"""No heading of an author gets an id that a template has."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from pages.rendering.anchors import BEGINNINGS, OF_TEMPLATES
from pages.rendering.outline import Outline
from tests.pages.rendering.rendered import html

TEMPLATES = Path(settings.BASE_DIR) / "templates"
SHOWS_A_TEXT = re.compile(r"\{\{ *(?:page\.body|outcome\.(?:lead|rest)|body) *\}\}")
PART = re.compile(r'\{% *(?:include|extends) "([^"]+)"')
ID = re.compile(r'\bid="([^"]*)"')


def with_parts(name: str, found: set[str]) -> set[str]:
    """The template with everything that it extends and includes."""
    if name not in found and (TEMPLATES / name).exists():
        found.add(name)
        for part in PART.findall((TEMPLATES / name).read_text(encoding="utf-8")):
            with_parts(part, found)
    return found


def ids_beside_texts() -> set[str]:
    names: set[str] = set()
    for path in TEMPLATES.rglob("*.html"):
        if SHOWS_A_TEXT.search(path.read_text(encoding="utf-8")):
            with_parts(path.relative_to(TEMPLATES).as_posix(), names)
    assert {"pages/page.html", "pages/home.html", "screening/result.html", "base.html"} < names
    return {id for name in names for id in ID.findall((TEMPLATES / name).read_text(encoding="utf-8"))}


def test_every_id_of_a_template_that_shows_a_text_is_reserved() -> None:
    ids = ids_beside_texts()
    assert {id for id in ids if "{{" not in id} == OF_TEMPLATES
    assert {id.partition("{{")[0] for id in ids if "{{" in id} <= set(BEGINNINGS)


@pytest.mark.parametrize("id", [*sorted(OF_TEMPLATES), *(f"{beginning}x" for beginning in BEGINNINGS)])
def test_a_heading_with_the_words_of_a_reserved_id_gets_another(id: str) -> None:
    words = id.replace("-", " ").capitalize()
    assert html(f"## {words}") == f'<h2 id="about-{id}">{words}</h2>'


def test_ids_are_different_on_a_page_with_a_term_a_chart_and_headings_of_the_same_words() -> None:
    chart = '!!! range "Cost"\n    | What | From | To |\n    |---|---|---|\n    | Visit | $1 | $2 |'
    body = html(f"It is off-label.[@a]\n\n## Term off label\n\n## Chart 1\n\n## Chart 1\n\n{chart}\n")
    ids = ID.findall(body)
    assert sorted(ids) == ["about-chart-1", "about-chart-1_1", "about-term-off-label", "chart-1", "term-off-label"]


def test_a_link_to_a_heading_with_a_changed_id_is_checked_against_it() -> None:
    assert "about-sources" in Outline(html("## Sources")).ids
