from pages.metadata import png

PALETTE = [(250, 245, 234), (28, 40, 48), (22, 87, 89)]


def test_what_was_written_is_read_again() -> None:
    rows = [b"\0\1\2\1", b"\2\2\0\0", b"\1\1\1\1"]
    assert png.read(png.write(rows, PALETTE)) == (rows, PALETTE)


def test_the_same_picture_is_the_same_file() -> None:
    rows = [bytes([x % 3 for x in range(50)])] * 20
    assert png.write(rows, PALETTE) == png.write(rows, PALETTE)
