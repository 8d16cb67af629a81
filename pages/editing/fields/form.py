"""The form of a data file, or of one of its entries, and the text of the file with what somebody entered."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from bases.forms import Form
from pages.editing.fields.declared import CHOICES, DATA_FORMS, DataFile
from pages.editing.fields.leaves import LISTS, Kind, Leaf, Path
from pages.editing.fields.nodes import root_of
from pages.editing.fields.rewriting import changed, inserted, moved, renamed, value_at, without
from pages.editing.fields.words import help_of, label_of
from pages.schema.limits import CONTROL

# Longer text gets a field of several lines.
LONGEST_LINE = 60
LONGEST_KEY = 100
KEY, POSITION, REMOVE = "key", "position", "remove"
VALUE = "value"
NO_CONTROL = RegexValidator(
    CONTROL, "There is a control character here, which nobody sees. Type it again", inverse_match=True
)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
TYPES = {Kind.PHONE: "tel", Kind.MAIL: "email"}


class DataForm(Form):
    """`entry` is the key of the entry to change, "" for a new one, None for a file without entries.

    Only errors of the form itself are errors of its fields. What is wrong with the values is a finding of the text.
    """

    use_required_attribute = False

    def __init__(self, file: str, text: str, entry: str | None, data: Mapping[str, Any] | None = None) -> None:
        """Raises Unfit if a form cannot show this text."""
        self.file, self.text, self.entry = file, text, entry
        self.declared: DataFile = DATA_FORMS[file]
        self.leaves = {self._name(leaf): self._at(leaf) for leaf in self.declared.leaves}
        self.keys = keys_of(text)
        super().__init__(data, prefix="f")
        entries = self.declared.entries
        if entries:
            self.fields[KEY] = forms.CharField(
                label=entries.key,
                help_text=entries.key_help,
                max_length=LONGEST_KEY,
                initial=entry,
                validators=[NO_CONTROL],
                error_messages={"required": f"Write the {entries.key.lower()}"},
            )
        for name, leaf in self.leaves.items():
            self.fields[name] = self._field(leaf)
        if entries and entries.is_ordered:
            self.fields[POSITION] = forms.IntegerField(
                label="Position",
                min_value=1,
                max_value=len(self.keys) + (entry == ""),
                initial=self.keys.index(entry) + 1 if entry in self.keys else len(self.keys) + 1,
                help_text="1 is the first.",
            )
        if entries and entry:
            self.fields[REMOVE] = forms.BooleanField(label=f"Remove this {entries.name}", required=False)

    def clean_key(self) -> str:
        key: str = self.cleaned_data[KEY]
        if key != self.entry and key in self.keys:
            raise forms.ValidationError(f"“{key}” is there already. Choose another, or change that entry")
        return key

    def rewritten(self) -> str:
        """The text of the file with the values of a valid form."""
        text, order = self.text, self.declared.order(self.prefix_path)
        if self.cleaned_data.get(REMOVE):
            return without(text, self.prefix_path)
        for name, leaf in self.leaves.items():
            value = self.cleaned_data[name]
            text = self._added(text, leaf, value) if self.entry == "" else changed(text, leaf, value, order)
        if self.declared.entries is None:
            return text
        key = self.cleaned_data[KEY]
        text = renamed(text, self.prefix_path, key) if self.entry else text
        return moved(text, key, self.cleaned_data[POSITION]) if POSITION in self.fields else text

    @property
    def prefix_path(self) -> Path:
        """Above the leaves. A new entry gets the key that was entered."""
        if self.declared.entries is None:
            return ()
        return (self.entry or getattr(self, "cleaned_data", {}).get(KEY, ""),)

    def _at(self, leaf: Leaf) -> Leaf:
        return Leaf((*self.prefix_path, *leaf.path), leaf.kind, leaf.may_be_left_out, leaf.may_be_null)

    @staticmethod
    def _name(leaf: Leaf) -> str:
        return ".".join(leaf.path) or VALUE

    def _added(self, text: str, leaf: Leaf, value: str) -> str:
        """With a leaf of a new entry."""
        leaf = Leaf((*self.prefix_path, *leaf.path[1:]), leaf.kind, leaf.may_be_left_out, leaf.may_be_null)
        if not value and leaf.may_be_left_out:
            return text
        if leaf.path[0] not in keys_of(text) and _is_spaced(text):
            return f"{text.rstrip()}\n\n{inserted('', leaf, value, [])}"
        return inserted(text, leaf, value, self.declared.order(self.prefix_path))

    def _field(self, leaf: Leaf) -> forms.Field:
        path = ".".join(leaf.path[len(self.prefix_path) :])
        value = "" if self.entry == "" else value_at(self.text, leaf)
        return forms.CharField(
            label=label_of(self.file, path),
            help_text=help_of(self.file, path),
            initial=value,
            required=False,
            validators=[NO_CONTROL],
            widget=self._widget(leaf, path, value),
        )

    def _widget(self, leaf: Leaf, path: str, value: str) -> forms.Widget:
        choices = [(choice, choice.capitalize()) for choice in CHOICES.get((self.file, path), ())]
        if leaf.kind is Kind.YES_NO:
            choices = [("true", "Yes"), ("false", "No")]
        if choices:
            # What is written there now, whatever it is.
            known = [choice for choice, _ in choices]
            return forms.Select(choices=choices if value in known else [(value, value or "—"), *choices])
        if leaf.kind in LISTS or "\n" in value or len(value) > LONGEST_LINE or path in ("", "text", "message"):
            return forms.Textarea(attrs={"rows": min(max(3, value.count("\n") + 2, len(value) // 50), 12)})
        if leaf.kind is Kind.NUMBER:
            return forms.TextInput(attrs={"inputmode": "numeric", "class": "short"})
        if leaf.kind is Kind.DATE:
            # A browser would show nothing for a value that is no date.
            is_date = not value or DAY.fullmatch(value)
            return forms.TextInput(attrs={"type": "date" if is_date else "text", "class": "short"})
        return forms.TextInput(attrs={"type": TYPES.get(leaf.kind, "text")})


def keys_of(text: str) -> list[str]:
    root = root_of(text)
    return [str(key.value) for key, _ in root.value] if root else []


def _is_spaced(text: str) -> bool:
    """Whether there is an empty line before the last entry."""
    root = root_of(text)
    if root is None or len(root.value) == 1:
        return False
    lines, number = text.split("\n"), int(root.value[-1][0].start_mark.line) - 1
    while lines[number].startswith("#"):
        number -= 1
    return not lines[number].strip()
