"""Text as safe HTML in which the words somebody looked for stand out."""

from collections.abc import Iterable

from django.utils.html import escape
from django.utils.safestring import SafeString

from pages.search.words import Text, Token

WORDS = 34  # of an excerpt
BEFORE = 4  # words of it that stand before the first one that was looked for


def mark(text: Text, stems: frozenset[str]) -> SafeString:
    """`text` escaped, with <mark> around every word whose stem is one of `stems`."""
    return SafeString(_marked(text.text, text.tokens, stems, 0, len(text.text)))


def excerpt(text: Text, stems: frozenset[str]) -> SafeString:
    """The WORDS words of `text` with most of `stems` among them, marked; an ellipsis where something is left out."""
    words = text.tokens
    if len(words) <= WORDS:
        return mark(text, stems)
    wanted = [place for place, word in enumerate(words) if word.stem in stems]
    starts = [max(place - BEFORE, 0) for place in wanted] or [0]
    start = max(starts, key=lambda place: len({word.stem for word in words[place : place + WORDS]} & stems))
    start = min(start, len(words) - WORDS)
    shown = words[start : start + WORDS]
    begin = text.text.rfind(" ", 0, shown[0].start) + 1 if start else 0
    end = text.text.find(" ", shown[-1].end)
    if end < 0:
        end = len(text.text)
    inside = _marked(text.text, shown, stems, begin, end)
    return SafeString(("… " if begin else "") + inside + (" …" if end < len(text.text) else ""))


def _marked(text: str, words: Iterable[Token], stems: frozenset[str], begin: int, end: int) -> str:
    parts = []
    for word in words:
        if word.stem in stems and word.start >= begin:  # "off-label" is there as a whole and in parts
            parts += [escape(text[begin : word.start]), f"<mark>{escape(text[word.start : word.end])}</mark>"]
            begin = word.end
    return "".join([*parts, escape(text[begin:end])])
