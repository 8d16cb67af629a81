import pytest

from pages.rendering.links import href, is_elsewhere, url_of


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
def test_a_target_as_an_editor_writes_it_becomes_an_address(target: str, address: str) -> None:
    assert href(target) == address


def test_the_home_page_is_the_root() -> None:
    assert (url_of("home"), url_of("words")) == ("/", "/words/")


@pytest.mark.urls("tests.pages.site_urls")
def test_an_address_is_elsewhere_when_another_part_of_the_site_answers() -> None:
    assert is_elsewhere("/screening/")
    assert is_elsewhere("/screening/?from=home#top")
    assert not is_elsewhere("/words/")
    assert not is_elsewhere("/")
    assert not is_elsewhere("/no/such/place")
