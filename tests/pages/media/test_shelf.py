import os

import pytest

from pages.media import Shelf, pictures, shelf_of, store
from pages.media.values import Copy, Pdf, Picture, Unusable
from tests.pages.media import made


@pytest.fixture
def shelf(tmp_path) -> Shelf:
    (tmp_path / "files").mkdir()
    return Shelf(tmp_path / "files", tmp_path / "var")


def put(shelf: Shelf, name: str, data: bytes) -> None:
    (shelf.folder / name).write_bytes(data)


def test_a_picture_and_a_pdf_are_found_by_name(shelf):
    put(shelf, "room.jpg", made.jpeg(600, 300))
    put(shelf, "fees.pdf", made.pdf(2))
    picture, pdf = shelf.find("room.jpg"), shelf.find("fees.pdf")
    weights = [(shelf.place / picture.digest / f"{width}.webp").stat().st_size for width in (480, 600)]
    copies = (Copy(480, 240, weights[0]), Copy(600, 300, weights[1]))
    assert picture == Picture("room.jpg", store.digest_of(made.jpeg(600, 300)), "JPEG", copies, tells_place=False)
    size = (shelf.folder / "fees.pdf").stat().st_size
    assert pdf == Pdf("fees.pdf", store.digest_of((shelf.folder / "fees.pdf").read_bytes()), 2, size)
    assert [picture.address(copy) for copy in copies] == [
        f"/files/{picture.digest}/480/room.webp",
        f"/files/{picture.digest}/600/room.webp",
    ]
    assert (pdf.address, pdf.words) == (f"/files/{pdf.digest}/fees.pdf", f"PDF, 2 pages, {round(size / 1024) or 1} KB")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("room.jpg", b"<html>" + made.SCRIPT, "`room.jpg` is damaged, or is not what its name says. Open it on your"),
        ("room.jpg", made.png(), "`room.jpg` is PNG inside, and its name ends with .jpg. Rename it, so that it ends"),
        ("room.jpg", made.pdf(), "`room.jpg` is PDF inside, and its name ends with .jpg."),
        ("fees.pdf", made.png(), "`fees.pdf` is PNG inside, and its name ends with .pdf."),
        ("fees.pdf", b"\n" + made.pdf(), "`fees.pdf` is damaged"),
        ("large.png", b"x" * (10 * 1024 * 1024 + 1), "`large.png` has 10.0 MB, and a file has at most 10 MB."),
        ("drawing.svg", b"<svg/>", "`drawing.svg` cannot be the name of a picture or PDF. Use small letters, digits"),
        ("Room.jpg", made.jpeg(), "`Room.jpg` cannot be the name"),
        ("raum-für-alle.jpg", made.jpeg(), "`raum-für-alle.jpg` cannot be the name"),
        (f"{'a' * 57}.jpg", made.jpeg(), f"`{'a' * 57}.jpg` cannot be the name"),
        ("room.html.jpg", made.jpeg(), "`room.html.jpg` cannot be the name"),
    ],
)
def test_what_a_page_cannot_show_says_why(shelf, name, data, message):
    put(shelf, name, data)
    assert shelf.names() == [name]
    found = shelf.find(name)
    assert isinstance(found, Unusable)
    assert str(found).startswith(message)


@pytest.mark.parametrize("name", ["../secret.jpg", "/etc/passwd", "..", "", "a/b.jpg", "room.jpg\0", "%2e%2e.jpg"])
def test_no_name_leads_out_of_the_folder(shelf, name):
    put(shelf, "../secret.jpg", made.jpeg())
    assert isinstance(shelf.find(name), Unusable)


def test_a_link_to_another_file_is_not_followed(shelf, tmp_path):
    (tmp_path / "secret.jpg").write_bytes(made.jpeg())
    (shelf.folder / "room.jpg").symlink_to(tmp_path / "secret.jpg")
    found = shelf.find("room.jpg")
    assert isinstance(found, Unusable)
    assert found.is_missing


def test_a_missing_file_has_a_hint_with_a_similar_name(shelf):
    put(shelf, "waiting-room.jpg", made.jpeg())
    assert str(shelf.find("wating-room.jpg")) == (
        "There is no file `files/wating-room.jpg`. Did you mean `waiting-room.jpg`?"
    )


def test_copies_are_made_once_and_again_after_a_change(shelf, monkeypatch):
    made_copies = []

    def counted(image, original=pictures.make_copies):
        made_copies.append(image.size)
        return original(image)

    monkeypatch.setattr(pictures, "make_copies", counted)
    put(shelf, "room.jpg", made.jpeg())
    first = shelf.find("room.jpg")
    # Another name with the same content, as after a restart.
    put(shelf, "same.jpg", made.jpeg())
    assert (shelf.find("same.jpg").digest, shelf.find("room.jpg"), len(made_copies)) == (first.digest, first, 1)
    put(shelf, "room.jpg", made.jpeg(50, 50))
    os.utime(shelf.folder / "room.jpg", ns=(1, 1))
    assert shelf.find("room.jpg") != first
    assert len(made_copies) == 2


def test_the_name_is_compared_with_the_content_also_when_the_copies_are_there(shelf):
    put(shelf, "room.png", made.png())
    assert isinstance(shelf.find("room.png"), Picture)
    put(shelf, "room.jpg", made.png())
    assert isinstance(shelf.find("room.jpg"), Unusable)


def test_a_disk_that_is_full_makes_a_file_unusable_only_until_it_is_not(shelf, monkeypatch):
    put(shelf, "room.jpg", made.jpeg())
    with monkeypatch.context() as full:
        full.setattr(store, "make_private_folder", lambda place: (_ for _ in ()).throw(OSError(28, "No space left")))
        assert str(shelf.find("room.jpg")) == "`room.jpg` cannot be read or prepared: No space left. Try again later."
    assert isinstance(shelf.find("room.jpg"), Picture)


def test_copies_of_files_that_are_gone_are_deleted_unless_a_page_needs_them(shelf):
    for number in (1, 2, 3):
        put(shelf, f"room-{number}.png", made.png(10 + number))
    digests = [shelf.find(f"room-{number}.png").digest for number in (1, 2, 3)]
    needed = shelf.find("room-2.png")
    for number in (2, 3):
        (shelf.folder / f"room-{number}.png").unlink()
    shelf.delete_unneeded([needed])
    assert {path.name for path in shelf.place.iterdir()} == set(digests[:2])


def test_a_kept_page_is_read_again_when_one_of_its_files_changes(shelf):
    put(shelf, "room.jpg", made.jpeg())
    text = "![A](files/room.jpg), [B](files/fees.pdf), [c]: <files/Plan.pdf>, and profiles/other.jpg"
    before = shelf.found_in(text)
    assert [getattr(found, "name", str(found)[:36]) for found in before] == [
        "`Plan.pdf` cannot be the name of a p",
        "There is no file `files/fees.pdf`. U",
        "room.jpg",
    ]
    put(shelf, "fees.pdf", made.pdf())
    put(shelf, "room.jpg", made.jpeg(41, 30))
    assert repr(shelf.found_in(text)[1:]) != repr(before[1:])
    assert shelf.found_in(text)[2] != before[2]


def test_each_content_folder_has_its_own_place(tmp_path):
    assert shelf_of(tmp_path / "one").place != shelf_of(tmp_path / "two").place
