import pytest

from pages.rendering.links import belongs_to_another_app, href, is_taken
from pages.schema.page_files import url_of
from tests.pages.routes import FIRST_PARTS


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("what-it-is.md", "/what-it-is/"),
        ("what-it-is.md#how-does-it-work", "/what-it-is/#how-does-it-work"),
        ("home.md", "/"),
        ("#how", "#how"),
        ("/screening/", "/screening/"),
        ("https://example.org/a.md", "https://example.org/a.md"),
        ("mailto:hello@clinic.example", "mailto:hello@clinic.example"),
        ("tel:988", "tel:988"),
        ("tel:(555) 555-0100", "tel:5555550100"),
        ("sms:+1-833-852-6262", "sms:+18338526262"),
    ],
)
def test_a_link_target_becomes_an_address(target: str, address: str) -> None:
    assert href(target) == address


def test_the_url_of_the_home_page_is_the_root() -> None:
    assert (url_of("home"), url_of("words")) == ("/", "/words/")


@pytest.mark.urls("tests.pages.site_urls")
def test_an_address_belongs_to_another_app_if_that_app_serves_it() -> None:
    assert belongs_to_another_app("/screening/")
    assert belongs_to_another_app("/screening/?from=home#top")
    assert not belongs_to_another_app("/words/")
    assert not belongs_to_another_app("/")
    assert not belongs_to_another_app("/no/such/place")


@pytest.mark.urls("kat_site.urls")
def test_every_route_takes_the_address_that_it_begins_with() -> None:
    assert {"static", "staff", "preview", "screening", "call-me", "receipt", "fhir", "search"} <= FIRST_PARTS
    assert [name for name in FIRST_PARTS if not is_taken(name)] == []
    assert not any(is_taken(name) for name in ("home", "words", "what-is-ketamine", "call"))
