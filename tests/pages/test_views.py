import pytest
from django.test import Client

from pages.schema.errors import BrokenContent
from tests.pages.conftest import ContentFolder

WHAT_IT_IS = (
    "Quay Clinic|https://clinic.example|Understand it About us |What is it?||Words|"
    '<p>It is a medicine.<sup class="cite"><a aria-label="Source 1" href="#source-fda23">1</a></sup></p>\n'
    '<h2 id="how-does-it-work">How does it work?</h2>\n<p>Nobody knows for sure.</p>'
)


def test_a_page_has_links_to_the_previous_and_the_next_page(site: ContentFolder, client: Client) -> None:
    response = client.get("/what-it-is/")
    assert (response.status_code, response.content.decode()) == (200, WHAT_IT_IS)


def test_the_home_page_has_its_own_template(site: ContentFolder, client: Client) -> None:
    body = '<p>Read <a href="/what-it-is/">what it is</a>.</p>'
    expected = f"Quay Clinic|https://clinic.example|Understand it About us |home|{body}"
    assert client.get("/").content.decode() == expected


def test_a_page_is_publicly_cacheable_for_five_minutes_and_sets_no_cookie(site: ContentFolder, client: Client) -> None:
    response = client.get("/what-it-is/")
    assert response["Cache-Control"] == "public, max-age=300"
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies


def test_a_request_for_an_unchanged_page_gets_304(site: ContentFolder, client: Client) -> None:
    tag = client.get("/what-it-is/")["ETag"]
    again = client.get("/what-it-is/", headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_a_head_request_gets_the_headers_of_get_without_a_body(site: ContentFolder, client: Client) -> None:
    response = client.head("/what-it-is/")
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_get_405(site: ContentFolder, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for path in ("/", "/what-it-is/"):
        response = getattr(client, method)(path)
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "path", ["/home/", "/no-such-page/", "/WHAT-IT-IS/", "/sections/", "/..%2fclinic/", "/what-it-is.md/"]
)
def test_an_unknown_page_is_not_found(site: ContentFolder, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_slug_never_reaches_the_disk(site: ContentFolder, client: Client) -> None:
    client.get("/")
    site.write("en/new-page.md", "anything")
    assert client.get("/new-page/").status_code == 404


def test_broken_content_raises_its_error(site: ContentFolder, client: Client) -> None:
    site.replace("en/words.md", "title: Words", "titel: Words")
    with pytest.raises(BrokenContent, match=r"words\.md:2: `titel` is not a key of this file"):
        client.get("/what-it-is/")
