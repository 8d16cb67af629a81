"""Text as a reader sees it, for lint and search: what looks the same is the same, what cannot be seen is gone."""

import re
import unicodedata

# Unicode's default ignorable code points: soft hyphen, joiners, direction marks, variation selectors and so on.
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2043\u2212", "-"))


def as_read(text: str) -> str:
    """`text` with plain spaces and hyphens, without invisible characters and ligatures. Line breaks stay."""
    return unicodedata.normalize("NFKC", INVISIBLE.sub("", text)).translate(HYPHENS)
