"""Old addresses lead on with a permanent redirect."""

import pytest
from django.test import Client

from tests.pages.conftest import ContentFolder


@pytest.fixture
def client(site: ContentFolder) -> Client:
    site.write("redirects.yaml", "/about.html: {to: what-it-is.md}\n/caf%C3%A9/: {to: /talk-to-us/}\n")
    return Client()


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("/about.html", "/what-it-is/"),
        ("/about.html/", "/what-it-is/"),
        ("/about.html?utm_source=x&next=//evil.example", "/what-it-is/"),
        ("/caf%C3%A9", "/talk-to-us/"),
        ("/caf%C3%A9/", "/talk-to-us/"),
    ],
)
def test_an_old_address_leads_on_without_its_query_and_without_a_cookie(client: Client, address, target) -> None:
    for response in (client.get(address), client.head(address)):
        told = {
            name: response.get(name) for name in ("Location", "Cache-Control", "Set-Cookie", "Vary", "X-Robots-Tag")
        }
        assert (response.status_code, told) == (
            301,
            {
                "Location": target,
                "Cache-Control": "public, max-age=300",
                "Set-Cookie": None,
                "Vary": None,
                "X-Robots-Tag": None,
            },
        )


@pytest.mark.parametrize("address", ["/About.html", "/about.htm/", "/caf%25C3%25A9/", "/about.html/more"])
def test_every_other_unknown_address_is_unknown(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_nothing_can_be_sent_to_an_old_address(client: Client) -> None:
    assert client.post("/about.html").status_code == 404


def test_an_old_address_is_not_in_the_sitemap(client: Client, site: ContentFolder) -> None:
    site.replace("clinic.yaml", "sample: true", "sample: false")
    assert b"about.html" not in client.get("/sitemap.xml").content
