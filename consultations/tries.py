"""How often the clinic tried to reach a person, and a short note of its staff, which is stored sealed."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from vault.seal import seal, unseal

NOTE_LENGTH = 500
TIME = "M j, g:i A"
# Whatever is called has these states.
TRIED, REACHED = "tried", "reached"
# The columns that a call changes. Each subclass has a state of its own.
OF_A_CALL = ["tries", "tried_at", "state"]


class Tried(models.Model):
    """`tried_at` is None in a row of a time when it was not stored, also when `tries` is 1."""

    NOTE_CONTEXT: ClassVar[str]

    # each subclass has its own
    id: UUID
    state: str
    sealed_note: str
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    tried_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def record_call(self, now: datetime, *, was_reached: bool) -> None:
        """Somebody of the clinic called just now. Whoever says so holds the lock of the row, which may be called."""
        self.tries, self.tried_at = self.tries + 1, now
        self.state = REACHED if was_reached else TRIED
        self.save(update_fields=OF_A_CALL)

    @property
    def tries_text(self) -> str:
        """For instance "2 tries, the last on Nov 24, 3:10 PM". Empty when nobody tried."""
        if not self.tries:
            return ""
        last = date_format(timezone.localtime(self.tried_at), TIME) if self.tried_at else ""
        if self.tries == 1:
            return f"1 try, on {last}" if last else "1 try"
        return f"{self.tries} tries, the last on {last}" if last else f"{self.tries} tries"

    @property
    def note(self) -> str:
        """A short note of the staff. Raises CannotUnseal."""
        return str(unseal(self.sealed_note, context=self.NOTE_CONTEXT, row=str(self.id))) if self.sealed_note else ""

    def seal_note(self, note: str) -> None:
        """Set the note, without saving it."""
        self.sealed_note = seal(note, context=self.NOTE_CONTEXT, row=str(self.id))
