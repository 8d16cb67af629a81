"""The versions of a page: their list, what each of them changed, and a button that restores one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST, require_safe

from pages.editing import access, typed, versions
from pages.editing.diff import compare
from pages.editing.versions import Seen
from pages.editing.views.editor import show_stale
from pages.editing.views.forms import PageForm


@require_safe
def history(request: HttpRequest, page_id: int) -> HttpResponse:
    access.require(request, access.SEE, access.CHANGE)
    page = access.page_or_404(page_id)
    context = access.frame(request, f"History: {page}", page) | {"versions": page.versions.defer("text")}
    return TemplateResponse(request, "admin/pages/history.html", context)


@require_safe
def version(request: HttpRequest, page_id: int, version_id: int) -> HttpResponse:
    """What a version changed, or (`?with=now`) what changed after it."""
    access.require(request, access.SEE, access.CHANGE)
    page = access.page_or_404(page_id)
    button = PageForm(page)
    version = get_object_or_404(page.versions, pk=version_id)
    with_now = request.GET.get("with") == "now"
    if with_now:
        before, after = version.text, page.newest.text if page.newest else ""
    else:
        before, after = version.before.text if version.before else "", version.text
    context = access.frame(request, f"Version: {page}", page)
    context |= {"version": version, "with_now": with_now, "rows": compare(before, after)}
    context["button"] = button
    return TemplateResponse(request, "admin/pages/version.html", context)


@require_POST
def restore(request: HttpRequest, page_id: int, version_id: int) -> HttpResponse:
    """Make the text of a version the draft."""
    person = access.require(request, access.CHANGE)
    page = access.page_or_404(page_id)
    version = get_object_or_404(page.versions.exclude(text=""), pk=version_id)
    with versions.lock(access.folder(), page_id) as page:
        button = PageForm(page, request.POST)
        if button.is_valid():
            seen = Seen(page.newest.digest if page.newest else "", page.live.digest if page.live else "")
            typed.set_aside(access.folder(), page_id, person)
            versions.save(access.folder(), page_id, version.text, seen, person)
    page = access.page_or_404(page_id)
    if button.is_stale:
        return show_stale(request, page, button)
    if page.live and version.digest == page.live.digest:
        messages.info(request, "That version is the text on the site, so there is no draft now.")
    else:
        messages.success(request, "The draft now has the text of that version. Read it, then publish it.")
    access.log(person, page, "Restored an earlier version as the draft.")
    return redirect("admin:pages_contentpage_change", page.pk)
