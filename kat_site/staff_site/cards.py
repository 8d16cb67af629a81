"""What a card of the first page is made of."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """One number of a card, with a bar: `share` is its length in percent of the longest bar."""

    label: str
    number: str
    share: int
    url: str = ""


@dataclass(frozen=True)
class Line:
    """One sentence of a card. `is_bad` means that somebody has to act."""

    text: str
    is_bad: bool = False
    url: str = ""


@dataclass(frozen=True)
class Card:
    """One card; stylesheets and tests find it by its `id`."""

    id: str
    title: str
    bars: Sequence[Bar] = ()
    lines: Sequence[Line] = ()
    empty: str = ""
