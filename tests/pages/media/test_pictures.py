from io import BytesIO

import pytest
from PIL import Image

from pages.media.pictures import make_copies, read, without_metadata
from pages.media.values import Copy, Unusable
from tests.pages.media import made

DAMAGED = "is damaged, or is not what its name says. Open it on your computer and save it again."
TOO_LARGE = (
    "has too many pixels: a picture has at most 50 million, and 16,000 on a side. "
    "Save it smaller: a page shows at most 1,440 from left to right."
)
MOVES = "moves, and pages have no moving pictures. Save one picture of it."


def opened(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


def metadata(data: bytes) -> dict[str, object]:
    picture = opened(data)
    picture.load()
    known = {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression", "loop", "background"}
    known |= {"timestamp", "duration"}
    return {**dict(picture.getexif()), **{key: value for key, value in picture.info.items() if key not in known}}


@pytest.mark.parametrize(
    ("size", "sizes"),
    [
        ((1600, 800), [(480, 240), (960, 480), (1440, 720)]),
        ((700, 500), [(480, 343), (700, 500)]),
        ((1, 1), [(1, 1)]),
        ((2, 900), [(2, 900)]),
    ],
)
def test_a_picture_has_three_copies_and_none_is_wider_than_itself(size, sizes):
    copies = make_copies(read(made.jpeg(*size)).image)
    assert [(copy.width, copy.height) for copy in copies] == sizes
    assert [opened(data).format for data in copies.values()] == ["WEBP"] * len(sizes)
    assert all(copy == Copy(*opened(data).size, len(data)) for copy, data in copies.items())


def test_nothing_of_the_place_and_the_camera_is_in_a_copy_or_in_what_is_stored():
    data = made.photograph()
    assert made.CAMERA.encode() in data
    picture = read(data)
    assert picture.tells_place
    stored, ending = without_metadata(data)
    outputs = [stored, *make_copies(picture.image).values()]
    assert (ending, [metadata(output) for output in outputs]) == ("jpg", [{}, {}])
    assert not [output for output in outputs if made.CAMERA.encode() in output or b"Exif" in output]


def test_a_picture_that_lies_on_its_side_is_turned():
    [(copy, data)] = make_copies(read(made.photograph(40, 30, orientation=6)).image).items()
    assert (copy.width, copy.height) == (30, 40)
    # What was on the left is at the top.
    top, bottom = (opened(data).convert("RGB").getpixel((15, y)) for y in (3, 36))
    assert (top[0] > top[2], bottom[0] < bottom[2]) == (True, True)


@pytest.mark.parametrize(
    ("picture", "format", "mode"),
    [
        (made.image(mode="CMYK"), "JPEG", "RGB"),
        (made.image(mode="L"), "JPEG", "RGB"),
        (made.image(mode="1"), "PNG", "RGB"),
        (made.image(mode="P"), "PNG", "RGB"),
        (made.image(mode="LA"), "PNG", "RGBA"),
        (made.image(mode="RGBA"), "WEBP", "RGB"),
        (Image.new("I;16", (40, 30), 0x8000), "PNG", "RGB"),
    ],
)
def test_every_kind_of_color_becomes_one_that_browsers_show(picture, format, mode):
    shown = read(made.written(picture, format)).image
    assert shown.mode == mode
    left = shown.convert("RGB").getpixel((5, 5))
    expected = (128,) * 3 if picture.mode == "I;16" else picture.convert("RGB").getpixel((5, 5))
    assert all(abs(is_ - was) < 12 for is_, was in zip(left, expected, strict=True))


def test_a_transparent_palette_stays_transparent():
    picture = made.image(mode="P")
    data = made.written(picture, "PNG", transparency=picture.getpixel((0, 0)))
    shown = read(data).image
    assert [shown.getpixel(place)[3] for place in ((0, 0), (39, 0))] == [0, 255]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", DAMAGED),
        (b"<html>" + made.SCRIPT, DAMAGED),
        (b'<svg xmlns="http://www.w3.org/2000/svg">' + made.SCRIPT + b"</svg>", DAMAGED),
        (made.jpeg(200, 200)[:900], DAMAGED),
        (made.png()[:60], DAMAGED),
        (made.written(made.image(), "GIF"), DAMAGED),
        (made.written(made.image(), "TIFF"), DAMAGED),
        (made.bomb(30_000, 30_000), TOO_LARGE),
        (made.bomb(9_000, 9_000), TOO_LARGE),
        (made.bomb(1, 20_000), TOO_LARGE),
        (made.bomb(1_000, 1_000), DAMAGED),
        (
            made.written(made.image(), "WEBP", save_all=True, append_images=[made.image().rotate(90)], duration=100),
            MOVES,
        ),
    ],
)
def test_what_is_no_picture_or_one_that_was_made_to_harm_is_refused(data, message):
    with pytest.raises(Unusable) as refused:
        read(data)
    assert str(refused.value) == message


def test_what_is_hidden_behind_a_picture_is_in_nothing_that_is_written():
    data = made.jpeg() + b"<html>" + made.SCRIPT
    stored, _ = without_metadata(data)
    assert not [output for output in (stored, *make_copies(read(data).image).values()) if made.SCRIPT in output]


def test_what_is_stored_is_no_larger_than_pages_need():
    stored, _ = without_metadata(made.jpeg(4000, 1000))
    assert opened(stored).size == (2880, 720)
