"""Encrypts a search query for the address of its results."""

import time
from typing import cast

from pages.search.index import MOST_LETTERS
from vault.seal import CannotUnseal, seal, unseal

# Long enough to read a page and go back. Afterwards the address in a browser's history shows nothing.
VALID_SECONDS = 30 * 60
PLACE = {"context": "search.query", "row": ""}


def sealed_query(query: str) -> str:
    # One letter more than search uses, so that the results say that the query was too long.
    return seal([query[: MOST_LETTERS + 1], int(time.time())], **PLACE)


def opened_query(text: str) -> str | None:
    """The query; None if `text` is too old or not ours."""
    try:
        # Only `sealed_query` seals for this place.
        query, sealed_at = cast(tuple[str, int], unseal(text, **PLACE))
    except CannotUnseal:
        return None
    return query if 0 <= time.time() - sealed_at <= VALID_SECONDS else None
