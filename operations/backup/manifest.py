"""The manifest of a backup: what the file holds and which keys it needs. It never holds a key."""

import hashlib
import json
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path

# Format 1 had no checksum of the manifest, and format 2 had no `keep_days`.
FORMAT, FORMATS = 3, {1, 2, 3}
# The names of the two members of the tar file.
MANIFEST, DATABASE = "manifest.json", "database"


@dataclass(frozen=True)
class Manifest:
    """`data_keys` holds key ids and `secret_key` a fingerprint. Neither is secret.

    `keep_days`: people whose records it holds were told that it is deleted after so many days, or after more.
    """

    format: int
    made_at: str
    engine: str
    versions: dict[str, str]
    migrations: list[str]
    counts: dict[str, int]
    database_sha256: str
    data_keys: list[str]
    secret_key: str
    keep_days: int | None = None

    def to_json(self) -> bytes:
        return json.dumps(asdict(self) | {"checksum": _checksum(asdict(self))}, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises ValueError or TypeError, also when one character was changed after `to_json`."""
        fields = json.loads(text)
        checksum = fields.pop("checksum", None)
        manifest = cls(**fields)
        if checksum != _checksum(fields) and (manifest.format != 1 or checksum is not None):
            raise ValueError("its manifest was changed")
        return manifest


def manifest_in(file: Path) -> Manifest | None:
    """None when it cannot be read, or is not one of ours."""
    try:
        with tarfile.open(file) as tar:
            member = tar.extractfile(MANIFEST)
            return Manifest.from_json(member.read()) if member else None
    except (OSError, KeyError, ValueError, TypeError, tarfile.TarError):
        return None


def _checksum(fields: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
