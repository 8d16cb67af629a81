from pathlib import Path

import pytest

from pages.lint import findings_of_site
from pages.lint.files import weight_of_pictures
from pages.media import Shelf
from pages.media.values import Copy, Picture
from tests.pages.conftest import ContentFolder
from tests.pages.media import made
from tests.pages.wording.texts import CLAIMS_YAML, TODAY


def shelf_with(*weights: int) -> Shelf:
    """Pictures whose copy for a phone has these weights, in kilobytes."""
    widths = lambda weight: (Copy(480, 1, 1), Copy(960, 1, weight * 1024), Copy(1440, 1, 10**7))  # noqa: E731
    names = [f"room-{number}.jpg" for number in range(len(weights))]
    pictures = zip(names, weights, strict=True)
    kept = {name: Picture(name, name, "JPEG", widths(weight), tells_place=False) for name, weight in pictures}
    return Shelf(Path("/nowhere"), Path("/nowhere"), kept)


@pytest.mark.parametrize(
    ("weights", "severity"),
    [((100, 200), None), ((100, 201), "warning"), ((800, 200), "warning"), ((900, 200), "error")],
)
def test_the_pictures_of_a_page_are_weighed_as_a_phone_loads_them(weights, severity):
    text = "Text.\n" + "".join(f"A ![room](files/room-{number}.jpg).\n" for number in range(len(weights)))
    # The same picture again is loaded once.
    findings = list(weight_of_pictures("content/en/page.md", text + text, shelf_with(*weights)))
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def test_a_heavy_page_names_its_heaviest_picture_where_it_is():
    text = "Text.\n![A](files/room-0.jpg)\nA ![B](files/room-1.jpg) and ![no](files/none.jpg)\n"
    [finding] = weight_of_pictures("content/en/page.md", text, shelf_with(100, 250))
    assert (finding.line, finding.column, finding.rule, finding.words) == (3, 3, "heavy-page", "room-1.jpg")
    assert finding.reason == (
        "The pictures of this page have 350 KB on a phone, and 300 KB is enough. "
        "The heaviest is room-1.jpg, with 250 KB."
    )


def test_the_content_check_names_files_that_cannot_be_used_or_tell_too_much(content: ContentFolder, settings) -> None:
    settings.ROOT_URLCONF = "tests.pages.site_urls"
    content.write("claims.yaml", CLAIMS_YAML)
    files = content.path / "en" / "files"
    files.mkdir()
    (files / "room.jpg").write_bytes(made.photograph())
    (files / "door.jpg").write_bytes(made.jpeg())
    (files / "note.html").write_bytes(made.SCRIPT)
    found = [(finding.file, finding.rule, finding.severity) for finding in findings_of_site(content.path, TODAY)]
    assert found == [
        ("content/en/files/note.html", "unusable-file", "warning"),
        ("content/en/files/room.jpg", "tells-place", "warning"),
    ]


def test_the_text_of_a_picture_is_checked_for_claims(content: ContentFolder, settings) -> None:
    settings.ROOT_URLCONF = "tests.pages.site_urls"
    content.write("claims.yaml", CLAIMS_YAML)
    content.write("en/files/x", "")
    (content.path / "en/files/x").rename(content.path / "en/files/.x")
    (content.path / "en/files/room.jpg").write_bytes(made.jpeg())
    content.replace("en/words.md", "{{ glossary }}", "![The room that cures all](files/room.jpg)")
    assert [(finding.rule, finding.line) for finding in findings_of_site(content.path, TODAY)] == [("cure", 12)]
