"""Every component is documented for editors, with a picture, and every sample can be put into a page as it stands."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from pages.editing.reading import read, surroundings
from pages.editing.starters.samples import SAMPLES, Sample
from pages.rendering.components import KINDS
from tests.pages.conftest import HOME
from tools.editor_guide import components_page

DOCS = Path(settings.BASE_DIR) / "docs"
PICTURES = DOCS / "editors"
MOST_BYTES = 60_000
PICTURE = re.compile(r"!\[(?P<words>[^\]]+)\]\(editors/(?P<name>[a-z-]+\.png)\)")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_a_sample_is_drawn_from_the_facts_of_the_clinic_without_an_error(sample: Sample):
    text = HOME.partition("Read [")[0] + sample.text
    reading = read(surroundings(settings.CONTENT_DIR), "content", "en/home.md", text)
    assert reading.errors == ()
    title = re.search(r'"(.+)"', sample.text)
    if title:
        assert title[1] in reading.draft.rendered.text


def test_every_component_has_a_sample():
    shown = {kind for sample in SAMPLES for kind in re.findall(r"^!!! ([a-z-]+)", sample.text, re.MULTILINE)}
    assert shown == set(KINDS)
    assert len({sample.id for sample in SAMPLES}) == len(SAMPLES)


def test_the_page_of_components_says_what_the_samples_say():
    assert (DOCS / "components.md").read_text() == components_page()


def test_every_picture_is_there_is_small_is_shown_and_says_what_is_on_it():
    shown = [match for page in ("editors.md", "components.md") for match in PICTURE.finditer((DOCS / page).read_text())]
    assert {match["name"] for match in shown} == {path.name for path in PICTURES.iterdir()}
    assert all(match["words"].strip() for match in shown)
    assert {path.name for path in PICTURES.iterdir() if path.stat().st_size > MOST_BYTES} == set()


def test_the_guide_leads_nowhere_that_is_not_there():
    guide = (DOCS / "editors.md").read_text()
    prose = re.sub(r"`[^`]*`|```.*?```", "", guide, flags=re.DOTALL)
    anchors = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", guide, re.M)
    }
    for target in re.findall(r"\]\(([^)]+)\)", prose):
        assert target.removeprefix("#") in anchors if target.startswith("#") else (DOCS / target).exists(), target


def test_the_guide_names_the_states_and_buttons_as_the_area_does():
    guide = (DOCS / "editors.md").read_text()
    area = Path(settings.BASE_DIR) / "templates/admin/pages"
    templates = "".join(path.read_text() for path in area.iterdir())
    for words in ("Save draft", "Publish now", "Publish later", "Check and preview", "Restore this text as the draft"):
        assert words in guide
        assert words in templates
    for words in ("This server lets nobody write its pages", "The site still shows the last good pages"):
        assert words in guide
        assert words in templates
