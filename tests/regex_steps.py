"""Counts the steps that a backtracking matcher takes for a regular expression, so that a test needs no clock.

It walks the tree that Python's own parser makes, in the order in which Python's matcher tries. Case is ignored as for
ASCII. What it does not know raises an error, so that no pattern passes because it was not understood.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from itertools import islice, product
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

Node = tuple[Any, Any]
# Matches at the end of nearly no pattern, so that the matcher has to try everything else first.
NEVER = "\x00"
MOST_REPEATS = 8
SHORT = 20
ONE_CHARACTER = (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY)
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


class TooManySteps(Exception):
    pass


class Matcher:
    """Counts in `steps`. `method` is the name of the method of a compiled pattern that the product calls."""

    def __init__(self, pattern: re.Pattern[Any], text: str, most: int) -> None:
        self.flags, self.tree = pattern.flags, tree_of(pattern)
        self.text, self.most, self.steps = text, most, 0
        self.groups: dict[int, tuple[int, int]] = {}

    def run(self, method: str) -> list[tuple[int, int]]:
        """Where it matches, as the method would find it."""
        if method in ("match", "fullmatch"):
            end = [(sre.AT, sre.AT_END_STRING)] if method == "fullmatch" else []
            return [(0, end) for end in islice(self._sequence([*self.tree, *end], 0), 1)]
        spans: list[tuple[int, int]] = []
        start, must_advance = 0, False
        while start <= len(self.text) and not (spans and method == "search"):
            ends = (end for end in self._sequence(self.tree, start) if end > start or not must_advance)
            end_here = next(ends, None)
            # Like Python, which also looks for more than nothing where it has found nothing.
            must_advance = end_here == start
            if end_here is not None:
                spans.append((start, end_here))
            start = start + 1 if end_here is None else end_here
        return spans

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.most:
            raise TooManySteps

    def _sequence(self, nodes: Sequence[Node], at: int, first: int = 0) -> Iterator[int]:
        while first < len(nodes) and nodes[first][0] in ONE_CHARACTER:
            self._step()
            if at == len(self.text) or not is_one(nodes[first], self.text[at], self.flags):
                return
            at, first = at + 1, first + 1
        if first == len(nodes):
            yield at
            return
        for end in self._node(nodes[first], at):
            yield from self._sequence(nodes, end, first + 1)

    def _node(self, node: Node, at: int) -> Iterator[int]:  # noqa: C901 one case for each kind of node
        self._step()
        kind, value = node
        if kind is sre.AT:
            if self._is_at(value, at):
                yield at
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from self._sequence(branch.data, at)
        elif kind is sre.SUBPATTERN:
            number, _, _, inside = value
            for end in self._sequence(inside.data, at):
                if number is not None:
                    self.groups[number] = at, end
                yield end
        elif kind is sre.GROUPREF:
            begin, end = self.groups.get(value, (0, 0))
            if self.text.startswith(self.text[begin:end], at):
                yield at + end - begin
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            if self._is_beside(*value, at) is (kind is sre.ASSERT):
                yield at
        elif kind is sre.ATOMIC_GROUP:
            yield from list(self._sequence(value.data, at))[:1]
        elif kind is sre.POSSESSIVE_REPEAT:
            end = next(self._repeat(*value[:2], value[2].data, at, greedy=True), None)
            if end is not None:
                yield end
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            yield from self._repeat(*value[:2], value[2].data, at, greedy=kind is sre.MAX_REPEAT)
        else:
            raise NotImplementedError(kind)

    def _repeat(self, least: int, most: int, inside: list[Node], at: int, *, greedy: bool) -> Iterator[int]:
        """With a stack of its own, because a long text would need too many calls within each other."""
        # A limit is a constant, and makes nothing linear that would not be so with a smaller one.
        least, most = min(least, MOST_REPEATS), most if most is sre.MAXREPEAT else min(most, MOST_REPEATS)
        ends, ways = [at], [self._sequence(inside, at)]
        is_new = True
        while ends:
            count = len(ends) - 1
            if is_new and not greedy and count >= least:
                yield ends[-1]
            end = next(ways[-1], None) if count < most else None
            is_new = end is not None and not (end == ends[-1] and count >= least)
            if is_new:
                ends.append(end)
                ways.append(self._sequence(inside, end))
            elif end is None:
                here = ends.pop()
                ways.pop()
                if greedy and count >= least:
                    yield here

    def _is_beside(self, direction: int, inside: Any, at: int) -> bool:
        begin = at if direction > 0 else at - inside.getwidth()[0]
        return begin >= 0 and next(self._sequence(inside.data, begin), None) is not None

    def _is_at(self, place: Any, at: int) -> bool:
        text = self.text
        if place in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
            lines = place is sre.AT_BEGINNING and self.flags & sre.SRE_FLAG_MULTILINE
            return at == 0 or bool(lines and text[at - 1] == "\n")
        if place in (sre.AT_END, sre.AT_END_STRING):
            if at == len(text) or (place is sre.AT_END and at == len(text) - 1 and text[at] == "\n"):
                return True
            return bool(place is sre.AT_END and self.flags & sre.SRE_FLAG_MULTILINE and text[at] == "\n")
        if place in (sre.AT_BOUNDARY, sre.AT_NON_BOUNDARY):
            before, after = (at > 0 and is_word(text[at - 1])), (at < len(text) and is_word(text[at]))
            return (before != after) is (place is sre.AT_BOUNDARY)
        raise NotImplementedError(place)


@cache
def tree_of(pattern: re.Pattern[Any]) -> list[Node]:
    text = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    return list(_parser.parse(text, pattern.flags))


def is_quadratic(pattern: re.Pattern[Any], method: str) -> str:
    """A text that shows it, or "": made of what the pattern itself repeats, with an end that hardly matches."""
    for begin, pump in attacks(tree_of(pattern), pattern.flags):
        few = steps_of(pattern, method, begin + pump * SHORT + NEVER)
        if steps_of(pattern, method, begin + pump * 2 * SHORT + NEVER, 3 * few) > 2.6 * few:
            return begin + pump * 3
    return ""


def steps_of(pattern: re.Pattern[Any], method: str, text: str, most: int = 100_000) -> int:
    matcher = Matcher(pattern, text, most)
    with suppress(TooManySteps):
        matcher.run(method)
    return matcher.steps


def attacks(tree: list[Node], flags: int) -> list[tuple[str, str]]:
    """What a text begins with, and what it then repeats: for each alternative, and each unlimited repetition in it."""
    found: dict[tuple[str, str], None] = {}
    for nodes in alternatives(tree):
        ends = [end for end, node in enumerate(nodes) if is_unlimited([node])]
        begins = dict.fromkeys(["", *(samples(nodes[:end], flags)[0] for end in ends)])
        pumps = dict.fromkeys(sample for part in parts(nodes) for sample in samples(part, flags) if sample)
        found |= dict.fromkeys(product(begins, pumps))
    return list(found)


def alternatives(nodes: list[Node]) -> Iterator[list[Node]]:
    """The ways to read a pattern that is one choice, or one group with a choice; else the pattern."""
    match nodes:
        case [(sre.BRANCH, (_, branches))]:
            for branch in branches:
                yield from alternatives(list(branch))
        case [(sre.SUBPATTERN, (_, _, _, inside))]:
            yield from alternatives(list(inside))
        case _ if is_unlimited(nodes):
            yield nodes


def is_unlimited(nodes: list[Node]) -> bool:
    return any(kind in REPEATS and value[1] is sre.MAXREPEAT for part in parts(nodes) for kind, value in part)


def parts(nodes: list[Node]) -> Iterator[list[Node]]:
    """Each sequence within the pattern that a repetition could consist of, and each single part of it."""
    yield nodes
    for kind, value in nodes:
        yield [(kind, value)]
        if kind in REPEATS:
            yield from parts(list(value[2]))
        elif kind is sre.SUBPATTERN:
            yield from parts(list(value[3]))
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from parts(list(branch))
        elif kind is sre.ATOMIC_GROUP:
            yield from parts(list(value))
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from parts(list(value[1]))


def samples(nodes: list[Node], flags: int) -> list[str]:
    """A few short texts that match the sequence, at least one."""
    found = [""]
    for node in nodes:
        found = ["".join(pair) for pair in product(found, _samples_of_one(node, flags))][:3]
    return found


def _samples_of_one(node: Node, flags: int) -> list[str]:
    kind, value = node
    if kind in ONE_CHARACTER:
        listed = [value] if kind is sre.LITERAL else [_first(item) for item in value] if kind is sre.IN else []
        characters = [*(chr(code) for code in listed if code is not None), *"a1 .-\n<"]
        return [character for character in characters if is_one(node, character, flags)][:2]
    if kind in REPEATS:
        return [
            sample * max(value[0] if value[0] < MOST_REPEATS else 1, 1) for sample in samples(list(value[2]), flags)
        ]
    if kind is sre.SUBPATTERN:
        return samples(list(value[3]), flags)
    if kind is sre.ATOMIC_GROUP:
        return samples(list(value), flags)
    if kind is sre.BRANCH:
        return [samples(list(branch), flags)[0] for branch in value[1]]
    return [""]


def _first(item: Node) -> int | None:
    kind, value = item
    return value if kind is sre.LITERAL else value[0] if kind is sre.RANGE else None


def is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def is_one(node: Node, character: str, flags: int) -> bool:
    """Whether a node that stands for one character stands for this one."""
    kind, value = node
    if kind is sre.ANY:
        return bool(flags & sre.SRE_FLAG_DOTALL) or character != "\n"
    variants = (character, character.swapcase()) if flags & sre.SRE_FLAG_IGNORECASE else (character,)
    if kind is sre.LITERAL:
        return chr(value) in variants
    if kind is sre.NOT_LITERAL:
        return chr(value) not in variants
    negated = value[0][0] is sre.NEGATE
    return any(_has(item, variant) for item in value[negated:] for variant in variants) is not negated


def _has(item: Node, character: str) -> bool:
    kind, value = item
    if kind is sre.LITERAL:
        return chr(value) == character
    if kind is sre.RANGE:
        return value[0] <= ord(character) <= value[1]
    if kind is sre.CATEGORY:
        known = {
            sre.CATEGORY_DIGIT: unicodedata.category(character) == "Nd",
            sre.CATEGORY_SPACE: character.isspace(),
            sre.CATEGORY_WORD: is_word(character),
        }
        opposite = {
            sre.CATEGORY_NOT_DIGIT: sre.CATEGORY_DIGIT,
            sre.CATEGORY_NOT_SPACE: sre.CATEGORY_SPACE,
            sre.CATEGORY_NOT_WORD: sre.CATEGORY_WORD,
        }
        return known[value] if value in known else not known[opposite[value]]
    raise NotImplementedError(kind)
