"""What changed on the pages, as editors tell it: a file's time stamp says nothing of what a reader should know."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pages.schema.errors import Report
from pages.schema.references import read_by_id


@dataclass(frozen=True)
class Change:
    """An entry of changes.yaml. `page` is a slug; a page that is gone since keeps its entries."""

    changed_on: date
    page: str
    says: str


def read_changes(text: str, report: Report) -> Mapping[str, Change] | None:
    """Id -> change, the newest first; of one day, the one that stands lower in the file."""
    changes = read_by_id(Change, text, report)
    if changes == {}:
        report.add(1, "There is no change here.", "Write when the first pages came up; the feed needs a beginning.")
        return None
    if changes is None:
        return None
    return dict(sorted(reversed(changes.items()), key=lambda entry: entry[1].changed_on, reverse=True))
