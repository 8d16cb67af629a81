"""Pictures and PDFs that tests need, small and made on the spot, and files that somebody made to harm."""

import zlib
from io import BytesIO
from struct import pack
from typing import Any

from PIL import Image, ImageCms
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

# 40° 42' 46" N, 74° 0' 22" W, in the words of Exif: tag of the group, then its tags.
PLACE = {1: "N", 2: (40.0, 42.0, 46.0), 3: "W", 4: (74.0, 0.0, 22.0)}
CAMERA = "Camera of Ann"
SCRIPT = b"<script>alert(document.cookie)</script>"


def image(width: int = 40, height: int = 30, mode: str = "RGB") -> Image.Image:
    """The left half is red, the right half blue, so that a turned picture shows."""
    picture = Image.new("RGB", (width, height), (200, 30, 30))
    picture.paste((30, 30, 200), (width // 2, 0, width, height))
    return picture.convert(mode)


def written(picture: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    picture.save(file, format, **options)
    return file.getvalue()


def jpeg(width: int = 40, height: int = 30, **options: Any) -> bytes:
    return written(image(width, height), "JPEG", **options)


def png(width: int = 40, height: int = 30) -> bytes:
    return written(image(width, height), "PNG")


def photograph(width: int = 40, height: int = 30, orientation: int = 6) -> bytes:
    """As a phone writes it: lying on its side, with the place, the camera, a comment and a color profile."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, CAMERA
    exif.get_ifd(0x8825).update(PLACE)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return jpeg(width, height, exif=exif, icc_profile=profile, comment=CAMERA.encode())


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that says it has so many pixels."""
    header = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"\0" * 99)) + _chunk(b"IEND")


def pdf(pages: int = 2, *, script: str = "", password: str = "") -> bytes:
    writer, file = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    if script:
        action = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(script)}
        writer._root_object[NameObject("/OpenAction")] = DictionaryObject(action)
    if password:
        writer.encrypt(password)
    writer.write(file)
    return file.getvalue()


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))
