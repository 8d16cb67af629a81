"""The model of a note that a clinician writes about a submission without deciding anything."""

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone

from bases.moments import moment_text
from screening.submissions.submission import Submission
from staff.roles import name_of
from vault.bound import Bound
from vault.seal import seal, unseal


class Written(Bound):
    """A sealed text with its author. Append-only."""

    CONTEXT: ClassVar[str]
    BOUND: ClassVar[tuple[str, ...]] = ("author_id", "author_name", "written_at")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    # The name on that day: accounts change, notes do not.
    author_name = models.CharField(max_length=200, editable=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    sealed_text = models.TextField(editable=False)

    class Meta:
        abstract = True
        ordering = ("written_at", "id")
        default_permissions = ()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("What was written cannot be changed. Write something new.")
        super().save(*args, **kwargs)

    @property
    def text(self) -> str:
        """Raises CannotUnseal."""
        return str(unseal(self.sealed_text, context=self.CONTEXT, row=str(self.pk)))

    @classmethod
    def write(cls, author: User, text: str, **about: Any) -> Self:
        written = cls(author=author, author_name=name_of(author), **about)
        written.sealed_text = seal(text, context=cls.CONTEXT, row=str(written.pk))
        written.save(force_insert=True)
        return written


class Note(Written):
    CONTEXT = "screening.note.text"
    BOUND = ("submission_id", *Written.BOUND)

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="notes", editable=False)

    class Meta(Written.Meta):
        pass

    def __str__(self) -> str:
        return f"Note of {moment_text(self.written_at)}"
