"""Writes small PNG files of at most 256 colors, for the pictures of the guides."""

import struct
import zlib
from collections.abc import Iterable, Sequence

Color = tuple[int, int, int]


def write(rows: Sequence[bytes], palette: Iterable[Color]) -> bytes:
    """The PNG file. Each byte of a row is the palette index of a pixel. Equal rows give equal files."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    colors = b"".join(bytes(color) for color in palette)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", colors), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
