"""changes.yaml: what editors write for readers about changed pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pages.schema.errors import Report
from pages.schema.references import read_by_id


@dataclass(frozen=True)
class Change:
    """An entry of changes.yaml. `page` is a slug, possibly of a page deleted since."""

    changed_on: date
    page: str
    message: str


def read_changes(text: str, report: Report) -> Mapping[str, Change] | None:
    """Id -> change, newest first. Of two changes on one day, the one lower in the file comes first."""
    changes = read_by_id(Change, text, report)
    if changes == {}:
        hint = "Write when the first pages were published; the feed needs an entry."
        report.add(1, "There are no changes in this file.", hint)
        return None
    if changes is None:
        return None
    return dict(sorted(reversed(changes.items()), key=lambda entry: entry[1].changed_on, reverse=True))
