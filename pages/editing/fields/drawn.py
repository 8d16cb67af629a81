"""A form of a data file as a page draws it: fields by group, each with its findings, and the list of entries."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml
from django import forms
from django.forms import BoundField

from pages.editing.fields.form import DataForm
from pages.editing.fields.leaves import Path
from pages.editing.fields.nodes import end_line, find, line_of, root_of
from pages.editing.fields.rewriting import shown
from pages.editing.fields.words import help_of, label_of
from pages.editing.findings import ABOUT_FILE
from pages.wording import Finding
from pages.wording.findings import ERROR

# Of an entry, for the list of entries.
SAYS_MOST = ("title", "name", "message", "to")


@dataclass
class Shown:
    """A field as the page draws it."""

    field: BoundField
    findings: list[Finding]
    may_be_empty: bool = False

    @property
    def has_error(self) -> bool:
        return bool(self.field.errors) or any(finding.severity == ERROR for finding in self.findings)

    @property
    def is_check_box(self) -> bool:
        return isinstance(self.field.field, forms.BooleanField)


@dataclass(frozen=True)
class Place:
    """Where somebody can fix a finding: a link and its words."""

    href: str
    name: str


@dataclass
class Group:
    """Fields below one heading; the first group has none."""

    id: str
    label: str
    help: str
    fields: "list[Shown | Group]"

    @property
    def parts(self) -> "list[Group]":
        return [part for part in self.fields if isinstance(part, Group)]


def by_group(form: DataForm, findings: list[Finding], *, is_refused: bool) -> Group:
    """The fields by group, with the findings that belong to each."""
    names = _fields_of(form, findings)
    top = Group("", "", "", [])
    groups: dict[Path, Group] = {(): top}
    for name in form.fields:
        leaf = form.leaves.get(name)
        path = leaf.path[len(form.prefix_path) :] if leaf else ()
        for depth in range(1, len(path)):
            if path[:depth] not in groups:
                dotted = ".".join(path[:depth])
                groups[path[:depth]] = Group(
                    f"part-{dotted}", label_of(form.file, dotted), help_of(form.file, dotted), []
                )
                groups[path[: depth - 1]].fields.append(groups[path[:depth]])
        own = [finding for finding, other in zip(findings, names, strict=True) if other == name]
        may_be_empty = leaf is not None and (leaf.may_be_left_out or leaf.may_be_null)
        shown_field = Shown(form[name], own, may_be_empty)
        _describe(shown_field, is_refused=is_refused)
        groups[path[:-1]].fields.append(shown_field)
    return top


def places(form: DataForm, findings: list[Finding]) -> list[tuple[Finding, Place | None]]:
    """Each finding with its field, if this form has it."""
    fields = [form[name] if name else None for name in _fields_of(form, findings)]
    return [
        (finding, Place(f"#{field.id_for_label}", str(field.label)) if field else None)
        for finding, field in zip(findings, fields, strict=True)
    ]


def _describe(shown: Shown, *, is_refused: bool) -> None:
    """So that a screen reader reads the findings with the field."""
    if shown.findings:
        ids = [f"{shown.field.auto_id}_findings"]
        ids += [f"{shown.field.auto_id}_helptext"] if shown.field.help_text else []
        shown.field.field.widget.attrs["aria-describedby"] = " ".join(ids)
    if shown.has_error and is_refused:
        shown.field.field.widget.attrs["aria-invalid"] = "true"


def _fields_of(form: DataForm, findings: list[Finding]) -> list[str]:
    """The name of the field to which each finding belongs; "" for none."""
    names = {".".join(leaf.path): name for name, leaf in form.leaves.items()}
    root = root_of(form.text)
    lines: dict[int, str] = {}
    for name, leaf in form.leaves.items():
        if entry := find(root, leaf.path):
            for line in range(line_of(entry.key), end_line(form.text, entry.value) + 1):
                lines.setdefault(line, name)
    own = [finding.file.endswith(f"/{form.file}") and finding.rule not in ABOUT_FILE for finding in findings]
    return [
        (_named(finding, names) or lines.get(finding.line, "")) if is_own else ""
        for finding, is_own in zip(findings, own, strict=True)
    ]


def entries_of(text: str) -> Iterator[tuple[str, str, range]]:
    """(key, words, lines) of each entry of a file. Raises Unfit."""
    root = root_of(text)
    for key, value in root.value if root else ():
        inside = {name.value: part for name, part in value.value} if isinstance(value, yaml.MappingNode) else {}
        words = next((inside[name] for name in SAYS_MOST if name in inside), value)
        yield str(key.value), shown(words), range(line_of(key), end_line(text, value) + 1)


def _named(finding: Finding, names: Mapping[str, str]) -> str:
    """The field whose path the finding begins with, in backticks."""
    _, _, rest = finding.reason.partition("`")
    path, _, _ = rest.partition("`")
    return names.get(path, "")
