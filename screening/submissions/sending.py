"""Stores what a person sends exactly once, linked to their attempt only by keyed hashes."""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db import IntegrityError, models, transaction

from pages import catalogue
from pages.schema.values import Kept
from screening.submissions.receipt_code import code_of, digest_of
from vault.seal import CannotUnseal

Row = TypeVar("Row", bound=models.Model)


class AlreadySentDifferently(Exception):
    """This attempt already sent other contents, which stay stored."""


class EndedEarly(ValueError):
    """An answer ended this screening before the last question, so there is nothing for the clinic to read."""


@dataclass(frozen=True)
class Consent:
    """What a person agrees to: the words that they read, the limits in them, and their language."""

    text: str
    kept: Kept
    language: str = "en"

    @classmethod
    def to_text(cls, text: str, kept: Kept | None = None) -> "Consent":
        """`kept` are the limits that `text` names; without it, those of clinic.yaml now."""
        return cls(text, kept or catalogue.current().clinic.kept)

    @property
    def text_digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def digest_of_attempt(attempt_key: str) -> str:
    """`attempt_key` is Attempt.key, not the id in the address."""
    return keyed("attempt", attempt_key)


def keyed(kind: str, value: str) -> str:
    """A hash of `value`, separate for each `kind` of use, that needs SECRET_KEY."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"{kind}|{value}".encode(), "sha256").hex()


def receipt_digest_of(attempt_key: str) -> str:
    """The digest of the receipt code, which is the same for everything that an attempt sends."""
    return digest_of(code_of(attempt_key))


def store_once(row: Row, contents: Callable[[Row], object]) -> Row:
    """Saves and commits `row`, whose `attempt_digest` is unique, and returns it.

    Returns the earlier row when the same attempt stored the same `contents` before, so that a retry changes nothing.
    Raises AlreadySentDifferently when it stored something else.
    """
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        earlier = type(row)._default_manager.filter(attempt_digest=row.attempt_digest).first()  # type: ignore[attr-defined]
        # Another constraint was violated.
        if earlier is None:
            raise
        try:
            if contents(earlier) == contents(row):
                return earlier
        except CannotUnseal:
            # The data key is lost, so nobody can see whether the contents are the same.
            pass
        raise AlreadySentDifferently from None
    return row
