"""Two changes of one text put together, line by line."""

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, order=True)
class Hunk:
    """Lines `start` to `end` of the text both began from, and what stands there instead."""

    start: int
    end: int
    lines: tuple[str, ...]


def merge(base: str, ours: str, theirs: str) -> str | None:
    """`base` with both changes in it; None where they touch the same or neighboring lines and differ."""
    lines = base.split("\n")
    first, second = _hunks(lines, ours.split("\n")), _hunks(lines, theirs.split("\n"))
    for one in first:
        for other in second:
            if one != other and one.start <= other.end and other.start <= one.end:
                return None
    merged: list[str] = []
    place = 0
    for hunk in sorted({*first, *second}):
        merged += [*lines[place : hunk.start], *hunk.lines]
        place = hunk.end
    return "\n".join([*merged, *lines[place:]])


def _hunks(base: list[str], changed: list[str]) -> list[Hunk]:
    matcher = SequenceMatcher(None, base, changed, autojunk=False)
    return [Hunk(i1, i2, tuple(changed[j1:j2])) for kind, i1, i2, j1, j2 in matcher.get_opcodes() if kind != "equal"]
