"""Tells quickly that a text matches none of some patterns, which is true of most sentences.

A regular expression that need not ignore case is searched in half the time, so this looks at the small letters only.
"""

import re
from collections.abc import Iterable

# To a pattern that ignores case, these are an i and an s; `lower` leaves them, or makes two characters of one.
LIKE = str.maketrans("İıſ", "iis")
# What means the same when the text has small letters only, and when it is joined with others. It has no capital letter,
# no letter outside of ASCII, no letter written as a number, no name, no flag, and no reference to a group.
PLAIN = re.compile(
    r"(?:[^\\(A-Z\x80-\U0010ffff]|[‘’“”–—]|\\[bBdDsSwW]|\\[^\w]|\((?!\?)|\(\?(?:[:=!]|<[=!]))*+",
)


def small(text: str) -> str:
    """`text` in small letters, each at its place."""
    return text.translate(LIKE).lower()


class Sieve:
    """Some patterns that ignore case."""

    def __init__(self, patterns: Iterable[str]) -> None:
        patterns = set(patterns)
        plain = {pattern for pattern in patterns if PLAIN.fullmatch(pattern)}
        self._any = [re.compile("|".join(f"(?:{pattern})" for pattern in sorted(plain)))] if plain else []
        self._any += [re.compile(pattern, re.IGNORECASE) for pattern in sorted(patterns - plain)]

    def may_match(self, small_text: str) -> bool:
        """False only if no pattern matches the text of which this is the `small` form."""
        return any(pattern.search(small_text) for pattern in self._any)
