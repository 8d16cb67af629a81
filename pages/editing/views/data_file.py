"""The form of a data file in the editor: which fields are shown, and the text with what somebody entered in them."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from pages.editing.fields.declared import DATA_FORMS
from pages.editing.fields.drawn import Place, by_group, entries_of, places
from pages.editing.fields.form import KEY, REMOVE, DataForm, keys_of
from pages.editing.fields.nodes import Unfit
from pages.editing.files import normalized
from pages.editing.findings import ABOUT_FILE, summary
from pages.editing.refused import Refused
from pages.models import ContentPage
from pages.wording import Finding

# Values of the buttons that change between both views of a file, and of `as` in its address.
AS_TEXT, AS_FORM = "text", "form"
TEMPLATES = "admin/pages"
TEXT_TEMPLATE, FORM_TEMPLATE, LIST_TEMPLATE = (f"{TEMPLATES}/data_{view}.html" for view in ("text", "form", "list"))


@dataclass(frozen=True)
class Sent:
    """What somebody sent with the editor: the text, with the fields of the form in it if they used the form."""

    text: str
    form: DataForm | None = None

    @classmethod
    def of(cls, request: HttpRequest, page: ContentPage, text: str) -> "Sent":
        entry = _entry(request, page)
        has_fields = page.is_data and request.POST.get("as") == AS_FORM and not _is_list(page, entry)
        if not has_fields:
            return cls(text)
        try:
            form = DataForm(page.file, text, entry, request.POST)
            if entry and entry not in form.keys:
                raise Http404
            if form.is_valid():
                return cls(normalized(form.rewritten(), page.file), form)
        except Unfit as unfit:
            raise Http404 from unfit
        except Refused as refused:
            form.add_error(None, str(refused))
        return cls(text, form)

    @property
    def is_valid(self) -> bool:
        return self.form is None or self.form.is_valid()

    def entry(self, otherwise: str | None) -> str | None:
        """The entry to show now: it may have been renamed, added or removed."""
        if self.form is None or not self.form.is_valid():
            return otherwise
        return None if self.form.cleaned_data.get(REMOVE) else self.form.cleaned_data.get(KEY, otherwise)


def layout(
    request: HttpRequest, page: ContentPage, text: str, findings: list[Finding], sent: Sent | None, *, is_refused: bool
) -> tuple[str, dict[str, Any]]:
    """The template, and what it needs besides the context of the editor."""
    declared = DATA_FORMS[page.file]
    context: dict[str, Any] = {"about": declared.about, "entries": declared.entries}
    address = reverse("admin:pages_contentpage_change", args=[page.pk])
    as_text = {"action": f"{address}?as={AS_TEXT}", "linked": [_with_line(finding, page, text) for finding in findings]}
    if _view(request) == AS_TEXT:
        return TEXT_TEMPLATE, context | as_text
    entry = _entry(request, page)
    entry = sent.entry(entry) if sent else entry
    try:
        if _is_list(page, entry) or (entry and entry not in keys_of(text)):
            return LIST_TEMPLATE, context | {"action": address} | _list(page, text, findings)
        form = sent.form if sent and not sent.is_valid else DataForm(page.file, text, entry)
        # For the type checker: a form that is not valid exists.
        assert form  # noqa: S101
        about_form = {
            "fields": form,
            "fields_by_group": by_group(form, findings, is_refused=is_refused or form.is_bound),
            "linked": places(form, findings),
        }
        query = f"?{urlencode({'entry': entry})}" if entry is not None else ""
        return FORM_TEMPLATE, context | about_form | {"entry": entry, "action": address + query}
    except Unfit as unfit:
        return TEXT_TEMPLATE, context | as_text | {"unfit": unfit}


def query_after(request: HttpRequest, page: ContentPage) -> str:
    """Where to go on after the button of a form was carried out."""
    return f"?as={AS_TEXT}" if page.is_data and _view(request) == AS_TEXT else ""


def _view(request: HttpRequest) -> str:
    do = request.POST.get("do", "")
    return do if do in (AS_TEXT, AS_FORM) else request.POST.get("as") or request.GET.get("as", AS_FORM)


def _entry(request: HttpRequest, page: ContentPage) -> str | None:
    """ "" for a new one, None for none."""
    return request.GET.get("entry") if page.is_data and DATA_FORMS[page.file].entries else None


def _is_list(page: ContentPage, entry: str | None) -> bool:
    return DATA_FORMS[page.file].entries is not None and entry is None


def _with_line(finding: Finding, page: ContentPage, text: str) -> tuple[Finding, Place | None]:
    """With the words of its line, because a field of text shows no numbers."""
    lines = text.split("\n")
    if not finding.file.endswith(f"/{page.file}") or finding.rule in ABOUT_FILE:
        return finding, None
    words = finding.words or (lines[finding.line - 1].strip() if finding.line <= len(lines) else "")
    return replace(finding, words=words), Place("#id_text", f"line {finding.line}")


def _is_in(finding: Finding, page: ContentPage, lines: range) -> bool:
    return finding.file.endswith(f"/{page.file}") and finding.line in lines and finding.rule not in ABOUT_FILE


def _list(page: ContentPage, text: str, findings: list[Finding]) -> dict[str, Any]:
    rows: list[dict[str, str]] = []
    links: dict[Finding, Place] = {}
    for key, words, lines in entries_of(text):
        query = urlencode({"entry": key})
        own = [finding for finding in findings if _is_in(finding, page, lines)]
        links |= {finding: Place(f"?{query}", key) for finding in own}
        rows.append({"key": key, "words": words, "query": query, "to_fix": summary(own) if own else ""})
    return {"rows": rows, "linked": [(finding, links.get(finding)) for finding in findings]}
