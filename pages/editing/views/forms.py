"""The forms of the Content area."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import slugify

from bases.forms import Form
from bases.versions import Drawn, StaffForm
from pages.catalogue import Catalogue
from pages.catalogue.redirects import key
from pages.editing.files import normalized
from pages.editing.refused import Refused
from pages.editing.starters import STARTERS
from pages.editing.versions import Seen
from pages.models import ContentPage, PageVersion
from pages.rendering.links import is_taken
from pages.schema.page_files import HOME, LONGEST_NAME, PAGES, url_of
from pages.schema.references import KEBAB_CASE

NO_ADDRESS = (
    "The title has no digits and no letters from a to z, so it gives no address. Write one, like what-does-it-cost"
)
LONGEST_WAIT = timedelta(days=3652)


class MomentField(forms.DateTimeField):
    """A time within the next ten years, in the time zone of the site."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    default_error_messages = {
        "invalid": "Write a day and a time, like 2027-05-22 09:00",
        "ambiguous_timezone": "The clock changes in that hour, so this time does not exist or exists twice. "
        "Choose a time at least an hour earlier or later",
        "past": "Choose a time in the future",
        "too_late": "Choose a time within the next ten years",
    }

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except forms.ValidationError as error:
            # Django's own sentence for this code does not say what to do.
            code = getattr(error, "code", None) or "invalid"
            raise forms.ValidationError(self.error_messages[code], code) from error

    def clean(self, value: Any) -> datetime | None:
        moment: datetime | None = super().clean(value)
        if moment and moment <= timezone.now():
            raise forms.ValidationError(self.error_messages["past"], "past")
        if moment and moment > timezone.now() + LONGEST_WAIT:
            raise forms.ValidationError(self.error_messages["too_late"], "too_late")
        return moment


class TextForm(Form):
    """The text of a file, and the digests of what the editor saw when they began to type."""

    # The script hides the field, and a browser cannot show a message beside a hidden field.
    use_required_attribute = False

    text = forms.CharField(
        label="Text of the page",
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true", "aria-describedby": "text_help"}),
        error_messages={"required": "The page is empty. To take it off the site, use “Take off the site”"},
    )
    newest = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    live = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def clean_text(self) -> str:
        try:
            return normalized(self.cleaned_data["text"], self.page.file)
        except Refused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def __init__(self, page: ContentPage, *args: Any, **kwargs: Any) -> None:
        self.page = page
        super().__init__(*args, **kwargs)
        if page.is_data:
            self.fields["text"].label = "Text of the file"
            self.fields["text"].error_messages["required"] = "The file is empty. The site needs it"

    @property
    def seen(self) -> Seen:
        return Seen(self.cleaned_data.get("newest", ""), self.cleaned_data.get("live", ""))


class PlanForm(Form):
    """When to publish a draft."""

    # The field is inside the form of the text, which can be saved without it.
    use_required_attribute = False

    at = MomentField(label="Publish it at", error_messages={"required": "Choose a day and a time"})


class PageForm(StaffForm):
    """For a button that replaces the draft or the text on the site, or deletes a plan, as its person saw them."""

    def __init__(self, page: ContentPage, *args: Any) -> None:
        self.page = page
        super().__init__(*args)

    def shown(self) -> Mapping[str, str]:
        plans = [f"{plan} (number {plan.pk})" for plan in self.page.plans.order_by("pk")]
        return {
            "Draft": _as_text(self.page.draft),
            "Text on the site": _as_text(self.page.live),
            "Plans": ", ".join(plans) or "none",
        }

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        yield from self.entries_since(self.page, drawn)
        yield from self.differences_from(drawn)


def _as_text(version: PageVersion | None) -> str:
    return f"{version} (number {version.pk})" if version else "none"


class UnpublishForm(PageForm):
    """When to take a page off the site."""

    at = MomentField(label="Take it off at (leave it empty for now)", required=False)


class NewPageForm(Form):
    """The first text and the address of a new page."""

    starter = forms.ChoiceField(
        label="Begin with", choices=tuple(STARTERS.items()), initial="article", widget=forms.RadioSelect
    )
    title = forms.CharField(
        label="Title", max_length=120, help_text="As a person would ask it, like: What does it cost?"
    )
    description = forms.CharField(
        label="Description", max_length=200, help_text="One sentence. Search engines show it under the title."
    )
    section = forms.ChoiceField(label="Section")
    name = forms.CharField(
        label="Address",
        max_length=LONGEST_NAME,
        required=False,
        help_text="Small letters, digits and hyphens, like what-does-it-cost. "
        "Leave it empty to derive it from the title.",
    )

    def __init__(self, catalogue: Catalogue, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.catalogue = catalogue
        section = self.fields["section"]
        # For the type checker.
        assert isinstance(section, forms.ChoiceField)  # noqa: S101
        section.choices = [(section.id, section.title) for section in catalogue.sections]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip().strip("/")
        if not name:
            # Without a title, the only error is at the title.
            if not (title := self.cleaned_data.get("title")):
                return ""
            name = slugify(title).replace("_", "-")[:LONGEST_NAME].strip("-")
            if not name:
                raise forms.ValidationError(NO_ADDRESS)
        if not KEBAB_CASE.fullmatch(name):
            raise forms.ValidationError("Use small letters, digits and single hyphens, like what-does-it-cost")
        if name == HOME or is_taken(name):
            raise forms.ValidationError("This address belongs to another part of the site. Choose another")
        if key(url_of(name)) in self.catalogue.redirects:
            raise forms.ValidationError("This is an old address that leads elsewhere. Choose another")
        taken = ContentPage.objects.filter(file=self.file_of(name)).exclude(live=None, draft=None)
        if taken.exists():
            raise forms.ValidationError("There is a page at this address. Choose another, or change that page")
        return name

    @staticmethod
    def file_of(name: str) -> str:
        return f"{PAGES}/{name}.md"
