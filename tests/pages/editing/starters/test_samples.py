"""Every component has a sample without errors, and is documented with a picture."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from pages.editing import trial
from pages.editing.starters.samples import SAMPLES, Sample
from pages.editing.trial import site_context
from pages.rendering.components import KINDS
from tests.pages.conftest import HOME
from tools.editor_guide import components_page

DOCS = Path(settings.BASE_DIR) / "docs"
PICTURES = DOCS / "editors"
MOST_BYTES = 60_000
PICTURE = re.compile(r"!\[(?P<words>[^\]]+)\]\(editors/(?P<name>[a-z-]+\.png)\)")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)
def test_a_sample_has_no_errors(sample: Sample):
    text = HOME.partition("Read [")[0] + sample.text
    sample_trial = trial.read(site_context(settings.CONTENT_DIR), "content", "en/home.md", text)
    assert sample_trial.errors == ()
    title = re.search(r'"(.+)"', sample.text)
    if title:
        assert title[1] in sample_trial.draft.rendered.text


def test_every_component_has_a_sample():
    shown = {kind for sample in SAMPLES for kind in re.findall(r"^!!! ([a-z-]+)", sample.text, re.MULTILINE)}
    assert shown == set(KINDS)
    assert len({sample.id for sample in SAMPLES}) == len(SAMPLES)


def test_the_page_of_components_contains_the_samples():
    assert (DOCS / "components.md").read_text() == components_page()


def test_every_picture_exists_is_small_is_shown_and_has_a_text():
    shown = [match for page in ("editors.md", "components.md") for match in PICTURE.finditer((DOCS / page).read_text())]
    assert {match["name"] for match in shown} == {path.name for path in PICTURES.iterdir()}
    assert all(match["words"].strip() for match in shown)
    assert {path.name for path in PICTURES.iterdir() if path.stat().st_size > MOST_BYTES} == set()


def test_the_guide_has_no_broken_links():
    guide = (DOCS / "editors.md").read_text()
    prose = re.sub(r"`[^`]*`|```.*?```", "", guide, flags=re.DOTALL)
    anchors = {
        re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", guide, re.M)
    }
    for target in re.findall(r"\]\(([^)]+)\)", prose):
        assert target.removeprefix("#") in anchors if target.startswith("#") else (DOCS / target).exists(), target


def test_the_guide_names_states_and_buttons_like_the_content_area():
    guide = (DOCS / "editors.md").read_text()
    area = Path(settings.BASE_DIR) / "templates/admin/pages"
    templates = "".join(path.read_text() for path in area.iterdir())
    for words in ("Save draft", "Publish now", "Publish later", "Check and preview", "Restore this text as the draft"):
        assert words in guide
        assert words in templates
    for words in ("The pages on this server are read-only", "The site still shows the last good pages"):
        assert words in guide
        assert words in templates
