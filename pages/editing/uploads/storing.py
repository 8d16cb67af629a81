"""Adds pictures and PDFs to the content folder and deletes them there, with a record of who did it."""

import functools
import hashlib
import os
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import slugify

from pages.editing.publishing import NotWritten
from pages.editing.refused import Refused
from pages.media import pictures, shelf_of, store
from pages.media.pdfs import BEGINNING
from pages.media.values import LARGEST, LONGEST_NAME, NAME, MediaFile, Unusable
from pages.models import FileVersion
from vault.files import fsync_folder, replacing

How = FileVersion.How
TOO_LARGE = "This file has more than 10 MB. Save it smaller, and upload that"


def add(folder: Path, data: bytes, stem: str, author: User) -> MediaFile:
    """Stores a picture without its metadata, or a PDF as it is, under the name `stem` and its own ending.

    Raises Refused, and then nothing is stored.
    """
    shelf = shelf_of(folder)
    try:
        data, ending = (data, "pdf") if data.startswith(BEGINNING) else pictures.without_metadata(data)
        name = f"{stem}.{ending}"
        if len(data) > LARGEST:
            raise Refused(TOO_LARGE)
        file = store.prepared(shelf.place, name, data)
        with transaction.atomic():
            _record(name, data, How.UPLOADED, author)
            shelf.folder.mkdir(exist_ok=True)
            # Nobody replaces what somebody else put there.
            with replacing(shelf.folder / name, only_new=True) as new_file:
                new_file.write(data)
    except Unusable as unusable:
        raise Refused(f"This file {unusable}") from unusable
    except FileExistsError:
        raise Refused(f"There is a file {name} already. Choose another name, or delete that file first.") from None
    except OSError as error:
        raise NotWritten(error.strerror or "The file cannot be written") from error
    return file


def delete(folder: Path, name: str, author: User) -> None:
    """Call it in the transaction that made sure that no page uses the file. Raises NotWritten."""
    shelf = shelf_of(folder)
    data = path_of(folder, name).read_bytes()
    _record(name, b"", How.DELETED, author)
    try:
        path_of(folder, name).unlink()
        fsync_folder(shelf.folder)
    except OSError as error:
        raise NotWritten(error.strerror or "The file cannot be deleted") from error
    digest = store.digest_of(data)
    others = (shelf.folder / other for other in shelf.names())
    if all(store.digest_of(path.read_bytes()) != digest for path in others if path.is_file()):
        store.delete(shelf.place, digest)


def record_outside_changes(folder: Path) -> None:
    """Record what was added, changed or deleted in the folder by other means than the Content area."""
    shelf = shelf_of(folder)
    present = {name: _digest(shelf.folder / name) for name in shelf.names() if NAME.fullmatch(name)}
    known = newest_digests()
    if all(known.get(name, "") == present.get(name, "") for name in {*present, *known}):
        return
    with transaction.atomic():
        # In the order of all writers, so that two requests record a change once.
        known = newest_digests(lock=True)
        for name in sorted({*present, *known}):
            if known.get(name, "") != present.get(name, ""):
                path = shelf.folder / name
                _record(name, path.read_bytes() if name in present else b"", How.CHANGED_OUTSIDE, None)


def newest_digests(*, lock: bool = False) -> dict[str, str]:
    """Name -> digest after the last record; empty for a file that was deleted."""
    records = FileVersion.objects.order_by("made_at", "id")
    if lock:
        records = records.select_for_update()
    return dict(records.values_list("name", "digest"))


def path_of(folder: Path, name: str) -> Path:
    """Raises FileNotFoundError for anything but the name of a file of the folder, so that nothing else is deleted."""
    path = shelf_of(folder).folder / name
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME or path.is_symlink() or not path.is_file():
        raise FileNotFoundError(name)
    return path


def is_writable(folder: Path) -> bool:
    """Whether this process may put a file there."""
    place = shelf_of(folder).folder
    return os.access(place if place.exists() else place.parent, os.W_OK | os.X_OK)


def stem_of(name: str) -> str:
    """The name of an uploaded file as a name on the site: "IMG 12.JPG" becomes "img-12". Empty if nothing is left."""
    stem = slugify(Path(name.replace("\\", "/")).stem).replace("_", "-")
    return "-".join(filter(None, stem[: LONGEST_NAME - len(".jpeg")].split("-")))


def _record(name: str, data: bytes, how: How, author: User | None) -> None:
    author_name = (author.get_full_name() or author.get_username()) if author else ""
    digest = hashlib.sha256(data).hexdigest() if data else ""
    FileVersion.objects.create(
        name=name, digest=digest, weight=len(data), how=how, author=author, author_name=author_name
    )


def _digest(path: Path) -> str:
    stat = path.stat()
    return _digest_of_version(path, stat.st_mtime_ns, stat.st_size)


@functools.lru_cache(maxsize=2048)
def _digest_of_version(path: Path, changed: int, size: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
