"""The base of every form of the desk that changes something: it carries what its page showed when it was drawn.

If that has changed since, the form changes nothing, and says what happened meanwhile. The page is drawn again with the
person's own entry, and carries what is shown now.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self, cast

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from bases.forms import Form, ModelForm
from bases.moments import moment_text
from vault.seal import CannotUnseal, seal, unseal

NAME = "drawn_from"
PLACE = {"context": "desk.drawn_from", "row": ""}
STALE = (
    "This changed after you opened the page, so nothing was stored. What you entered is still in the form. Read what "
    "happened, then decide again."
)
UNREADABLE = "This page was opened too long ago to say what changed since. It now shows how things are."
# So long may a transaction take that was not visible yet when the page was drawn.
LONGEST_TRANSACTION = timedelta(seconds=15)


@dataclass(frozen=True)
class Drawn:
    """What a page showed, by its name for people, and when."""

    shown: dict[str, str]
    at: datetime

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for a text that this site did not seal."""
        try:
            # Only `__str__` seals for this place.
            stored = cast(dict[str, Any], unseal(text, **PLACE))
        except CannotUnseal:
            return None
        return cls(stored["shown"], datetime.fromisoformat(stored["at"]))

    def __str__(self) -> str:
        """Sealed, because a form may rely on more than its page shows to this person."""
        return seal({"shown": self.shown, "at": self.at.isoformat()}, **PLACE)


class Versioned:
    """Mix this in before a form class. Its template needs `{{ form.drawn_from }}` and "admin/stale.html".

    Make and check a bound form in the transaction that has locked what `shown` reads.
    """

    is_stale = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = Drawn(dict(self.shown()), timezone.now())

    def shown(self) -> Mapping[str, str]:
        """What the person relies on, or changes with this form. Empty if the form only adds something."""
        raise NotImplementedError

    def changes_since(self, drawn: Drawn) -> Iterable[str]:
        """What happened since then: who, when and what. One sentence each."""
        raise NotImplementedError

    def is_stored_already(self) -> bool:
        """Whether the form would change nothing, as the second of a double click. Then it may be stale."""
        return False

    def entries_since(self, row: models.Model, drawn: Drawn) -> Iterator[str]:
        """What people did to this row in the admin."""
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            action_time__gte=drawn.at - LONGEST_TRANSACTION,
        )
        for entry in entries.select_related("user").order_by("action_time", "pk"):
            name = entry.user.get_full_name() or entry.user.get_username()
            yield event(name, entry.action_time, entry.get_change_message())

    def differences_from(self, drawn: Drawn) -> Iterator[str]:
        for name, now in self._now.shown.items():
            if drawn.shown.get(name) != now:
                yield f"{name}: “{drawn.shown.get(name, '')}” when you opened the page, “{now}” now"

    @property
    def drawn_from(self) -> SafeString:
        return format_html('<input type="hidden" name="{}" value="{}">', NAME, str(self._now))

    @property
    def changes(self) -> list[str]:
        drawn = self._drawn()
        return list(self.changes_since(drawn)) if drawn else [UNREADABLE]

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc] # the form class comes after this one
        form: forms.BaseForm = self  # type: ignore[assignment]
        if not form.is_bound or not self._now.shown:
            return
        if not connection.in_atomic_block:
            raise RuntimeError("Check a form of the desk in the transaction that has locked what it changes.")
        drawn = self._drawn()
        if (drawn is None or drawn.shown != self._now.shown) and not self.is_stored_already():
            self.is_stale = True
            form.add_error(None, forms.ValidationError(STALE, "stale"))

    def _drawn(self) -> Drawn | None:
        form: forms.BaseForm = self  # type: ignore[assignment]
        return Drawn.read(form.data.get(NAME, ""))


class StaffForm(Versioned, Form):
    """A form of the desk that belongs to no model."""


class StaffModelForm(Versioned, ModelForm):
    """A form of the desk that changes one row."""

    def shown(self) -> Mapping[str, str]:
        if self.instance._state.adding:
            return {}
        columns = {
            field.name: field for field in [*self._meta.model._meta.fields, *self._meta.model._meta.many_to_many]
        }
        # `initial` is what the page shows. The row itself takes over what is entered.
        names = [name for name in self.fields if name in columns and name in self.initial]
        return {str(self.fields[name].label): _as_text(columns[name], self.initial[name]) for name in names}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        yield from self.entries_since(self.instance, drawn)
        yield from self.differences_from(drawn)

    def is_stored_already(self) -> bool:
        return not self.has_changed()


def event(person: str, at: datetime, what: str) -> str:
    return f"{person}, {moment_text(at)}: {what}"


def _as_text(column: models.Field, value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(dict(column.flatchoices).get(value, "" if value is None else value))
