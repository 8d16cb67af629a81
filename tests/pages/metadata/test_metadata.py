import json
import re
import struct
from datetime import datetime
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.templatetags.static import static

from pages.metadata.metadata import json_in_script, medical_web_page, metadata
from pages.serving.documents import page_html
from tests.pages.conftest import ContentFolder


@pytest.fixture(autouse=True)
def _site_url(settings) -> None:
    settings.SITE_URL = "https://clinic.example"


def test_the_data_of_a_reviewed_page_name_the_reviewer_and_the_day(content: ContentFolder) -> None:
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


def test_the_data_of_a_page_without_review_and_change_name_neither(content: ContentFolder) -> None:
    catalogue = content.load()
    data = medical_web_page(catalogue, catalogue.pages["/words/"])
    assert data.keys().isdisjoint({"lastReviewed", "reviewedBy", "dateModified"})


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "<!--<script>", "a & b", 'a "quoted" \\ é'])
def test_no_text_can_end_the_script_element_around_it(text: str) -> None:
    written = json_in_script({"name": text})
    assert json.loads(written) == {"name": text}
    assert not set("<>&") & set(written)


def test_a_page_has_one_address(content: ContentFolder) -> None:
    catalogue = content.load()
    page_metadata = metadata(catalogue, catalogue.pages["/what-it-is/"])
    assert page_metadata.url == "https://clinic.example/what-it-is/"
    assert json.loads(page_metadata.json_ld)["@type"] == "MedicalWebPage"


def test_every_page_has_the_link_picture_with_its_size_and_a_description(content: ContentFolder) -> None:
    catalogue = content.load()
    picture = Path(settings.BASE_DIR, "static/link-picture.png").read_bytes()
    assert struct.unpack_from(">II", picture, 16) == (1200, 630)
    assert len(picture) < 50_000
    for page in catalogue.pages.values():
        head = BeautifulSoup(page_html(catalogue, page), "html.parser").head
        properties = {meta["property"]: meta["content"] for meta in head.select("meta[property^='og:image']")}
        assert properties == {
            "og:image": f"https://clinic.example{static('link-picture.png')}",
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": "A round light over calm water, beside the words: "
            "Ketamine-assisted therapy. Plain, sourced facts",
        }


def test_schema_org_data_names_the_same_review_and_change_as_the_page(content: ContentFolder) -> None:
    for page in (catalogue := content.load()).pages.values():
        html = page_html(catalogue, page).decode()
        shown = BeautifulSoup(html, "html.parser").select_one(".review-line").text
        data = json.loads(BeautifulSoup(html, "html.parser").select_one("script[type='application/ld+json']").text)
        review = re.search(
            r"Reviewed (?P<day>\w+ \d+, \d+) by (?P<name>[^,]+), (?P<role>.+?)\. (?:Changed|To be)", shown
        )
        change = re.search(r"Changed (\w+ \d+, \d+)\.", shown)
        assert (review is None) == ("lastReviewed" not in data) == ("No clinician has reviewed this page" in shown)
        if review:
            assert data["lastReviewed"] == day(review["day"])
            assert (data["reviewedBy"]["name"], data["reviewedBy"]["jobTitle"]) == (review["name"], review["role"])
        assert data.get("dateModified") == (day(change[1]) if change else None)


def day(shown: str) -> str:
    return datetime.strptime(shown, "%B %d, %Y").date().isoformat()
