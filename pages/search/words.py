"""Words as search sees them: without accents and endings, and how far one is from another.

Nothing here remembers what it was asked: a cache would keep what people searched for.
"""

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
COMPOUND = re.compile(r"[^\W_]+(?:-[^\W_]+)+")
APOSTROPHE = re.compile(r"['’](?:s$)?")
DOUBLED = re.compile(r"([bdfgmnprt])\1$")
VOWEL = re.compile(r"[aeiouy]")


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands (text[start:end]) and its stem."""

    start: int
    end: int
    stem: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its words in order, the longer first where two begin at the same letter; and their stems."""

    text: str
    tokens: tuple[Token, ...]
    stems: frozenset[str]


def read(text: str) -> Text:
    """`text` with its words; "off-label" is also found as "offlabel"."""
    words = [Token(match.start(), match.end(), stem(match[0])) for match in WORD.finditer(text)]
    for match in COMPOUND.finditer(text):
        words.append(Token(match.start(), match.end(), stem(match[0].replace("-", ""))))
    words.sort(key=lambda word: (word.start, -word.end))
    return Text(text, tuple(words), frozenset(word.stem for word in words))


def stem(word: str) -> str:
    """What "Doses", "dosed" and "dosing" have in common: small letters, no accents, no simple English ending."""
    word = word.casefold()
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if c.isalnum() or c in "'’")
    word = APOSTROPHE.sub("", word)
    if word.endswith("sses"):
        word = word[:-2]  # "illnesses" is more than one "illness", which has an ending of its own
    for ending, instead in (("iness", "y"), ("ness", ""), ("ies", "y"), ("ied", "y")):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word.removesuffix(ending) + instead
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("ches", "shes", "xes", "zes")) else word[:-1]
    for ending in ("ing", "ed", "ly"):
        root = word.removesuffix(ending)
        if root != word and len(root) > 2 and VOWEL.search(root):
            word = DOUBLED.sub(r"\1", root)
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def distance(one: str, other: str, most: int) -> int:
    """How many letters to add, drop, change or swap with their neighbour; `most + 1` for anything above `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, against in enumerate(other, 1):
            cost = min(last[column] + 1, line[column - 1] + 1, last[column - 1] + (letter != against))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == against:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return min(last[-1], most + 1)
