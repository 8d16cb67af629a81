"""What the Content area remembers beside the files: every text a page ever had, its draft, and what is planned.

The file below the content folder is what the site shows. These rows never say otherwise: they follow the file.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.dateformat import format as date_format


class ContentPage(models.Model):
    """One markdown file of the content folder, there now, or there once, or still to be published."""

    file = models.CharField(max_length=120, unique=True, editable=False)  # below the folder: "en/what-is-ketamine.md"
    title = models.CharField(max_length=200, editable=False)  # of the newest text, for the list
    live = models.ForeignKey("PageVersion", models.PROTECT, null=True, editable=False, related_name="+")
    draft = models.ForeignKey("PageVersion", models.PROTECT, null=True, editable=False, related_name="+")
    draft_began_from = models.ForeignKey("PageVersion", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ("title", "file")
        verbose_name = "page"
        default_permissions = ("view", "add", "change")  # of everything that belongs to a page; nothing is deleted
        permissions = (
            ("publish_page", "Can publish pages and take them off the site"),
            ("review_page", "Can mark a page as reviewed by a clinician"),
        )

    def __str__(self) -> str:
        return self.title or self.file

    @property
    def newest(self) -> "PageVersion | None":
        """What an editor goes on writing: the draft, or else the text on the site."""
        return self.draft or self.live

    @property
    def changed_under_draft(self) -> bool:
        """Whether the site shows another text than when the draft began."""
        began_from = self.draft_began_from.digest if self.draft_began_from else ""
        return self.draft is not None and began_from != (self.live.digest if self.live else "")


class PageVersion(models.Model):
    """A text a page had, from then on. Append-only: a later text is another version. An empty text: no file."""

    class How(models.TextChoices):
        DRAFT = "draft", "Saved as a draft"
        PUBLISHED = "published", "Published"
        FOUND = "found", "Changed outside the editor"
        SET_ASIDE = "set-aside", "Kept because somebody else had saved first"
        TAKEN_OFF = "taken-off", "Taken off the site"

    page = models.ForeignKey(ContentPage, models.PROTECT, editable=False, related_name="versions")
    text = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    how = models.CharField(max_length=16, choices=How.choices, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    author_name = models.CharField(max_length=200, editable=False)  # as it was then; empty: nobody we know of

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("page", "digest"), name="version_by_digest"),)
        default_permissions = ()

    def __str__(self) -> str:
        who = f" by {self.author_name}" if self.author_name else ""
        return f"{self.get_how_display()}{who}, {in_words(self.made_at)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A version is never changed: a later text is another version.")
        super().save(*args, **kwargs)

    @property
    def before(self) -> "PageVersion | None":
        """The text it came after: of a text on the site the one on the site before, of any other the last one saved."""
        on_the_site = (self.How.PUBLISHED, self.How.FOUND, self.How.TAKEN_OFF)
        earlier = self.page.versions.filter(pk__lt=self.pk).order_by("-pk")
        return (earlier.filter(how__in=on_the_site) if self.how in on_the_site else earlier).first()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A version is never deleted: it is the only copy of somebody's words.")


class Plan(models.Model):
    """What is to happen to a page at a time. It goes away once it is done, or when its draft changes."""

    class What(models.TextChoices):
        PUBLISH = "publish", "publish the draft"
        TAKE_OFF = "take-off", "take the page off the site"

    page = models.ForeignKey(ContentPage, models.CASCADE, editable=False, related_name="plans")
    what = models.CharField(max_length=16, choices=What.choices, editable=False)
    at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    problem = models.TextField(editable=False)  # why it could not be done when it was due; it is tried again

    class Meta:
        ordering = ("at", "id")
        constraints = (models.UniqueConstraint(fields=("page", "what"), name="one_plan_of_a_kind"),)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_what_display()} on {in_words(self.at)}"


def in_words(moment: datetime) -> str:
    """A moment as people write it, in the time zone of the site."""
    return date_format(timezone.localtime(moment), "F j, Y, g:i A")
