"""Pictures of a few colors as PNG: rows of palette numbers in, a file out, and back again for files written here."""

import struct
import zlib
from collections.abc import Iterable, Sequence

SIGNATURE = b"\x89PNG\r\n\x1a\n"
Color = tuple[int, int, int]


def write(rows: Sequence[bytes], palette: Iterable[Color]) -> bytes:
    """A PNG of `rows`, each a byte a pixel that counts into `palette`. The same rows give the same bytes."""
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 3, 0, 0, 0)
    colors = b"".join(bytes(color) for color in palette)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    chunks = ((b"IHDR", header), (b"PLTE", colors), (b"IDAT", pixels), (b"IEND", b""))
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )


def read(png: bytes) -> tuple[list[bytes], list[Color]]:
    """The rows and the palette of a PNG made by `write`; any other is not understood."""
    chunks: dict[bytes, bytes] = {}
    place = len(SIGNATURE)
    while place < len(png):
        (length,) = struct.unpack_from(">I", png, place)
        chunks[png[place + 4 : place + 8]] = png[place + 8 : place + 8 + length]
        place += length + 12
    width, height = struct.unpack_from(">II", chunks[b"IHDR"])
    pixels, colors = zlib.decompress(chunks[b"IDAT"]), chunks[b"PLTE"]
    rows = [pixels[start + 1 : start + 1 + width] for start in range(0, height * (width + 1), width + 1)]
    return rows, [(colors[i], colors[i + 1], colors[i + 2]) for i in range(0, len(colors), 3)]
