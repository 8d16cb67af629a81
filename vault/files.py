"""Files that are written whole or not at all, and folders and files that belong to the account of the site.

A reader of a replaced file sees the old content or the new one, never a part. What root creates gets the owner of the
folder that it is in, so that the site can still read it.
"""

import os
import pwd
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

SUFFIX = ".new"


@contextmanager
def replacing(path: Path, *, mode: int = 0o644, only_new: bool = False) -> Iterator[BinaryIO]:
    """Yield a new file. When the block ends without an exception, it replaces `path` and is on disk.

    It gets the owner of the old file, or of the folder, if we may set it. Raises OSError, and leaves `path` unchanged
    in that case. With `only_new`, raises FileExistsError when there is a file at `path` by then.
    """
    descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=SUFFIX, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with suppress(FileNotFoundError, PermissionError):
                owner = path if path.exists() else path.parent
                os.fchown(descriptor, owner.stat().st_uid, owner.stat().st_gid)
            os.fchmod(descriptor, mode)
            yield file
            file.flush()
            os.fsync(descriptor)
        if only_new:
            os.link(temporary, path)
            os.unlink(temporary)
        else:
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


def make_private_folder(folder: Path) -> None:
    """Create `folder` for its owner alone, and the folders above it that are missing. Raises OSError."""
    if folder.is_dir():
        return
    for missing in [path for path in reversed(folder.parents) if not path.exists()]:
        missing.mkdir(exist_ok=True)
        _give_to_owner_of_folder(missing)
    folder.mkdir(mode=0o700, exist_ok=True)
    _give_to_owner_of_folder(folder)


def make_empty_file(path: Path) -> None:
    """Create `path` unless it exists. Raises OSError."""
    if not path.exists():
        path.touch()
        _give_to_owner_of_folder(path)


def _give_to_owner_of_folder(path: Path) -> None:
    if os.geteuid() == 0:
        folder = path.parent.stat()
        os.chown(path, folder.st_uid, folder.st_gid)


def who_must_own(path: Path) -> str:
    """A sentence for the person who ran a command that may not use `path`: whose it is, and what to do."""
    present, owner = _nearest(path)
    account = _name(os.geteuid())
    return (
        f"{present} belongs to {owner}, and {account} may not use it. The account that runs the site must own it. Run "
        f"this command as {owner}. Or, if {account} runs the site, run as root: chown -R {account} {present}"
    )


def _nearest(path: Path) -> tuple[Path, str]:
    """`path`, or the nearest folder above it that this account can see, and its owner."""
    for present in (path, *path.absolute().parents):
        with suppress(OSError):
            return present, _name(present.stat().st_uid)
    return path, "another account"


def _name(user_id: int) -> str:
    try:
        return pwd.getpwuid(user_id).pw_name
    except KeyError:
        return str(user_id)
