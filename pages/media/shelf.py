"""The pictures and PDFs of one content folder, by name. Each is read when a page first needs it, and after a change."""

import functools
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from pages.media import store
from pages.media.values import FOLDER, LARGEST, LONGEST_NAME, NAME, MediaFile, Unusable, mentioned, weight_text
from pages.schema.errors import did_you_mean
from pages.schema.page_files import MEDIA

UPLOAD_HINT = "Upload it in the Content area, or put it into the folder {folder}."
NAME_HINT = "Use small letters, digits and single hyphens, like waiting-room.jpg"


@dataclass(frozen=True)
class Shelf:
    """`folder` has the files, `place` what the site serves of them. What is `kept` counts instead of the folder."""

    folder: Path
    place: Path
    kept: Mapping[str, MediaFile] = field(default_factory=dict)

    def names(self) -> list[str]:
        """Of everything in the folder, also of what cannot be used; without the lock and swap files of editors."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if not path.name.startswith("."))

    def find(self, name: str) -> MediaFile | Unusable:
        if name in self.kept:
            return self.kept[name]
        if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            return Unusable(f"`{name}` cannot be the name of a picture or PDF.", NAME_HINT)
        path = self.folder / name
        try:
            if path.is_symlink() or not path.is_file():
                return self._missing(name)
            stat = path.stat()
            return _inspected(path, self.place, stat.st_mtime_ns, stat.st_size)
        except OSError as error:
            return Unusable(f"`{name}` cannot be read or prepared: {error.strerror}.", "Try again later.")

    def found_in(self, text: str) -> list[MediaFile | Unusable]:
        """What every mention of a file in `text` leads to, in the order of their names."""
        return [self.find(name) for name in sorted(mentioned(text))]

    def delete_unneeded(self, needed: Iterable[MediaFile]) -> None:
        """Deletes the copies of files that are neither in the folder nor `needed`. Raises OSError."""
        present = {store.digest_of((self.folder / name).read_bytes()) for name in self.names() if NAME.fullmatch(name)}
        store.delete_others(self.place, present | {file.digest for file in needed})

    def _missing(self, name: str) -> Unusable:
        hint = UPLOAD_HINT.format(folder=MEDIA)
        return Unusable(f"There is no file `{FOLDER}/{name}`.", did_you_mean(name, self.names(), hint), is_missing=True)


NOTHING = Path("/dev/null")
EMPTY = Shelf(NOTHING, NOTHING)


def shelf_of(folder: Path) -> Shelf:
    """The shelf of a content folder. Each folder has its own place."""
    id = hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return Shelf(folder / MEDIA, Path(settings.VAR_DIR) / FOLDER / id)


# What is kept of a file changes with its time stamp or its size.
@functools.lru_cache(maxsize=2048)
def _inspected(path: Path, place: Path, changed: int, size: int) -> MediaFile | Unusable:
    name = path.name
    if size > LARGEST:
        return Unusable(f"`{name}` has {weight_text(size)}, and a file has at most 10 MB.", "Save it smaller.")
    try:
        return store.prepared(place, name, path.read_bytes())
    except Unusable as unusable:
        return Unusable(f"`{name}` {unusable.message}", unusable.hint)
