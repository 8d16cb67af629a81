"""The manifest of a backup: what the file holds and which keys it needs. It never holds a key."""

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

FORMAT = 1
# The names of the two members of the tar file.
MANIFEST, DATABASE = "manifest.json", "database"


@dataclass(frozen=True)
class Manifest:
    """`data_keys` holds key ids and `secret_key` a fingerprint. Neither is secret."""

    format: int
    made_at: str
    engine: str
    versions: dict[str, str]
    migrations: list[str]
    counts: dict[str, int]
    database_sha256: str
    data_keys: list[str]
    secret_key: str


def secret_key_fingerprint() -> str:
    """Shows whether SECRET_KEY is the same, and reveals nothing else about it."""
    return hmac.new(settings.SECRET_KEY.encode(), b"backup", hashlib.sha256).hexdigest()[:16]


def sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
