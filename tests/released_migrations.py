"""The migrations of every release, with their SHA-256: released ones are permanent.

`python -m tests.released_migrations` adds the migrations that are not listed yet. Run it when you make a release.
"""

import csv
import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = Path(__file__).with_name("released_migrations.csv")


def present() -> dict[str, str]:
    """File of each migration of ours -> its hash."""
    files = sorted(path for path in ROOT.glob("*/migrations/0*.py"))
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def released() -> dict[str, str]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return {row["file"]: row["sha256"] for row in csv.DictReader(file)}


def add_new() -> None:
    # a released one keeps the hash that it was released with
    rows = present() | released()
    with LIST.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "sha256"])
        writer.writerows(sorted(rows.items()))


if __name__ == "__main__":
    add_new()
