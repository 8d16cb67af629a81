"""A backup becomes the database again: into an empty one, checked before and after, and readable with the keys here."""

import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from operations.backup import withdrawals
from operations.backup.contents import contents_of
from operations.backup.create import (
    DATABASE,
    ENGINES,
    FORMAT,
    MANIFEST,
    Manifest,
    print_of_secret_key,
    sha256_of,
)
from operations.rotation import columns
from operations.runs import Trouble


@dataclass(frozen=True)
class Restored:
    """What came back from the backup, and what of it people had taken back here since.

    `withdrawn` went again; `not_found` are calls that nobody can tell from the others.
    """

    manifest: Manifest
    withdrawn: int
    not_found: int


def restore(file: Path, replaced: str = "") -> Restored:
    """Put what the backup `file` holds into the database, and bring it up to date.

    Only into an empty one, or into the one named `replaced`, of which nothing stays but what people took back. Raises
    Trouble; when it is found before anything was changed, the message says so.
    """
    with _unpacked(file) as (manifest, database):
        _refuse_what_does_not_fit(manifest)
        _refuse_unless_empty(replaced)
        noted = withdrawals.notes()
        ENGINES[connection.vendor].copy_in(database)
    now = contents_of(connection)
    if (now.sha256, now.counts) != (manifest.contents_sha256, manifest.counts):
        raise Trouble("The database is not what was backed up. Is the site running? Stop it, and restore once more.")
    call_command("migrate", verbosity=0)
    for column in columns.STORED:
        column.try_to_open_one()
    return Restored(manifest, *withdrawals.take_back_again(noted))


def name_of_database() -> str:
    return Path(str(connection.settings_dict["NAME"])).name


@contextmanager
def _unpacked(file: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest, and the database as a file that is what the manifest says."""
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR_DIR) as aside:
        database = Path(aside) / DATABASE
        try:
            manifest = _unpack(file, database)
        except (OSError, tarfile.TarError, ValueError, TypeError, KeyError) as error:
            raise Trouble(f"{file} cannot be read as a backup ({error}). Nothing was changed.") from error
        if sha256_of(database) != manifest.database_sha256:
            raise Trouble(f"{file} is damaged. Nothing was changed. Take another backup.")
        yield manifest, database


def _unpack(file: Path, database: Path) -> Manifest:
    with tarfile.open(file) as tar:
        manifest = Manifest(**json.load(_member(tar, MANIFEST)))
        with _member(tar, DATABASE) as packed, database.open("wb") as copy:
            shutil.copyfileobj(packed, copy)
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    found = tar.extractfile(name)
    if found is None:
        raise KeyError(name)
    return found


def _refuse_what_does_not_fit(manifest: Manifest) -> None:
    if manifest.format != FORMAT or manifest.engine != connection.vendor:
        raise Trouble(
            f"This is a backup of {manifest.engine}, format {manifest.format}; here are {connection.vendor} and format "
            f"{FORMAT}. Nothing was changed."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise Trouble(f"A newer version of the site made this backup ({newer[0]}). Nothing was changed. Update first.")
    missing = sorted(set(manifest.data_keys) - set(settings.DATA_KEYS))
    if missing or manifest.secret_key != print_of_secret_key():
        which = [*(["SECRET_KEY"] if manifest.secret_key != print_of_secret_key() else []), *missing]
        raise Trouble(
            f"The keys here are not those of the backup ({', '.join(which)}). Nothing was changed. Put the keys from "
            f"their own backup in place: into {settings.VAR_DIR / 'keys'}, or into the environment."
        )


def _refuse_unless_empty(replaced: str) -> None:
    with connection.cursor() as cursor:
        is_empty = not connection.introspection.table_names(cursor)
    if is_empty or replaced == name_of_database():
        return
    raise Trouble(
        f"The database {name_of_database()} is not empty. Nothing was changed. To lose all that is in it, say: "
        f"--replace {name_of_database()}"
    )
