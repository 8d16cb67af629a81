"""Compares two texts line by line and word by word, and merges two changes of the same text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\s+|\w+|[^\w\s]")
# Unchanged lines shown before and after a change.
CONTEXT_LINES = 1
# Two lines that are less similar are shown as one line removed and one line added.
LEAST_SIMILARITY = 0.4
# With more pairs of lines or words, those that repeat all the time are not compared with each other.
MOST_PAIRS = 250_000


@dataclass(frozen=True)
class Part:
    """Some words of a line; `differs` if the other text does not have them."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Row:
    """One line of both texts. `kind` is same, changed, added or removed; or gap, for `skipped` unchanged lines."""

    kind: str
    before: tuple[Part, ...] = ()
    after: tuple[Part, ...] = ()
    # The line number in the newer text.
    line: int | None = None
    skipped: int = 0


@dataclass(frozen=True, order=True)
class Hunk:
    """Lines `start` to `end` of the base text, and the lines that replace them."""

    start: int
    end: int
    lines: tuple[str, ...]


def compare(before: str, after: str) -> list[Row]:
    """No rows if the texts are equal."""
    old, new = before.split("\n"), after.split("\n")
    rows: list[Row] = []
    shown = 0
    for group in _matcher(old, new).get_grouped_opcodes(CONTEXT_LINES):
        if skipped := group[0][3] - shown:
            rows.append(Row("gap", skipped=skipped))
        for kind, i1, i2, j1, j2 in group:
            if kind == "equal":
                rows += [Row("same", _whole(line), _whole(line), j + 1) for j, line in enumerate(new[j1:j2], j1)]
            else:
                rows += _changes(old[i1:i2], new[j1:j2], j1)
        shown = group[-1][4]
    if rows and (skipped := len(new) - shown):
        rows.append(Row("gap", skipped=skipped))
    return rows


def merge(base: str, ours: str, theirs: str) -> str | None:
    """`base` with both changes; None if they differ and touch the same or neighboring lines."""
    lines = base.split("\n")
    our_hunks, their_hunks = _hunks(lines, ours.split("\n")), _hunks(lines, theirs.split("\n"))
    for our in our_hunks:
        for their in their_hunks:
            if our != their and our.start <= their.end and their.start <= our.end:
                return None
    merged: list[str] = []
    copied = 0
    for hunk in sorted({*our_hunks, *their_hunks}):
        merged += [*lines[copied : hunk.start], *hunk.lines]
        copied = hunk.end
    return "\n".join([*merged, *lines[copied:]])


def _hunks(base: list[str], changed: list[str]) -> list[Hunk]:
    opcodes = _matcher(base, changed).get_opcodes()
    return [Hunk(i1, i2, tuple(changed[j1:j2])) for kind, i1, i2, j1, j2 in opcodes if kind != "equal"]


def _changes(old: list[str], new: list[str], first: int) -> Iterator[Row]:
    """The replaced lines in pairs, then the rest of the longer side."""
    for number, (before, after) in enumerate(zip(old, new, strict=False), first + 1):
        parts = _word_parts(before, after)
        if parts:
            yield Row("changed", *parts, number)
        else:
            yield Row("removed", _whole(before, differs=True))
            yield Row("added", after=_whole(after, differs=True), line=number)
    for before in old[len(new) :]:
        yield Row("removed", _whole(before, differs=True))
    for number, after in enumerate(new[len(old) :], first + len(old) + 1):
        yield Row("added", after=_whole(after, differs=True), line=number)


def _word_parts(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]] | None:
    """The parts of both lines; None if the lines have hardly a word in common."""
    old, new = WORD.findall(before), WORD.findall(after)
    matcher = _matcher(old, new)
    if matcher.ratio() < LEAST_SIMILARITY:
        return None
    opcodes = matcher.get_opcodes()
    left = [Part("".join(old[i1:i2]), kind != "equal") for kind, i1, i2, _, _ in opcodes if i1 < i2]
    right = [Part("".join(new[j1:j2]), kind != "equal") for kind, _, _, j1, j2 in opcodes if j1 < j2]
    return tuple(left), tuple(right)


def _whole(line: str, *, differs: bool = False) -> tuple[Part, ...]:
    return (Part(line, differs),)


def _matcher(old: list[str], new: list[str]) -> "SequenceMatcher[str]":
    return SequenceMatcher(None, old, new, autojunk=len(old) * len(new) > MOST_PAIRS)
