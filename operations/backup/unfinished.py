"""What people have withdrawn, on disk from before a restore brings it back until it is deleted again."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from operations.backup.locks import folder
from operations.runs import MaintenanceError
from receipts.models import Erasure
from vault.files import fsync_folder, make_private_folder, replacing


def file() -> Path:
    return folder() / "unfinished.json"


def exists() -> bool:
    """Whether a restore runs or was interrupted."""
    return file().exists()


def write(erasures: Sequence[Erasure]) -> None:
    """Store them, and those of an earlier restore that is unfinished. They are on disk when this returns."""
    rows = {json.dumps(_as_json(erasure)): _as_json(erasure) for erasure in [*read(), *erasures]}
    make_private_folder(folder())
    with replacing(file(), mode=0o600) as stream:
        stream.write(json.dumps(list(rows.values())).encode())


def read() -> list[Erasure]:
    """The erasures of an unfinished restore; none if there is no such restore. Raises MaintenanceError."""
    try:
        rows = json.loads(file().read_bytes())
        return [Erasure(**row | {"erased_at": datetime.fromisoformat(row["erased_at"])}) for row in rows]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise MaintenanceError(
            f"{file()} cannot be read ({error}). It lists what people withdrew and a restore brought back. Put it back "
            "from a copy of this folder, or delete what they withdrew yourself, and then the file."
        ) from error


def remove() -> None:
    """Nothing that was withdrawn is in the database any more."""
    file().unlink(missing_ok=True)
    fsync_folder(folder())


def _as_json(erasure: Erasure) -> dict[str, object]:
    return {
        "reference": erasure.reference,
        "erased_at": erasure.erased_at.isoformat(),
        "held_answers": erasure.held_answers,
        "held_contact": erasure.held_contact,
    }
