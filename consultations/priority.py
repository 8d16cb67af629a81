"""Marks who is called before all others, in a way that only SECRET_KEY reads: the mark is different in every row."""

import secrets
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast

from screening.submissions.sending import keyed


def token_of(pk: UUID, comes_first: bool) -> str:
    return secrets.token_hex(8) if comes_first else _token_of_later(settings.SECRET_KEY, str(pk))


def comes_first(pk: UUID, token: str) -> bool:
    """Who is not known to come later comes first."""
    return token != _token_of_later(settings.SECRET_KEY, str(pk))


def who_come_first(rows: QuerySet[Any]) -> list[UUID]:
    """The keys of those among `rows` whom the clinic calls before all others."""
    secret_key = settings.SECRET_KEY
    # A list reads the marks of thousands who wait, and few of them come first: only their keys are worth making.
    as_text = rows.prefetch_related(None).order_by().annotate(key=Cast("pk", CharField()))
    marks = as_text.values_list("key", "priority_token")
    return [UUID(key) for key, token in marks if token != _token_of_later(secret_key, key)]


@lru_cache(maxsize=20_000)
def _token_of_later(secret_key: str, key: str) -> str:
    """`keyed` uses this secret key. `key` is a UUID, with or without hyphens."""
    return keyed("call order", f"{UUID(key)} later")[:16]
