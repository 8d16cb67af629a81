"""Restores a backup into an empty database, and checks it before and after."""

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
from operations.backup.contents import row_counts
from operations.backup.create import ENGINES
from operations.backup.manifest import DATABASE, FORMAT, MANIFEST, Manifest, secret_key_fingerprint, sha256_of
from operations.rotation import columns
from operations.runs import MaintenanceError


@dataclass(frozen=True)
class Restored:
    """`withdrawn` counts what people had withdrawn since the backup and what was therefore deleted again.

    `unidentified` counts withdrawn call requests that cannot be told from the others.
    """

    manifest: Manifest
    withdrawn: int
    unidentified: int


def restore(file: Path, replaced: str = "") -> Restored:
    """Put the backup `file` into the database and migrate it.

    The database must be empty or named in `replaced`: then only the record of withdrawals is kept. Raises
    MaintenanceError, and the message says whether anything was changed.
    """
    with _unpacked(file) as (manifest, database):
        _refuse_unless_compatible(manifest)
        _refuse_unless_keys_match(manifest)
        _refuse_unless_empty(replaced)
        erasures = withdrawals.erasures()
        ENGINES[connection.vendor].copy_in(database)
    if row_counts(connection) != manifest.counts:
        raise MaintenanceError(
            "The database differs from the backup. Is the site running? Stop it, and restore once more."
        )
    call_command("migrate", verbosity=0)
    for column in columns.STORED:
        column.try_to_open_one()
    return Restored(manifest, *withdrawals.withdraw_again(erasures))


def database_name() -> str:
    return Path(str(connection.settings_dict["NAME"])).name


@contextmanager
def _unpacked(file: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest, and the database as a file with the hash that the manifest names."""
    with tempfile.TemporaryDirectory(prefix="restore-", dir=settings.VAR_DIR) as temporary:
        database = Path(temporary) / DATABASE
        try:
            manifest = _unpack(file, database)
        except (OSError, tarfile.TarError, ValueError, TypeError, KeyError) as error:
            raise MaintenanceError(f"{file} cannot be read as a backup ({error}). Nothing was changed.") from error
        if sha256_of(database) != manifest.database_sha256:
            raise MaintenanceError(f"{file} is damaged. Nothing was changed. Use another backup.")
        yield manifest, database


def _unpack(file: Path, database: Path) -> Manifest:
    with tarfile.open(file) as tar:
        manifest = Manifest(**json.load(_member(tar, MANIFEST)))
        with _member(tar, DATABASE) as packed, database.open("wb") as copy:
            shutil.copyfileobj(packed, copy)
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    member = tar.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member


def _refuse_unless_compatible(manifest: Manifest) -> None:
    if manifest.format != FORMAT or manifest.engine != connection.vendor:
        raise MaintenanceError(
            f"The backup is a backup of {manifest.engine} in format {manifest.format}, and this site uses "
            f"{connection.vendor} and format {FORMAT}. Nothing was changed."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := sorted(set(manifest.migrations) - known):
        raise MaintenanceError(
            f"A newer version of the site made this backup ({newer[0]}). Nothing was changed. Update the site first."
        )


def _refuse_unless_keys_match(manifest: Manifest) -> None:
    missing = sorted(set(manifest.data_keys) - set(settings.DATA_KEYS))
    if manifest.secret_key != secret_key_fingerprint():
        missing.insert(0, "SECRET_KEY")
    if missing:
        raise MaintenanceError(
            f"The keys of this site are not those of the backup ({', '.join(missing)}). Nothing was changed. Copy the "
            f"keys from their own backup into {settings.VAR_DIR / 'keys'} or into the environment."
        )


def _refuse_unless_empty(replaced: str) -> None:
    with connection.cursor() as cursor:
        is_empty = not connection.introspection.table_names(cursor)
    if not is_empty and replaced != database_name():
        raise MaintenanceError(
            f"The database {database_name()} is not empty. Nothing was changed. To delete everything in it, add: "
            f"--replace {database_name()}"
        )
