"""A text as it is kept: lines that end alike, nothing a file or a database cannot hold, and a digest to compare by."""

import hashlib

LONGEST = 40_000  # bytes of UTF-8; four times the longest page, and well below what a form may send


class CannotKeep(ValueError):
    """A text that cannot be stored; the message tells the editor why."""


def tidy(text: str) -> str:
    """`text` with `\\n` behind each line, the last one too. Raises CannotKeep."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise CannotKeep("The text holds half a character. Delete the odd sign and type it anew.") from None
    if size > LONGEST:
        raise CannotKeep(f"The text is too long by {size - LONGEST:,} signs. Split it into two pages.")
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
        raise CannotKeep("The text holds a control character. Delete the odd sign and type it anew.")
    return text


def digest(text: str) -> str:
    """SHA-256 of the text as a file holds it, in hex."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()
