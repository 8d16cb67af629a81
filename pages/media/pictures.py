"""Reads a picture by its content, and makes the copies that pages show. Nothing that is written has metadata."""

from dataclasses import dataclass
from io import BytesIO
from typing import cast

from PIL import ExifTags, Image, ImageCms, ImageOps

from pages.media.values import Copy, Unusable

# The name of a format in Pillow -> the endings of its files, the usual one first.
ENDINGS = {"JPEG": ("jpg", "jpeg"), "PNG": ("png",), "WEBP": ("webp",)}
WIDTHS = (480, 960, 1440)
# A small file can unpack to gigabytes. The camera of a phone takes 12 million, sometimes 50.
MOST_PIXELS, LONGEST_SIDE = 50_000_000, 16_000
# What is stored in the content folder is sharp enough for the widest copy on its side.
LARGEST_STORED = 2 * WIDTHS[-1]
QUALITY_OF_COPIES, QUALITY_STORED = 76, 90
SIXTEEN_BITS = ("I", "F")
WITH_COLOR_PROFILE = ("RGB", "RGBA", "CMYK", "L")

SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, eq=False)
class Read:
    """A picture in plain colors, upright, and what its file was."""

    image: Image.Image
    format: str
    tells_place: bool


def read(data: bytes) -> Read:
    """Raises Unusable."""
    try:
        file = Image.open(BytesIO(data), formats=list(ENDINGS))
        _require_sensible(file)
        # A large JPEG is unpacked to half or a quarter of its size at once.
        file.draft(None, (LARGEST_STORED, LARGEST_STORED))
        tells_place = bool(file.getexif().get_ifd(ExifTags.IFD.GPSInfo))
        image = _plain(ImageOps.exif_transpose(file))
    except Unusable:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_large() from error
    # Nobody knows what else a decoder raises for a file that somebody made to break it.
    except Exception as error:
        hint = "Open it on your computer and save it again."
        raise Unusable("is damaged, or is not what its name says.", hint) from error
    # Pillow would write some of it into the next file.
    image.info = {}
    return Read(image, file.format or "", tells_place)


def make_copies(image: Image.Image) -> dict[Copy, bytes]:
    """The narrowest first. No copy is wider than the picture."""
    copies = {}
    for width in sorted({min(width, image.width) for width in WIDTHS}):
        height = max(1, round(image.height * width / image.width))
        data = _written(image.resize((width, height), reducing_gap=3.0), "WEBP", quality=QUALITY_OF_COPIES)
        copies[Copy(width, height, len(data))] = data
    return copies


def without_metadata(data: bytes) -> tuple[bytes, str]:
    """The picture to keep in the content folder, in its own format, and the ending of its name. Raises Unusable."""
    picture = read(data)
    picture.image.thumbnail((LARGEST_STORED, LARGEST_STORED))
    return _written(picture.image, picture.format, quality=QUALITY_STORED), ENDINGS[picture.format][0]


def _require_sensible(image: Image.Image) -> None:
    if image.width * image.height > MOST_PIXELS or max(image.size) > LONGEST_SIDE:
        raise _too_large()
    if getattr(image, "n_frames", 1) > 1:
        raise Unusable("moves, and pages have no moving pictures.", "Save one picture of it.")


def _too_large() -> Unusable:
    return Unusable(
        f"has too many pixels: a picture has at most {MOST_PIXELS // 1_000_000} million, "
        f"and {LONGEST_SIDE:,} on a side.",
        "Save it smaller: a page shows at most 1,440 from left to right.",
    )


def _plain(image: Image.Image) -> Image.Image:
    """In 8 bits, RGB or RGBA, with the colors that a screen without a color profile shows."""
    profile, is_transparent = image.info.get("icc_profile"), image.has_transparency_data
    if image.mode.startswith(SIXTEEN_BITS):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
        # A profile is for the numbers that were there before.
        profile = None
    if is_transparent or image.mode not in WITH_COLOR_PROFILE:
        image = image.convert("RGBA" if is_transparent else "RGB")
    mode = "RGBA" if is_transparent else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            image = cast(Image.Image, ImageCms.profileToProfile(image, source, SRGB, outputMode=mode))
        except ImageCms.PyCMSError:
            # A profile that does not fit the picture: browsers ignore it as well.
            pass
    return image.convert(mode)


def _written(image: Image.Image, format: str, *, quality: int) -> bytes:
    file = BytesIO()
    image.save(file, format, quality=quality, optimize=True)
    return file.getvalue()
