"""A backup is one file: the database at one moment, and a manifest that tells what is in it. Never a key.

It is written aside and renamed once it is whole, so whatever bears the name of a backup is one.
"""

import fcntl
import hashlib
import hmac
import io
import json
import os
import platform
import re
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import django
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations import runs
from operations.backup import postgresql, sqlite
from operations.backup.contents import Contents
from operations.clock import Reading, has_jumped
from operations.rotation import columns
from vault.files import fsync_folder


class Engine(Protocol):
    """What a module has to offer that copies a kind of database."""

    def copy_out(self, to: Path) -> Contents: ...

    def copy_in(self, file: Path) -> None: ...


ENGINES: Mapping[str, Engine] = {"sqlite": sqlite, "postgresql": postgresql}
FORMAT = 1
MANIFEST, DATABASE = "manifest.json", "database"
NAME = re.compile(r"kat-site-(\d{8}T\d{6}Z)\.tar")
ASIDE = ".kat-site-"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and which keys it needs: `data_keys` are ids, `secret_key` is a print, neither a secret."""

    format: int
    made_at: str
    engine: str
    versions: dict[str, str]
    migrations: list[str]
    counts: dict[str, int]
    contents_sha256: str
    database_sha256: str
    data_keys: list[str]
    secret_key: str


@dataclass(frozen=True)
class Made:
    """`distrusts_clock`: no older backup was deleted, because the clock may have jumped."""

    file: Path
    deleted: int
    distrusts_clock: bool


def back_up(folder: Path, keep_days: int) -> Made:
    """Make a backup in `folder`, and delete those that `back_up` made there more than `keep_days` ago.

    Raises upkeep.Trouble, and then nothing was deleted.
    """
    began = Reading.now()
    with runs.noted(runs.Kind.BACKUP, began) as counts, _alone_in(folder):
        file = folder / f"kat-site-{began.at.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar"
        if file.exists():
            raise runs.Trouble(f"{file} is there already.")
        with tempfile.TemporaryDirectory(prefix=ASIDE, dir=folder) as aside:
            packed = _packed(Path(aside), began.at)
            packed.replace(file)
        fsync_folder(folder)
        last = runs.last_done(runs.Kind.BACKUP)
        distrusts_clock = last is not None and has_jumped(runs.reading_of(last), began)
        old = [] if distrusts_clock else _made_before(folder, began.at - timedelta(days=keep_days))
        for path in old:
            path.unlink()
        counts |= {"bytes": file.stat().st_size, "older backups deleted": len(old)}
    return Made(file, len(old), distrusts_clock)


def print_of_secret_key() -> str:
    """Tells whether SECRET_KEY is the same, and nothing else of it."""
    return hmac.new(settings.SECRET_KEY.encode(), b"backup", hashlib.sha256).hexdigest()[:16]


def sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _packed(aside: Path, made_at: datetime) -> Path:
    database = aside / DATABASE
    contents = ENGINES[connection.vendor].copy_out(database)
    manifest = Manifest(
        format=FORMAT,
        made_at=made_at.astimezone(UTC).isoformat(timespec="seconds"),
        engine=connection.vendor,
        versions={"Python": platform.python_version(), "Django": django.__version__, "database": _database_version()},
        migrations=sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()),
        counts=contents.counts,
        contents_sha256=contents.sha256,
        database_sha256=sha256_of(database),
        data_keys=sorted(set().union(*(column.key_ids() for column in columns.STORED))),
        secret_key=print_of_secret_key(),
    )
    packed = aside / "packed"
    text = json.dumps(asdict(manifest), indent=1).encode()
    with open(os.open(packed, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        with tarfile.open(fileobj=file, mode="w") as tar:
            entry = tarfile.TarInfo(MANIFEST)
            entry.size, entry.mode = len(text), 0o600
            tar.addfile(entry, io.BytesIO(text))
            entry = tarfile.TarInfo(DATABASE)
            entry.size, entry.mode = database.stat().st_size, 0o600
            with database.open("rb") as stream:
                tar.addfile(entry, stream)
        file.flush()
        os.fsync(file.fileno())
    return packed


def _database_version() -> str:
    return ".".join(str(number) for number in connection.get_database_version())


def _made_before(folder: Path, limit: datetime) -> list[Path]:
    """Our own backups of that time, by their names."""
    named = [(path, NAME.fullmatch(path.name)) for path in folder.iterdir()]
    return [
        path
        for path, name in named
        if name and datetime.strptime(name[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) < limit
    ]


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One backup at a time; what a killed one left aside goes first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise runs.Trouble(f"Another backup is being made in {folder}.") from error
        for path in folder.glob(f"{ASIDE}*"):
            shutil.rmtree(path)
        yield
    finally:
        os.close(descriptor)
