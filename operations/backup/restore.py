"""Restores a backup into an empty database, and checks it before and after.

What people have withdrawn is written to disk before the database is replaced. That file is removed once all of it is
deleted again. While the file exists, no other process may use the database (operations/readiness.py), and `finish`
completes what an interrupted restore left.
"""

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

from operations import keys
from operations.backup import locks, unfinished, withdrawals
from operations.backup.contents import row_counts
from operations.backup.create import ENGINES
from operations.backup.manifest import DATABASE, FORMAT, FORMATS, MANIFEST, Manifest, sha256_of
from operations.runs import MaintenanceError
from vault.keys import MissingKey, key_errors

TEMPORARY_PREFIX = "unpacked-"


@dataclass(frozen=True)
class Withdrawn:
    """`deleted` counts what people had withdrawn since the backup and what was therefore deleted again.

    `unidentified` counts withdrawn call requests that cannot be told from the others.
    """

    deleted: int
    unidentified: int

    def sentences(self) -> list[str]:
        sentences = []
        if self.deleted:
            sentences.append(f"Withdrawn since then, and deleted again: {self.deleted}.")
        if self.unidentified:
            sentences.append(
                f"Also withdrawn since then: {self.unidentified} call requests. It is not known which. Ask before you "
                "call anybody whose request came back."
            )
        return sentences


def restore(file: Path, replaced: str = "") -> tuple[Manifest, Withdrawn]:
    """Put the backup `file` into the database, migrate it, and delete again what people have withdrawn.

    The database must be empty, named in `replaced`, or left by a restore that was interrupted. Raises MaintenanceError,
    and the message says whether anything was changed.
    """
    with locks.one_restore(), locks.stopped_site():
        with _unpacked(file) as (manifest, database):
            _refuse_unless_compatible(manifest)
            _refuse_unless_keys_match(manifest)
            _refuse_unless_complete(file, manifest, database)
            _refuse_unless_empty(replaced)
            _refuse_while_others_are_connected()
            unfinished.write(withdrawals.erasures())
            ENGINES[connection.vendor].copy_in(database)
        if row_counts(connection) != manifest.counts:
            raise MaintenanceError(
                "The database differs from the backup. Something else writes to it: stop it, and restore once more. "
                "Until then, the site does not use the database."
            )
        return manifest, _finish()


def finish() -> Withdrawn | None:
    """Complete a restore that was interrupted. None if there is none. Raises MaintenanceError."""
    if not unfinished.exists():
        return None
    with locks.one_restore():
        if not connection.introspection.table_names():
            raise MaintenanceError(
                "A restore was interrupted before it wrote to the database, which is empty. Restore once more. Or, to "
                f"start without data, delete {unfinished.file()} first."
            )
        return _finish()


def _finish() -> Withdrawn:
    call_command("migrate", verbosity=0)
    if problems := keys.problems():
        raise MaintenanceError("\n".join(problems))
    withdrawn = Withdrawn(*withdrawals.withdraw_again(unfinished.read()))
    unfinished.remove()
    return withdrawn


def database_name() -> str:
    return Path(str(connection.settings_dict["NAME"])).name


@contextmanager
def _unpacked(file: Path) -> Iterator[tuple[Manifest, Path]]:
    """The manifest, and the database as a file with the hash that the manifest names."""
    for left_behind in locks.folder().glob(f"{TEMPORARY_PREFIX}*"):
        shutil.rmtree(left_behind)
    with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=locks.folder()) as temporary:
        database = Path(temporary) / DATABASE
        try:
            manifest = _unpack(file, database)
        except (OSError, tarfile.TarError, ValueError, TypeError, KeyError, AttributeError) as error:
            raise MaintenanceError(f"{file} cannot be read as a backup ({error}). Nothing was changed.") from error
        if sha256_of(database) != manifest.database_sha256:
            raise MaintenanceError(f"{file} is damaged. Nothing was changed. Use another backup.")
        yield manifest, database


def _unpack(file: Path, database: Path) -> Manifest:
    with tarfile.open(file) as tar:
        manifest = Manifest.from_json(_member(tar, MANIFEST).read())
        with _member(tar, DATABASE) as packed, database.open("wb") as copy:
            shutil.copyfileobj(packed, copy)
    return manifest


def _member(tar: tarfile.TarFile, name: str) -> IO[bytes]:
    member = tar.extractfile(name)
    if member is None:
        raise KeyError(name)
    return member


def _refuse_unless_compatible(manifest: Manifest) -> None:
    if manifest.format not in FORMATS or manifest.engine != connection.vendor:
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
    if errors := [str(error) for error in key_errors() if not isinstance(error, MissingKey)]:
        raise MaintenanceError(f"{errors[0]} Nothing was changed.")
    missing = [error.path.name for error in key_errors() if isinstance(error, MissingKey)]
    if not missing:
        missing = sorted(set(manifest.data_keys) - set(settings.DATA_KEYS))
        if manifest.secret_key != keys.secret_key_fingerprint():
            missing.insert(0, "SECRET_KEY")
    if missing:
        raise MaintenanceError(
            f"The keys of this site are not those of the backup ({', '.join(missing)}). Nothing was changed. Copy the "
            f"keys from their own backup into {settings.VAR_DIR / 'keys'} or into the environment."
        )


def _refuse_unless_complete(file: Path, manifest: Manifest, database: Path) -> None:
    if ENGINES[connection.vendor].count_rows(database) != manifest.counts:
        raise MaintenanceError(
            f"{file} has another database than its manifest says. Nothing was changed. Use another backup."
        )


def _refuse_while_others_are_connected() -> None:
    if count := ENGINES[connection.vendor].count_other_connections():
        raise MaintenanceError(
            f"{count} other programs use the database. Nothing was changed. Stop the site and its timers, and run this "
            "command again."
        )


def _refuse_unless_empty(replaced: str) -> None:
    is_ours = not connection.introspection.table_names() or unfinished.exists() or replaced == database_name()
    if not is_ours:
        raise MaintenanceError(
            f"The database {database_name()} is not empty. Nothing was changed. To delete everything in it, add: "
            f"--replace {database_name()}"
        )
