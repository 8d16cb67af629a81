"""Binds the plain columns of a row with sealed text to that row, so that a change past the site is noticed.

Lists read plain columns without opening the sealed text. Their digest needs SECRET_KEY, so whoever only has the
database cannot make one that fits what they changed.
"""

import hashlib
import hmac
import json
from datetime import UTC, date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models


class Bound(models.Model):
    """BOUND names the columns that never change once the row is stored; a foreign key as `author_id`.

    BOUND_LATER names those that were added when there were rows. Without a value, a row is bound as it was before.
    """

    BOUND: ClassVar[tuple[str, ...]]
    BOUND_LATER: ClassVar[tuple[str, ...]] = ()

    columns_digest = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self._state.adding:
            self.columns_digest = self.digest_of_columns()
        super().save(*args, **kwargs)

    def digest_of_columns(self) -> str:
        values = [_as_json(getattr(self, name)) for name in self.BOUND]
        values += [[name, getattr(self, name)] for name in self.BOUND_LATER if getattr(self, name) is not None]
        text = json.dumps([self._meta.label, str(self.pk), values])
        return hmac.new(settings.SECRET_KEY.encode(), f"columns|{text}".encode(), hashlib.sha256).hexdigest()

    @property
    def is_as_stored(self) -> bool:
        return hmac.compare_digest(self.columns_digest, self.digest_of_columns())


def _as_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, str | UUID | date) else value
