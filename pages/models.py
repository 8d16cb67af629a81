"""What the Content area stores about pages: every text a page ever had, its draft, and plans.

The site shows the files of the content folder. These rows follow the files.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from bases.bidi import isolated_text
from bases.moments import moment_text
from pages.schema.page_files import DATA_FILES, FILE, RESULTS, url_of


class ContentPage(models.Model):
    """A page, or a data file that pages share: a file that exists, existed once, or is still to be published."""

    # The path below the content folder, "en/what-is-ketamine.md".
    file = models.CharField(max_length=120, unique=True, editable=False)
    # The title in the newest text, for the list of pages.
    title = models.CharField(max_length=200, editable=False)
    live = models.ForeignKey("PageVersion", models.PROTECT, null=True, editable=False, related_name="+")
    draft = models.ForeignKey("PageVersion", models.PROTECT, null=True, editable=False, related_name="+")
    draft_began_from = models.ForeignKey("PageVersion", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ("title", "file")
        verbose_name = "page"
        # Pages are never deleted. The permissions are also those of versions and plans.
        default_permissions = ("view", "add", "change")
        permissions = (
            ("publish_page", "Can publish pages and take them off the site"),
            ("review_page", "Can mark a page as reviewed by a clinician"),
        )

    def __str__(self) -> str:
        return self.title or self.file

    @property
    def slug(self) -> str:
        return FILE.sub(r"\g<slug>", self.file)

    @property
    def is_outcome(self) -> bool:
        """Whether it is the text of a screening result."""
        return self.file.startswith(f"{RESULTS}/")

    @property
    def is_data(self) -> bool:
        """Whether it is a data file, which is YAML and has a form."""
        return self.file in DATA_FILES

    @property
    def address(self) -> str:
        """The path of its URL; empty for the text of a screening result and for a data file, which have none."""
        return "" if self.is_outcome or self.is_data else url_of(self.slug)

    @property
    def newest(self) -> "PageVersion | None":
        """The draft, or else the text on the site."""
        return self.draft or self.live

    @property
    def changed_under_draft(self) -> bool:
        """Whether the text on the site changed after the draft began."""
        began_from = self.draft_began_from.digest if self.draft_began_from else ""
        return self.draft is not None and began_from != (self.live.digest if self.live else "")


class PageVersion(models.Model):
    """A text of a page. Append-only: a later text is another version. An empty text means that there was no file."""

    class How(models.TextChoices):
        DRAFT = "draft", "Saved as a draft"
        PUBLISHED = "published", "Published"
        CHANGED_OUTSIDE = "found", "Changed outside the editor"
        CONFLICTING = "set-aside", "Kept because somebody else had saved first"
        UNPUBLISHED = "taken-off", "Taken off the site"
        TYPED = "typed", "Typed and set aside without saving"
        MOVED = "moved", "Changed because a page was renamed"
        MOVED_DRAFT = "moved-draft", "Draft changed because a page was renamed"

    page = models.ForeignKey(ContentPage, models.PROTECT, editable=False, related_name="versions")
    text = models.TextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    how = models.CharField(max_length=16, choices=How.choices, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    # The name of the author at that time; empty if unknown.
    author_name = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ("-made_at", "-id")
        indexes = (models.Index(fields=("page", "digest"), name="version_by_digest"),)
        default_permissions = ()

    def __str__(self) -> str:
        author = f" by {isolated_text(self.author_name)}" if self.author_name else ""
        return f"{self.get_how_display()}{author}, {moment_text(self.made_at)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A version is never changed: a later text is another version.")
        super().save(*args, **kwargs)

    @property
    def before(self) -> "PageVersion | None":
        """The text it replaced: on the site, if it was published or unpublished; otherwise the last one saved."""
        on_the_site = (self.How.PUBLISHED, self.How.CHANGED_OUTSIDE, self.How.UNPUBLISHED, self.How.MOVED)
        earlier = self.page.versions.filter(pk__lt=self.pk).order_by("-pk")
        return (earlier.filter(how__in=on_the_site) if self.how in on_the_site else earlier).first()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A version is never deleted: it is the only copy of what somebody wrote.")


class Plan(models.Model):
    """What is to happen to a page at a given time. It is deleted when it was carried out or its draft changes."""

    class What(models.TextChoices):
        PUBLISH = "publish", "publish the draft"
        UNPUBLISH = "take-off", "take the page off the site"

    page = models.ForeignKey(ContentPage, models.CASCADE, editable=False, related_name="plans")
    what = models.CharField(max_length=16, choices=What.choices, editable=False)
    at = models.DateTimeField(editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    # Why it failed when it was due. It is tried again.
    problem = models.TextField(editable=False)

    class Meta:
        ordering = ("at", "id")
        constraints = (models.UniqueConstraint(fields=("page", "what"), name="one_plan_of_a_kind"),)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_what_display()} on {moment_text(self.at)}"


class Renaming(models.Model):
    """A page that is being renamed. It is stored before the first file changes, so that a kill loses nothing."""

    page = models.OneToOneField(ContentPage, models.CASCADE, editable=False, related_name="renaming")
    # What its file will be called.
    file = models.CharField(max_length=120, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.page.file} to {self.file}"


class TypedText(models.Model):
    """What an editor is typing, and the digests of what they saw when they began. Overwritten every few seconds."""

    page = models.ForeignKey(ContentPage, models.CASCADE, editable=False, related_name="typed")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, editable=False, related_name="+")
    text = models.TextField(editable=False)
    newest = models.CharField(max_length=64, editable=False)
    live = models.CharField(max_length=64, editable=False)
    saved_at = models.DateTimeField(editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("page", "author"), name="one_typed_text_of_each_author"),)
        default_permissions = ()

    def __str__(self) -> str:
        return f"Typed, {moment_text(self.saved_at)}"


class FileVersion(models.Model):
    """What happened to a picture or PDF of the content folder. Append-only, like the versions of a page.

    The content itself is the file. An empty digest means that there was no file afterward.
    """

    class How(models.TextChoices):
        UPLOADED = "uploaded", "Uploaded"
        DELETED = "deleted", "Deleted"
        CHANGED_OUTSIDE = "found", "Changed outside the Content area"

    # Below `en/files/` of the content folder.
    name = models.CharField(max_length=60, editable=False, db_index=True)
    digest = models.CharField(max_length=64, editable=False)
    # In bytes.
    weight = models.PositiveIntegerField(editable=False)
    how = models.CharField(max_length=16, choices=How.choices, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    # The name of the author at that time; empty if unknown.
    author_name = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ("-made_at", "-id")
        default_permissions = ()

    def __str__(self) -> str:
        author = f" by {isolated_text(self.author_name)}" if self.author_name else ""
        return f"{self.name}: {self.get_how_display()}{author}, {moment_text(self.made_at)}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("What happened to a file is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("What happened to a file is never deleted.")
