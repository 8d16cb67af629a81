"""Renaming a page: a form for the new address, then a list of what changes with it, then a button."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from bases.forms import Form
from pages.editing import access, versions
from pages.editing.diff import compare
from pages.editing.refused import Refused
from pages.editing.renaming import steps
from pages.editing.renaming.steps import Change
from pages.editing.views.forms import PageForm
from pages.models import ContentPage
from pages.schema.page_files import LONGEST_NAME, named, url_of


class NameForm(Form):
    """The new address."""

    name = forms.CharField(
        label="New address",
        max_length=LONGEST_NAME + 2,
        help_text="Small letters, digits and hyphens, like what-does-it-cost",
        error_messages={"required": "Write the new address"},
    )

    def __init__(self, page: ContentPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip().strip("/")
        if reason := steps.why_not_called(self.page, name):
            raise forms.ValidationError(reason)
        return name


class RenameForm(PageForm):
    """The button, which renames what its person saw: the page, and the places that lead to it."""

    def __init__(self, page: ContentPage, changes: Sequence[Change], *args: Any) -> None:
        self.places = ", ".join(f"{'draft of ' if change.is_draft else ''}{change.file}" for change in changes)
        super().__init__(page, *args)

    def shown(self) -> Mapping[str, str]:
        return {**super().shown(), "Address": self.page.file, "Changes in": self.places or "no other file"}


def rename(request: HttpRequest, page_id: int) -> HttpResponse:
    """Nothing changes before the button of the list is pressed."""
    person = access.require(request, access.PUBLISH)
    page = access.page_or_404(page_id)
    if reason := steps.why_not(page):
        return _show(request, page, status=409 if request.method == "POST" else 200, reason=reason)
    sent = request.POST if request.method == "POST" else request.GET
    form = NameForm(page, sent if "name" in sent or request.method == "POST" else None)
    if not form.is_valid():
        return _show(request, page, status=422 if form.is_bound else 200, form=form)
    name, old_address = form.cleaned_data["name"], url_of(page.slug)
    try:
        if request.method != "POST":
            changes = steps.changes(access.folder(), page, name)
            return _show(request, page, form=form, changes=changes, button=RenameForm(page, changes))
        with transaction.atomic(), versions.lock(access.folder(), page_id) as locked:
            changes = steps.changes(access.folder(), locked, name)
            button = RenameForm(locked, changes, request.POST)
            if button.is_valid():
                steps.begin(access.folder(), locked, name, person)
        if button.is_stale:
            return _show(request, page, status=409, form=form, changes=changes, button=button)
        steps.finish(access.folder())
    except Refused as refused:
        return _show(request, page, status=422, form=form, refused=refused)
    access.log(person, page, f"Renamed it from {old_address} to {url_of(name)}.")
    leads_on = f" {old_address} leads to it, and so do all links." if page.live else ""
    messages.success(request, f"The page is renamed. Its address is {url_of(name)} now.{leads_on}")
    return redirect("admin:pages_contentpage_change", page.pk)


def _show(
    request: HttpRequest, page: ContentPage, *, status: int = 200, changes: Sequence[Change] = (), **context: Any
) -> HttpResponse:
    listed = [
        {
            "file": named(access.folder(), change.file),
            "is_draft": change.is_draft,
            "rows": compare(change.before, change.after),
        }
        for change in changes
    ]
    form = context.get("form")
    name = form.cleaned_data.get("name", "") if form and form.is_bound and form.is_valid() else ""
    context = access.frame(request, f"Rename: {page}", page) | context
    context |= {"changes": listed, "new_address": url_of(name) if name else "", "name": name}
    return TemplateResponse(request, "admin/pages/rename.html", context, status=status)
