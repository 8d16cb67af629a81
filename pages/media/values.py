"""What a page needs to know about a picture or PDF: its name, its address, and how much of it a reader downloads."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

# Below the folder of the pages, so that `files/room.jpg` is right for a text editor, too.
FOLDER = "files"
NAME = re.compile(r"(?P<stem>[a-z0-9]+(?:-[a-z0-9]+)*)\.(?P<ending>jpg|jpeg|png|webp|pdf)")
LONGEST_NAME = 60
MENTION = re.compile(rf"\b{FOLDER}/([^\s()<>\"'`]{{1,200}})")
LARGEST = 10 * 1024 * 1024

KILO, MEGA = 1024, 1024 * 1024


@dataclass(frozen=True)
class Copy:
    """A copy of a picture in one width, in WebP. `weight` is in bytes."""

    width: int
    height: int
    weight: int

    @property
    def words(self) -> str:
        return weight_text(self.weight)


@dataclass(frozen=True)
class Picture:
    """A picture with its copies, the narrowest first. `digest` is that of the original file, in its `format`.

    `tells_place` if the original says where it was taken. The copies never do.
    """

    name: str
    digest: str
    format: str
    copies: tuple[Copy, ...]
    tells_place: bool

    @property
    def largest(self) -> Copy:
        return self.copies[-1]

    @property
    def on_a_phone(self) -> Copy:
        """The copy that most readers download."""
        return self.copies[min(1, len(self.copies) - 1)]

    def address(self, copy: Copy) -> str:
        return f"/{FOLDER}/{self.digest}/{copy.width}/{_stem(self.name)}.webp"


@dataclass(frozen=True)
class Pdf:
    """A PDF. `weight` is in bytes."""

    name: str
    digest: str
    pages: int
    weight: int

    @property
    def address(self) -> str:
        return f"/{FOLDER}/{self.digest}/{self.name}"

    @property
    def words(self) -> str:
        """What a reader should know before they open it: "PDF, 2 pages, 120 KB"."""
        return f"PDF, {self.pages:,} page{'' if self.pages == 1 else 's'}, {weight_text(self.weight)}"


MediaFile = Picture | Pdf


@dataclass(eq=False)
class Unusable(Exception):
    """A file that no page can show. `is_missing` if there is none of this name."""

    message: str
    hint: str
    is_missing: bool = False

    def __str__(self) -> str:
        return f"{self.message} {self.hint}"


def mentioned(text: str) -> set[str]:
    """The names in `text` that follow `files/`, also those that cannot be names of files."""
    return set(MENTION.findall(text))


def weight_text(weight: int) -> str:
    return f"{weight / MEGA:.1f} MB" if weight >= MEGA else f"{max(1, round(weight / KILO))} KB"


def as_stored(file: MediaFile) -> dict[str, Any]:
    return {"kind": type(file).__name__, **asdict(file)}


def from_stored(stored: Mapping[str, Any], name: str) -> MediaFile:
    """What `as_stored` returned; under another name if a second file has the same content.

    Raises KeyError, TypeError.
    """
    values = {key: value for key, value in stored.items() if key != "kind"} | {"name": name}
    if stored["kind"] == Pdf.__name__:
        return Pdf(**values)
    return Picture(**values | {"copies": tuple(Copy(**copy) for copy in values["copies"])})


def _stem(name: str) -> str:
    return name.rpartition(".")[0]
