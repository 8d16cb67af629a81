import re

import pytest

from pages.media import Shelf
from pages.rendering.markdown import Rendered, render
from pages.schema.errors import ContentError, Report
from pages.schema.front_matter import Body
from tests.pages.media import made
from tests.pages.rendering.rendered import FACTS

DESCRIBE = "Describe it between the brackets: ![What it shows](files/room.jpg)"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory) -> Shelf:
    folder = tmp_path_factory.mktemp("files")
    (folder / "room.jpg").write_bytes(made.jpeg(1500, 1000))
    (folder / "fees.pdf").write_bytes(made.pdf(1))
    return Shelf(folder, tmp_path_factory.mktemp("var"))


def rendered(text: str, shelf: Shelf) -> tuple[Rendered, list[ContentError]]:
    report = Report("page.md")
    return render(Body(text, 11), FACTS, (), report, shelf=shelf), report.errors


def test_a_picture_has_three_widths_its_size_and_its_text_and_is_loaded_late(shelf):
    page, errors = rendered("![The room of {{ clinic.name }}, with a sofa](files/room.jpg)", shelf)
    picture = shelf.find("room.jpg")
    address = f"/files/{picture.digest}"
    attributes = re.findall(r'([a-z]+)="([^"]*)"', page.html)
    assert (errors, page.files) == ([], (picture,))
    assert dict(attributes) == {
        "alt": "The room of Quay &amp; Co, with a sofa",
        "src": f"{address}/960/room.webp",
        "srcset": f"{address}/480/room.webp 480w,{address}/960/room.webp 960w,{address}/1440/room.webp 1440w",
        "sizes": "(min-width:42rem) 38rem,92vw",
        "width": "1440",
        "height": "960",
        "loading": "lazy",
        "decoding": "async",
    }


def test_a_link_to_a_pdf_says_what_a_reader_will_get(shelf):
    page, errors = rendered("Read the [fee schedule](files/fees.pdf), or the [*fees*](files/fees.pdf).", shelf)
    pdf = shelf.find("fees.pdf")
    assert (errors, page.files, page.links) == ([], (pdf,), frozenset())
    assert page.html.strip() == (
        f'<p>Read the <a href="{pdf.address}">fee schedule (PDF, 1 page, 1 KB)</a>, '
        f'or the <a href="{pdf.address}"><em>fees</em> (PDF, 1 page, 1 KB)</a>.</p>'
    )


@pytest.mark.parametrize(
    ("text", "rule", "message"),
    [
        ("![](files/room.jpg)", "image-without-text", "A reader who cannot see the picture learns nothing from it."),
        ("![ - ](files/room.jpg)", "image-without-text", "A reader who cannot see the picture learns nothing from it."),
        ("![IMG_1.JPG](files/room.jpg)", "picture", "This is the name of a file, and not what the picture shows."),
        ("![room.jpg](files/room.jpg)", "picture", "This is the name of a file, and not what the picture shows."),
        (
            f"![{'word ' * 61}](files/room.jpg)",
            "picture",
            "The text of the picture has more than 60 words",
        ),
        ('![A room](files/room.jpg "Ours")', "picture", "A picture has no words in quotes: nobody would see them."),
        ("![A *red* sofa](files/room.jpg)", "stray-marks", "`*red*"),
        ("![A room](files/romo.jpg)", "picture", "There is no file `files/romo.jpg`."),
        ("![A room](../files/room.jpg)", "picture", "The picture `../files/room.jpg` cannot be shown."),
        ("![A room](files/../room.jpg)", "picture", "`../room.jpg` cannot be the name of a picture or PDF."),
        (
            "![A room](https://else.example/room.jpg)",
            "picture",
            "The picture `https://else.example/room.jpg` cannot",
        ),
        ("![Fees](files/fees.pdf)", "picture", "`files/fees.pdf` is a PDF, and no picture."),
        ("[The room](files/room.jpg)", "file", "`files/room.jpg` is a picture."),
        ("[The fees](files/fee.pdf)", "file", "There is no file `files/fee.pdf`."),
        ("[](files/fees.pdf)", "empty-link", "This link has no words, so nobody sees it."),
        ("![[[What the picture shows]]](files/room.jpg)", "", ""),
    ],
)
def test_what_is_wrong_with_a_picture_or_a_pdf_is_said_at_its_line(shelf, text, rule, message):
    page, errors = rendered(f"First.\n\n{text}\n", shelf)
    assert [(error.line, error.rule) for error in errors] == ([(13, rule)] if rule else [])
    assert all(error.message.startswith(message) for error in errors)
    # What is shown to nobody has no address of ours or of others.
    assert "src=" not in page.html or rule in ("", "stray-marks")


def test_the_second_of_two_pictures_is_named_by_its_own_line(shelf):
    _, errors = rendered("![A room](files/room.jpg)\n\n![](files/room.jpg)\n", shelf)
    assert [(error.line, error.column, error.hint) for error in errors] == [(13, 2, DESCRIBE)]


def test_without_a_shelf_there_are_no_files():
    report = Report("page.md")
    render(Body("![A room](files/room.jpg)", 1), FACTS, (), report)
    assert [error.message for error in report.errors] == ["There is no file `files/room.jpg`."]
