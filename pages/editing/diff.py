"""Two texts side by side: what was changed, added and taken out, down to the word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\s+|\w+|[^\w\s]")
AROUND = 1  # unchanged lines shown before and after a change
ALIKE = 0.4  # below it two lines are not one line changed, but one taken out and one added


@dataclass(frozen=True)
class Part:
    """Some words of a line; whether the other text has them not."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Row:
    """A line of both texts. `kind` is same, changed, added, removed, or gap: `skipped` lines that are the same."""

    kind: str
    before: tuple[Part, ...] = ()
    after: tuple[Part, ...] = ()
    line: int | None = None  # in the newer text
    skipped: int = 0


def compare(before: str, after: str) -> list[Row]:
    """The rows to show of two texts; none when they are the same."""
    old, new = before.split("\n"), after.split("\n")
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    rows: list[Row] = []
    shown = 0
    for group in matcher.get_grouped_opcodes(AROUND):
        if skipped := group[0][3] - shown:
            rows.append(Row("gap", skipped=skipped))
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                rows += [Row("same", _all(line), _all(line), j + 1) for j, line in enumerate(new[j1:j2], j1)]
            else:
                rows += _changes(old[i1:i2], new[j1:j2], j1)
        shown = group[-1][4]
    if rows and (skipped := len(new) - shown):
        rows.append(Row("gap", skipped=skipped))
    return rows


def _changes(old: list[str], new: list[str], first: int) -> Iterator[Row]:
    """Lines in place of others: in pairs as long as there are pairs, then those left over."""
    for number, (before, after) in enumerate(zip(old, new, strict=False), first + 1):
        parts = _words(before, after)
        if parts:
            yield Row("changed", *parts, number)
        else:
            yield Row("removed", _all(before, True))
            yield Row("added", after=_all(after, True), line=number)
    for before in old[len(new) :]:
        yield Row("removed", _all(before, True))
    for number, after in enumerate(new[len(old) :], first + len(old) + 1):
        yield Row("added", after=_all(after, True), line=number)


def _words(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]] | None:
    """The parts of a line that was changed; None when hardly a word of it is left."""
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return None
    opcodes = matcher.get_opcodes()
    left = [Part("".join(old[i1:i2]), kind != "equal") for kind, i1, i2, _, _ in opcodes if i1 < i2]
    right = [Part("".join(new[j1:j2]), kind != "equal") for kind, _, _, j1, j2 in opcodes if j1 < j2]
    return tuple(left), tuple(right)


def _all(line: str, differs: bool = False) -> tuple[Part, ...]:
    return (Part(line, differs),)
