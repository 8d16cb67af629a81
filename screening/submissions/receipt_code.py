"""The receipt code: the only key with which a person sees and withdraws what one attempt sent.

It has 130 bits derived from the attempt's secret key, so a retry gives the same code and no code is stored; the
database has a keyed hash. Two check characters detect a typing mistake before any look-up.

The reference is the other code that people say on the phone: it names a submission and opens nothing.
"""

import hashlib
import hmac
import re
import secrets

from django.conf import settings

# Without I, L, O and U, so that a code can be read aloud without mistakes.
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LENGTH, CHECK_LENGTH, GROUP = 26, 2, 4
LENGTH = SECRET_LENGTH + CHECK_LENGTH
# The largest prime below 32 * 32: one wrong character, or two swapped ones, always change the remainder.
CHECK_PRIME = 1021
# Spaces, and the hyphens that phones and word processors write.
SEPARATORS = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
LOOKALIKES = str.maketrans("OIL", "011")


class Mistyped(ValueError):
    """The text cannot be a receipt code. The message tells the person what to check."""


def code_of(attempt_key: str) -> str:
    """The code as a person sees it: seven groups of four characters. `attempt_key` is Attempt.key."""
    secret = int.from_bytes(_keyed("receipt", attempt_key).digest()) >> (256 - 5 * SECRET_LENGTH)
    bare = _encoded(secret, SECRET_LENGTH) + _encoded(secret % CHECK_PRIME, CHECK_LENGTH)
    return "-".join(bare[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str:
    """The code in the form of `code_of`, whatever the case, spaces and hyphens of the typed text. Raises Mistyped.

    Letters of other scripts that look like Latin ones (Cyrillic, full-width) are rejected, not guessed.
    """
    bare = SEPARATORS.sub("", typed)
    if len(bare) != LENGTH:
        raise Mistyped(f"Enter all {LENGTH} letters and digits of the code. You entered {len(bare)}")
    if bare.isascii():
        bare = bare.upper().translate(LOOKALIKES)
    if not (set(bare) <= set(CROCKFORD) and _check_characters_match(bare)):
        raise Mistyped("Check the code against what you wrote down. At least one letter or digit is not right")
    return "-".join(bare[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def digest_of(code: str) -> str:
    """What the database stores instead of a code. Nobody can check codes against it without SECRET_KEY."""
    return _keyed("receipt-code", code).hexdigest()


def _keyed(purpose: str, text: str) -> hmac.HMAC:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}|{text}".encode(), hashlib.sha256)


def _check_characters_match(bare: str) -> bool:
    return _decoded(bare[:SECRET_LENGTH]) % CHECK_PRIME == _decoded(bare[SECRET_LENGTH:])


def _encoded(number: int, length: int) -> str:
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(length)))


def _decoded(text: str) -> int:
    number = 0
    for character in text:
        number = number * 32 + CROCKFORD.index(character)
    return number


def new_reference() -> str:
    """Eight random characters to say on the phone. A reference names a submission and gives access to nothing."""
    text = "".join(secrets.choice(CROCKFORD) for _ in range(8))
    return f"{text[:4]}-{text[4:]}"


def as_reference(typed: str) -> str:
    """The stored form of a typed reference, whatever its case, spaces and hyphens."""
    bare = SEPARATORS.sub("", typed).upper().translate(LOOKALIKES)
    return f"{bare[:4]}-{bare[4:]}"
