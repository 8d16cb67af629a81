"""Keeps what the site serves of pictures and PDFs: a folder for each original, named by the digest of its content.

What is in it is made once. All of it can be made again from the content folder.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from pages.media import pdfs, pictures
from pages.media.values import MediaFile, Pdf, Picture, Unusable, as_stored, from_stored
from vault.files import make_private_folder

# Raise it when a change of the code makes other copies: browsers keep each address forever.
RECIPE = b"1"
ABOUT, PDF = "about.json", "document.pdf"


def digest_of(data: bytes) -> str:
    return hashlib.sha256(RECIPE + data).hexdigest()[:16]


def prepared(place: Path, name: str, data: bytes) -> MediaFile:
    """What a page needs to know about a file with this content. Makes its copies unless `place` has them.

    Raises Unusable, and OSError if they cannot be written.
    """
    digest = digest_of(data)
    with suppress(OSError, ValueError, KeyError, TypeError):
        return _require_right_ending(from_stored(json.loads((place / digest / ABOUT).read_text("utf-8")), name))
    file, contents = _made(name, digest, data)
    make_private_folder(place)
    temporary = Path(tempfile.mkdtemp(prefix=".", dir=place))
    try:
        for part, content in (contents | {ABOUT: json.dumps(as_stored(file)).encode()}).items():
            (temporary / part).write_bytes(content)
        shutil.rmtree(place / digest, ignore_errors=True)
        # Another process may have been faster, with the same content.
        with suppress(FileExistsError):
            os.rename(temporary, place / digest)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
    return _require_right_ending(file)


def contents_by_address(place: Path, file: MediaFile) -> dict[str, Path]:
    """The file on disk for each address of a picture or PDF."""
    if isinstance(file, Pdf):
        return {file.address: place / file.digest / PDF}
    return {file.address(copy): place / file.digest / _name_of(copy.width) for copy in file.copies}


def delete(place: Path, digest: str) -> None:
    shutil.rmtree(place / digest, ignore_errors=True)


def delete_others(place: Path, digests: Collection[str]) -> None:
    """Deletes what belongs to none of these originals: somebody deleted or replaced the file."""
    for folder in place.glob("[0-9a-f]*"):
        if folder.name not in digests:
            shutil.rmtree(folder, ignore_errors=True)


def _made(name: str, digest: str, data: bytes) -> tuple[MediaFile, dict[str, bytes]]:
    if data.startswith(pdfs.BEGINNING):
        return Pdf(name, digest, pdfs.pages_of(data), len(data)), {PDF: data}
    picture = pictures.read(data)
    copies = pictures.make_copies(picture.image)
    contents = {_name_of(copy.width): content for copy, content in copies.items()}
    return Picture(name, digest, picture.format, tuple(copies), picture.tells_place), contents


def _require_right_ending(file: MediaFile) -> MediaFile:
    """Raises Unusable if the name says something else: an editor would refer to it in the wrong way."""
    kind, endings = ("PDF", ("pdf",)) if isinstance(file, Pdf) else (file.format, pictures.ENDINGS[file.format])
    ending = file.name.rpartition(".")[2]
    if ending not in endings:
        message = f"is {kind} inside, and its name ends with .{ending}."
        raise Unusable(message, f"Rename it, so that it ends with .{endings[0]}.")
    return file


def _name_of(width: int) -> str:
    return f"{width}.webp"
