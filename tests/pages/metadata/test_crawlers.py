from xml.etree import ElementTree

import pytest

from pages.metadata.crawlers import is_indexed, robots, sitemap
from tests.pages.conftest import ContentFolder

LOC, LASTMOD = ("{http://www.sitemaps.org/schemas/sitemap/0.9}" + name for name in ("loc", "lastmod"))


@pytest.fixture(autouse=True)
def _a_small_site(settings) -> None:
    settings.SITE_URL = "https://clinic.example"
    settings.INDEXED_TOO = ["/cost/", "/screening/"]
    settings.NOT_CRAWLED = ["/screening/", "/staff/"]


@pytest.fixture
def own(content: ContentFolder) -> ContentFolder:
    """The content of a clinic that is not a sample."""
    content.replace("clinic.yaml", "sample: true", "sample: false")
    return content


@pytest.mark.parametrize(
    ("sample", "site", "expected"),
    [
        ("false", "https://clinic.example", True),
        ("true", "https://clinic.example", False),
        ("true", "http://192.168.1.2:8000", False),
        ("true", "http://127.0.0.1:8000", True),
        ("true", "http://[::1]:8000", True),
        ("true", "https://localhost", True),
        ("true", "https://localhost.example", False),
    ],
)
def test_a_sample_clinic_is_indexed_on_the_own_machine_only(content, settings, sample, site, expected) -> None:
    content.replace("clinic.yaml", "sample: true", f"sample: {sample}")
    settings.SITE_URL = site
    assert is_indexed(content.load()) is expected


def test_robots_txt_names_the_disallowed_paths_and_the_sitemap(own: ContentFolder) -> None:
    assert robots(own.load()).decode() == (
        "User-agent: *\n"
        "Allow: /screening/$\n"
        "Disallow: /screening/\n"
        "Disallow: /staff/\n"
        "\n"
        "Sitemap: https://clinic.example/sitemap.xml\n"
    )


def test_a_sample_clinic_allows_crawlers_to_read_noindex(content: ContentFolder) -> None:
    text = robots(content.load()).decode()
    assert "Sitemap:" not in text
    assert "Disallow: /\n" not in text


def test_the_sitemap_has_every_page_and_the_known_days_of_change(own: ContentFolder) -> None:
    urls = ElementTree.fromstring(sitemap(own.load()))  # noqa: S314 (our own)
    assert [(url.findtext(LOC), url.findtext(LASTMOD)) for url in urls] == [
        ("https://clinic.example/", "2026-09-01"),
        ("https://clinic.example/what-it-is/", "2026-10-05"),
        ("https://clinic.example/words/", None),
        ("https://clinic.example/cost/", None),
        ("https://clinic.example/screening/", None),
    ]
