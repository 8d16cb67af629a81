"""Files that are written whole or not at all: a reader sees the old content or the new one, never a part."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

SUFFIX = ".new"


@contextmanager
def replacing(path: Path, *, mode: int = 0o644) -> Iterator[BinaryIO]:
    """Yield a new file. When the block ends without an exception, it replaces `path` and is on disk.

    It gets the owner of the old file if we may set it. Raises OSError, and leaves `path` unchanged in that case.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=SUFFIX, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with suppress(FileNotFoundError, PermissionError):
                os.fchown(descriptor, path.stat().st_uid, path.stat().st_gid)
            os.fchmod(descriptor, mode)
            yield file
            file.flush()
            os.fsync(descriptor)
        os.replace(temporary, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    fsync_folder(path.parent)


def delete_unfinished(path: Path) -> None:
    """Delete the files that a process left when it was killed inside `replacing`. No other process may be writing."""
    for leftover in path.parent.glob(f".{path.name}.*{SUFFIX}"):
        leftover.unlink()


def fsync_folder(folder: Path) -> None:
    """Write the names in `folder` to disk, so that a rename or deletion survives a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
