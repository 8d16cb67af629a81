"""Marks who is called before all others, in a way that only SECRET_KEY reads: the mark is different in every row."""

import secrets
from functools import lru_cache
from uuid import UUID

from django.conf import settings

from screening.submissions.sending import keyed


def token_of(pk: UUID, comes_first: bool) -> str:
    return secrets.token_hex(8) if comes_first else _token_of_later(pk)


def comes_first(pk: UUID, token: str) -> bool:
    """Who is not known to come later comes first."""
    return token != _token_of_later(pk)


def _token_of_later(pk: UUID) -> str:
    return _token_with(settings.SECRET_KEY, pk)


# A list reads the marks of everybody who waits.
@lru_cache(maxsize=20_000)
def _token_with(secret_key: str, pk: UUID) -> str:
    """`keyed` uses this key."""
    return keyed("call order", f"{pk} later")[:16]
