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
    """Yields a new file that takes the place of `path`, and is on disk, when the block ends without an exception.

    The file keeps the owner of the one it replaces, where we may set it. Raises OSError; `path` is then as before.
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
    """Delete what a process that was killed inside `replacing` left. Only for a caller that is alone in writing."""
    for leftover in path.parent.glob(f".{path.name}.*{SUFFIX}"):
        leftover.unlink()


def fsync_folder(folder: Path) -> None:
    """Make sure that the names in `folder` are on disk: a renamed or deleted file stays so after a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
