import json
import re
import struct
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client

from pages.serving.documents import BAND, PAPER, documents, favicon
from tests.pages.conftest import ContentFolder

PAGES = ["/", "/all-pages/", "/what-it-is/", "/words/"]
FOR_MACHINES = ["/feed.xml", "/robots.txt", "/site.webmanifest", "/favicon.ico"]


def test_every_page_and_every_file_for_machines_has_a_path(site: ContentFolder) -> None:
    assert sorted(documents(site.load())) == sorted([*PAGES, *FOR_MACHINES])


def test_a_site_that_may_be_listed_has_a_sitemap_too(site: ContentFolder, client: Client) -> None:
    assert client.get("/sitemap.xml").status_code == 404
    site.replace("clinic.yaml", "sample: true", "sample: false")
    assert "/sitemap.xml" in documents(site.load())


def test_only_one_page_grows_with_the_number_of_pages(content: ContentFolder) -> None:
    text = (content.path / "en" / "what-it-is.md").read_text(encoding="utf-8")

    def drawn_with(copies: range) -> dict[str, str]:
        for number in copies:
            copy = re.sub("^title: .*$", f"title: Copy {number}", text, flags=re.M)
            content.write(f"en/copy-{number}.md", re.sub("^order: .*$", f"order: {100 + number}", copy, flags=re.M))
        by_path = documents(content.load())
        return {path: by_path[path].draw().decode() for path in PAGES}

    some, many = drawn_with(range(10)), drawn_with(range(10, 40))
    assert {path for path in PAGES if some[path].count("Copy ") != many[path].count("Copy ")} == {"/all-pages/"}
    assert many["/all-pages/"].count("Copy ") == 40


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("/feed.xml", "application/atom+xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/site.webmanifest", "application/manifest+json"),
        ("/favicon.ico", "image/x-icon"),
    ],
)
def test_a_file_for_machines_is_served_with_its_type_and_may_be_cached(
    site: ContentFolder, client: Client, path: str, content_type: str
) -> None:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    assert response["Cache-Control"] == "public, max-age=300"
    assert response.content == documents(site.load())[path].draw()
    again = client.get(path, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_manifest_names_the_clinic_and_icons_that_exist(site: ContentFolder, client: Client) -> None:
    data = json.loads(client.get("/site.webmanifest").content)
    icons = data.pop("icons")
    assert data == {
        "name": "Quay Clinic",
        "short_name": "Quay",
        "lang": "en",
        "start_url": "/",
        "display": "browser",
        "theme_color": BAND,
        "background_color": PAPER,
    }
    for icon in icons:
        file = Path(django_settings.BASE_DIR, icon["src"].removeprefix("/"))
        if icon["type"] == "image/png":
            assert "{}x{}".format(*size_of(file.read_bytes())) == icon["sizes"]
        else:
            assert file.exists()


def test_the_theme_colors_are_those_of_the_stylesheet() -> None:
    tokens = Path(django_settings.BASE_DIR, "static/css/tokens.css").read_text()
    light = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", tokens.partition("@supports")[0]))
    dark = dict(re.findall(r"--([a-z-]+): light-dark\(#[0-9a-f]{6}, (#[0-9a-f]{6})\)", tokens))
    base = Path(django_settings.BASE_DIR, "templates/base.html").read_text()
    assert (light["band"], light["paper"]) == (BAND, PAPER)
    assert re.findall(r'<meta name="theme-color" content="(#[0-9a-f]{6})"(.*?)>', base) == [
        (dark["band"], ' media="(prefers-color-scheme: dark)"'),
        (light["band"], ""),
    ]


def test_favicon_ico_has_three_sizes() -> None:
    data = favicon()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind, count) == (0, 1, 3)
    for number, size in enumerate((16, 32, 48)):
        width, height, _, _, _, _, length, place = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert (width, height) == size_of(data[place : place + length]) == (size, size)


def test_the_apple_touch_icon_has_180_pixels() -> None:
    assert size_of(Path(django_settings.BASE_DIR, "static/apple-touch-icon.png").read_bytes()) == (180, 180)


def size_of(png: bytes) -> tuple[int, ...]:
    return struct.unpack_from(">II", png, 16)
