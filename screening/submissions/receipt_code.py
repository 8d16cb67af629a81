"""The receipt code: opens what one attempt sent, and lets its person take it back. Nothing else does.

130 bits, made from the attempt's secret key: sending the same again gives the same code, and none needs to be stored.
The database holds a keyed hash of it. Two more characters tell a typing mistake before anything is looked up.
"""

import hashlib
import hmac
import re

from django.conf import settings

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no I, L, O, U: read aloud without mistakes
SECRET_LENGTH, CHECK_LENGTH, GROUP = 26, 2, 4
LENGTH = SECRET_LENGTH + CHECK_LENGTH
CHECK_PRIME = 1021  # the largest below 32 * 32: one wrong character, or two swapped, never keeps the remainder
BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212]+")  # spaces, and hyphens as phones and word processors make them
READ_AS = str.maketrans("OIL", "011")


class Mistyped(ValueError):
    """This cannot be a receipt code; says in words for a person what to look at."""


def code_of(attempt_key: str) -> str:
    """The code of what this attempt sends, as it is shown: seven groups of four. `attempt_key` is Attempt.key."""
    secret = int.from_bytes(_keyed("receipt", attempt_key).digest()) >> (256 - 5 * SECRET_LENGTH)
    bare = _written(secret, SECRET_LENGTH) + _written(secret % CHECK_PRIME, CHECK_LENGTH)
    return "-".join(bare[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str:
    """The code as it was shown, from what a person typed: capitals, spaces and hyphens as they like. Raises Mistyped.

    Letters that only look like ours (Cyrillic, full-width) are refused, not guessed.
    """
    bare = BETWEEN.sub("", typed)
    if len(bare) != LENGTH:
        raise Mistyped(f"Enter all {LENGTH} letters and digits of the code. You entered {len(bare)}")
    if bare.isascii():
        bare = bare.upper().translate(READ_AS)
    if not set(bare) <= set(CROCKFORD) or _number(bare[:SECRET_LENGTH]) % CHECK_PRIME != _number(bare[SECRET_LENGTH:]):
        raise Mistyped("Check the code against what you wrote down. At least one letter or digit is not right")
    return "-".join(bare[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    """Stands for a code, as `code_of` or `read` gave it, in the database: without SECRET_KEY it leads back to none."""
    return _keyed("receipt-code", code).hexdigest()


def _keyed(purpose: str, text: str) -> hmac.HMAC:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}|{text}".encode(), hashlib.sha256)


def _written(number: int, length: int) -> str:
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(length)))


def _number(text: str) -> int:
    number = 0
    for character in text:
        number = number * 32 + CROCKFORD.index(character)
    return number
