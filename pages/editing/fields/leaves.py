"""The single values that a schema has, in the order of the schema: each is one field of the form."""

import dataclasses
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pages.schema.values import Phone, check_mail_address

Path = tuple[str, ...]


class Kind(StrEnum):
    TEXT = "text"
    PHONE = "tel"
    MAIL = "email"
    NUMBER = "number"
    YES_NO = "yes-no"
    DATE = "date"
    TEXTS = "texts"
    DATES = "dates"


LISTS = (Kind.TEXTS, Kind.DATES)
WRITTEN_AS_TEXT = (Kind.TEXT, Kind.PHONE, Kind.MAIL, Kind.TEXTS)
PLAIN_KINDS = {str: Kind.TEXT, int: Kind.NUMBER, bool: Kind.YES_NO, date: Kind.DATE}


@dataclass(frozen=True)
class Leaf:
    """`may_be_left_out` without its key, `may_be_null` with it."""

    path: Path
    kind: Kind
    may_be_left_out: bool = False
    may_be_null: bool = False


def leaves_of(schema: Any, path: Path = (), *, optional: bool = False) -> Iterator[Leaf]:
    """The leaves of a frozen dataclass as pages.schema.strict_yaml reads it, or the one of a plain value."""
    kind, checks, nullable = _unwrapped(schema)
    if typing.get_origin(kind) is tuple:
        (item, *_) = typing.get_args(kind)
        yield Leaf(path, Kind.DATES if item is date else Kind.TEXTS, optional, nullable)
    elif not dataclasses.is_dataclass(kind):
        yield Leaf(path, Kind.MAIL if check_mail_address in checks else PLAIN_KINDS[kind], optional, nullable)
    elif kind is Phone:
        yield Leaf(path, Kind.PHONE, optional, nullable)
    else:
        hints = typing.get_type_hints(kind, include_extras=True)
        for field in dataclasses.fields(kind):
            # A record with one field is written as the value of that field.
            inside = path if len(hints) == 1 and path else (*path, field.name)
            has_default = field.default is not dataclasses.MISSING
            yield from leaves_of(hints[field.name], inside, optional=optional or has_default)


def _unwrapped(schema: Any) -> tuple[Any, tuple[Any, ...], bool]:
    """The type, its checks, and whether it may be None."""
    nullable = isinstance(schema, types.UnionType)
    if nullable:
        (schema,) = (option for option in typing.get_args(schema) if option is not types.NoneType)
    if typing.get_origin(schema) is typing.Annotated:
        kind, *checks = typing.get_args(schema)
        return kind, tuple(checks), nullable
    return schema, (), nullable
