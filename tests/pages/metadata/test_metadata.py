import json
import re
from datetime import datetime

import pytest
from bs4 import BeautifulSoup

from pages.metadata.metadata import in_script, lettering, medical_web_page, metadata
from pages.metadata.picture import Lettering
from pages.serving.documents import page_html
from tests.pages.conftest import ContentFolder


@pytest.fixture(autouse=True)
def _address(settings) -> None:
    settings.SITE_URL = "https://clinic.example"


def test_a_reviewed_page_says_by_whom_and_when(content: ContentFolder) -> None:
    catalogue = content.load()
    assert medical_web_page(catalogue, catalogue.pages["/what-it-is/"]) == {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage",
        "url": "https://clinic.example/what-it-is/",
        "name": "What is it?",
        "description": "What it is.",
        "inLanguage": "en",
        "isPartOf": {"@type": "WebSite", "name": "Quay Clinic", "url": "https://clinic.example/"},
        "dateModified": "2026-10-05",
        "lastReviewed": "2026-10-01",
        "reviewedBy": {"@type": "Person", "name": "Dr. Reed", "jobTitle": "Medical director"},
    }


def test_a_page_nobody_reviewed_or_changed_says_nothing_of_it(content: ContentFolder) -> None:
    catalogue = content.load()
    said = medical_web_page(catalogue, catalogue.pages["/words/"])
    assert said.keys().isdisjoint({"lastReviewed", "reviewedBy", "dateModified"})


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "a & b", 'a "quoted" \\ é'])
def test_no_words_can_end_the_script_they_stand_in(text: str) -> None:
    written = in_script({"name": text})
    assert json.loads(written) == {"name": text}
    assert not set("<>&") & set(written)


def test_a_page_has_one_address_and_a_picture(content: ContentFolder) -> None:
    catalogue = content.load()
    found = metadata(catalogue, catalogue.pages["/what-it-is/"])
    assert found.url == "https://clinic.example/what-it-is/"
    assert found.picture.startswith("https://clinic.example/pictures/what-it-is.png?v=")
    assert json.loads(found.json_ld)["@type"] == "MedicalWebPage"


def test_another_title_gives_the_picture_another_address_and_another_text_does_not(content: ContentFolder) -> None:
    def picture() -> str:
        catalogue = content.load()
        return metadata(catalogue, catalogue.pages["/what-it-is/"]).picture

    before = picture()
    content.replace("en/what-it-is.md", "It is a medicine.", "It is an anesthetic.")
    assert picture() == before
    content.replace("en/what-it-is.md", "title: What is it?", "title: What can it do?")
    assert picture() != before


def test_a_picture_names_clinic_section_and_page_and_tells_a_sample(content: ContentFolder) -> None:
    catalogue = content.load()
    home, page, _ = catalogue.pages.values()
    assert lettering(catalogue, page) == Lettering("Quay Clinic (sample)", "Understand it", "What is it?")
    assert lettering(catalogue, home) == Lettering("Quay Clinic (sample)", "", "Home")
    content.replace("clinic.yaml", "sample: true", "sample: false")
    assert lettering(content.load(), page).name == "Quay Clinic"


def test_machines_are_told_of_the_review_and_the_change_what_the_page_shows(content: ContentFolder) -> None:
    for page in (catalogue := content.load()).pages.values():
        html = page_html(catalogue, page).decode()
        shown = BeautifulSoup(html, "html.parser").select_one(".review-line").text
        said = json.loads(BeautifulSoup(html, "html.parser").select_one("script[type='application/ld+json']").text)
        review = re.search(
            r"Reviewed (?P<day>\w+ \d+, \d+) by (?P<name>[^,]+), (?P<role>.+?)\. (?:Changed|To be)", shown
        )
        change = re.search(r"Changed (\w+ \d+, \d+)\.", shown)
        assert (review is None) == ("lastReviewed" not in said) == ("No clinician has reviewed this page" in shown)
        if review:
            assert said["lastReviewed"] == day(review["day"])
            assert (said["reviewedBy"]["name"], said["reviewedBy"]["jobTitle"]) == (review["name"], review["role"])
        assert said.get("dateModified") == (day(change[1]) if change else None)


def day(shown: str) -> str:
    return datetime.strptime(shown, "%B %d, %Y").date().isoformat()
