"""The forms for uploading and deleting a picture or PDF."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from bases.forms import Form
from bases.versions import Drawn, StaffForm
from pages.editing.uploads.storing import TOO_LARGE, path_of, stem_of
from pages.editing.uploads.uses import Use
from pages.media.store import digest_of
from pages.media.values import LARGEST, LONGEST_NAME
from pages.schema.references import KEBAB_CASE

NO_NAME = "The name of your file has no digits and no letters from a to z. Write a name below, like waiting-room"


class UploadForm(Form):
    """A file, and its name on the site."""

    file = forms.FileField(
        label="Picture or PDF",
        max_length=200,
        help_text="At most 10 MB. A picture is a JPEG, PNG or WebP file. The site removes what a camera writes into "
        "it, such as the place, and makes small copies of it. A PDF stays as it is.",
        widget=forms.FileInput(attrs={"accept": ".jpg,.jpeg,.png,.webp,.pdf"}),
        error_messages={
            "required": "Choose a file",
            "empty": "This file is empty. Choose another",
            "max_length": "The name of your file is too long. Rename it on your computer",
        },
    )
    name = forms.CharField(
        label="Name on the site",
        required=False,
        max_length=LONGEST_NAME - len(".jpeg"),
        help_text="Small letters, digits and hyphens, like waiting-room. Leave it empty to take the name of your file.",
    )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if not name and (file := self.cleaned_data.get("file")):
            name = stem_of(file.name or "")
            if not name:
                raise forms.ValidationError(NO_NAME)
        if name and not KEBAB_CASE.fullmatch(name):
            raise forms.ValidationError("Use small letters, digits and single hyphens, like waiting-room")
        return name


class DeleteForm(StaffForm):
    """For the button that deletes a file, as its person saw it."""

    def __init__(self, folder: Path, name: str, uses: Sequence[Use], *args: Any) -> None:
        # Raises FileNotFoundError.
        self.digest, self.name, self.uses = digest_of(path_of(folder, name).read_bytes()), name, uses
        super().__init__(*args)

    def shown(self) -> Mapping[str, str]:
        return {"File": self.name, "Content": self.digest, "Used by": ", ".join(map(str, self.uses)) or "no page"}

    def changes_since(self, drawn: Drawn) -> Iterator[str]:
        return self.differences_from(drawn)
