"""Storing what a person sends: once, whatever they press twice, and without the address of their attempt."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db import IntegrityError, models, transaction

from screening.submissions.receipt_code import code_of, digest_of
from vault.seal import CannotUnseal

Row = TypeVar("Row", bound=models.Model)


class AlreadySentOtherwise(Exception):
    """This attempt was sent before with other answers; what was sent first stays."""


@dataclass(frozen=True)
class Consent:
    """What a person agreed to: SHA-256 of the words they read, and their language."""

    text_digest: str
    language: str = "en"

    @classmethod
    def to_text(cls, text: str) -> "Consent":
        return cls(hashlib.sha256(text.encode()).hexdigest())


def digest_of_attempt(attempt_key: str) -> str:
    """Stands for an attempt in the database without naming it. `attempt_key` is Attempt.key, not the address."""
    return keyed("attempt", attempt_key)


def keyed(kind: str, value: str) -> str:
    """A hash of `value` that only this site can make, for one `kind` of use."""
    return hmac.new(settings.SECRET_KEY.encode(), f"{kind}|{value}".encode(), hashlib.sha256).hexdigest()


def receipt_digest_of(attempt_key: str) -> str:
    """Stands in the database for the receipt code of this attempt: one code opens whatever the attempt sent."""
    return digest_of(code_of(attempt_key))


def store_once(row: Row, held: Callable[[Row], object]) -> Row:
    """Save `row`, which has a unique `attempt_digest`; committed when this returns.

    When the same attempt stored the same before (`held` gives what it holds), the earlier row is given back: a retry
    changes nothing. Raises AlreadySentOtherwise when it stored something else.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        earlier = type(row)._default_manager.filter(attempt_digest=row.attempt_digest).first()  # type: ignore[attr-defined]
        if earlier is None:  # not the attempt: some other constraint
            raise
        try:
            if held(earlier) == held(row):
                return earlier
        except CannotUnseal:  # its data key is gone: it cannot be told whether this is the same
            pass
        raise AlreadySentOtherwise from None
    return row
