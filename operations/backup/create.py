"""Creates a backup: one file with the database at one moment and its manifest."""

import fcntl
import io
import os
import platform
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import django
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Min
from django.utils import timezone

from consultations.models import Appointment, ConsultationRequest
from operations import runs
from operations.backup import postgresql, sqlite
from operations.backup.manifest import DATABASE, FORMAT, MANIFEST, Manifest, manifest_in, sha256_of
from operations.clock import is_trustworthy
from operations.keys import secret_key_fingerprint
from operations.rotation import columns
from screening.models import Submission
from vault.files import replacing


class Engine(Protocol):
    """The module that copies one kind of database. The number of rows is by table. All raise MaintenanceError."""

    def copy_out(self, target: Path) -> dict[str, int]: ...

    def copy_in(self, source: Path) -> None: ...

    def count_rows(self, copy: Path) -> dict[str, int]: ...

    def count_other_connections(self) -> int: ...


ENGINES: Mapping[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}
FILE_NAME = re.compile(r"kat-site-(\d{8}T\d{6}Z)\.tar")
TIME_FORMAT = "%Y%m%dT%H%M%SZ"
TEMPORARY_PREFIX = ".kat-site-"


@dataclass(frozen=True)
class Backup:
    """A new backup. Without a trustworthy clock, no older backup was deleted."""

    file: Path
    deleted: int
    clock_is_trustworthy: bool


def create_backup(folder: Path, keep_days: int) -> Backup:
    """Create a backup in `folder` and delete the backups there that are older than `keep_days`, or than they say.

    Raises MaintenanceError or OSError. In that case no older backup was deleted.
    """
    now = timezone.now()
    with runs.recorded(runs.Kind.BACKUP, now) as counts, _locked(folder):
        file = folder / f"kat-site-{now.astimezone(UTC):{TIME_FORMAT}}.tar"
        if file.exists():
            raise runs.MaintenanceError(f"{file} exists already.")
        with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX, dir=folder) as temporary:
            _write(file, Path(temporary) / DATABASE, now, min(keep_days, _shortest_promise() or keep_days))
        last = runs.last_success(runs.Kind.BACKUP)
        clock_is_trustworthy = is_trustworthy(last.started_at if last else None, now)
        too_old = _too_old(folder, now, keep_days) if clock_is_trustworthy else []
        for path in too_old:
            path.unlink()
        counts |= {"bytes": file.stat().st_size, "older backups deleted": len(too_old)}
    return Backup(file, len(too_old), clock_is_trustworthy)


def _shortest_promise() -> int | None:
    """After how many days the first of all people who are in the database now was told that backups are deleted."""
    models = (Submission, ConsultationRequest, Appointment)
    promised = [model._default_manager.aggregate(least=Min("backup_days"))["least"] for model in models]
    return min(filter(None, promised), default=None)


def _write(file: Path, database: Path, made_at: datetime, keep_days: int) -> None:
    counts = ENGINES[connection.vendor].copy_out(database)
    manifest = _manifest(counts, database, made_at, keep_days).to_json()
    # The file gets its name when it is complete, so that every file with the name of a backup is one.
    with replacing(file, mode=0o600) as stream, tarfile.open(fileobj=stream, mode="w") as tar:
        tar.addfile(_member(MANIFEST, len(manifest)), io.BytesIO(manifest))
        with database.open("rb") as copy:
            tar.addfile(_member(DATABASE, database.stat().st_size), copy)


def _manifest(counts: dict[str, int], database: Path, made_at: datetime, keep_days: int) -> Manifest:
    return Manifest(
        format=FORMAT,
        made_at=made_at.astimezone(UTC).isoformat(timespec="seconds"),
        engine=connection.vendor,
        versions={"Python": platform.python_version(), "Django": django.__version__, "database": _database_version()},
        migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        counts=counts,
        database_sha256=sha256_of(database),
        data_keys=sorted(set().union(*(column.key_ids() for column in columns.STORED))),
        secret_key=secret_key_fingerprint(),
        keep_days=keep_days,
    )


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


def _database_version() -> str:
    return ".".join(str(number) for number in connection.get_database_version())


def _too_old(folder: Path, now: datetime, keep_days: int) -> list[Path]:
    """The backups in `folder` whose name says that they are older than `keep_days`, or than their manifest allows."""
    names = [(path, FILE_NAME.fullmatch(path.name)) for path in folder.iterdir()]
    made = [(path, datetime.strptime(match[1], TIME_FORMAT).replace(tzinfo=UTC)) for path, match in names if match]
    return [path for path, at in made if now - at > timedelta(days=min(keep_days, _keep_days_of(path) or keep_days))]


def _keep_days_of(file: Path) -> int | None:
    manifest = manifest_in(file)
    return manifest.keep_days if manifest else None


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Allow one backup at a time, and first delete what a killed one left behind."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise runs.MaintenanceError(f"Another backup into {folder} is running.") from error
        _delete_unfinished(folder)
        yield
    finally:
        os.close(descriptor)


def _delete_unfinished(folder: Path) -> None:
    for path in folder.glob(f"{TEMPORARY_PREFIX}*"):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
