"""Creates pages, takes them off the site, discards drafts, cancels plans, and shows previews and downloads."""

from datetime import datetime
from pathlib import Path

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from bases.moments import moment_text
from pages.catalogue import current
from pages.editing import access, publishing, starters, typed, versions
from pages.editing.findings import is_required
from pages.editing.refused import Refused
from pages.editing.renaming.steps import catch_up
from pages.editing.trial import draw
from pages.editing.versions import Conflict, Seen
from pages.editing.views.editor import show_stale
from pages.editing.views.forms import NewPageForm, PageForm, UnpublishForm
from pages.models import ContentPage, Plan


def new(request: HttpRequest) -> HttpResponse:
    """Create a page as a draft."""
    person = access.require(request, access.ADD)
    catch_up(access.folder())
    form = NewPageForm(current(), request.POST or None)
    if not form.is_valid():
        context = access.frame(request, "New page") | {"form": form}
        return TemplateResponse(request, "admin/pages/new.html", context, status=422 if form.is_bound else 200)
    fields = form.cleaned_data
    section = next(section for section in current().sections if section.id == fields["section"])
    text = starters.begin(
        fields["starter"],
        title=fields["title"],
        description=fields["description"],
        section=section.id,
        order=max((page.order for page in section.pages), default=0) + 10,
        today=timezone.localdate(),
    )
    page, _ = ContentPage.objects.get_or_create(file=form.file_of(fields["name"]))
    try:
        versions.save(access.folder(), page.pk, text, Seen("", ""), person)
    except Conflict:
        messages.warning(request, "Somebody created a page at this address a moment ago. Here it is.")
    else:
        access.log(person, page, "Created the page.")
    return redirect("admin:pages_contentpage_change", page.pk)


@require_POST
def discard(request: HttpRequest, page_id: int) -> HttpResponse:
    person = access.require(request, access.CHANGE)
    access.page_or_404(page_id)
    with versions.lock(access.folder(), page_id) as page:
        button = PageForm(page, request.POST)
        if button.is_valid():
            versions.discard_draft(access.folder(), page_id)
            typed.set_aside(access.folder(), page_id, person)
    page = access.page_or_404(page_id)
    if button.is_stale:
        return show_stale(request, page, button)
    access.log(person, page, "Discarded the draft.")
    messages.success(request, "The draft is discarded. Its text stays in the history.")
    if page.live:
        return redirect("admin:pages_contentpage_change", page.pk)
    return redirect("admin:pages_contentpage_changelist")


def unpublish(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a page off the site, now or at a planned time."""
    person = access.require(request, access.PUBLISH)
    page = access.page_or_404(page_id)
    if page.live is None:
        raise Http404
    form, refused = UnpublishForm(page), None
    if request.method == "POST":
        with versions.lock(access.folder(), page_id) as locked:
            form = UnpublishForm(locked, request.POST)
            if form.is_valid():
                refused = _unpublish(page_id, person, form.cleaned_data["at"])
    if refused or not (form.is_bound and form.is_valid()):
        context = access.frame(request, f"Take off the site: {page}", page)
        context |= {"form": form, "is_required": is_required(page), "refused": refused}
        status = 409 if form.is_stale else 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/pages/unpublish.html", context, status=status)
    at = form.cleaned_data["at"]
    messages.success(
        request, f"It will be taken off the site on {moment_text(at)}." if at else "The page is off the site."
    )
    access.log(person, page, "Planned to take it off the site." if at else "Took it off the site.")
    return redirect("admin:pages_contentpage_change", page.pk)


def _unpublish(page_id: int, person: User, at: datetime | None) -> Refused | None:
    try:
        if at:
            publishing.plan_to_unpublish(access.folder(), page_id, person, at)
        else:
            publishing.unpublish(access.folder(), page_id, person)
    except Refused as refused:
        return refused
    return None


@require_POST
def cancel_plan(request: HttpRequest, page_id: int, plan_id: int) -> HttpResponse:
    person = access.require(request, access.PUBLISH)
    access.page_or_404(page_id)
    with versions.lock(access.folder(), page_id) as page:
        button = PageForm(page, request.POST)
        if button.is_valid():
            Plan.objects.filter(page=page, pk=plan_id).delete()
    page = access.page_or_404(page_id)
    if button.is_stale:
        return show_stale(request, page, button)
    access.log(person, page, "Canceled a plan.")
    messages.success(request, "The plan is canceled.")
    return redirect("admin:pages_contentpage_change", page.pk)


@require_safe
def download(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest text as a file, for somebody who puts it into the content folder by hand."""
    access.require(request, access.SEE, access.CHANGE)
    page = access.page_or_404(page_id)
    if page.newest is None:
        raise Http404
    return HttpResponse(
        page.newest.text,
        content_type=f"text/{'plain' if page.is_data else 'markdown'}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{Path(page.file).name}"'},
    )


@require_safe
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """`/preview/<page>/` or `/preview/outcomes/<id>/`: the newest text as a page, for staff only."""
    if not request.user.has_perm(access.SEE):
        raise PermissionDenied
    catch_up(access.folder())
    page = ContentPage.objects.filter(file=f"en/{name}.md").first()
    if page is None or page.newest is None:
        raise Http404
    if page.draft:
        banner = f"A draft, for staff only. {page.draft}."
    else:
        banner = "There is no draft. This is the page as it is on the site."
    editor_url = reverse("admin:pages_contentpage_change", args=[page.pk])
    today = timezone.localdate()
    return HttpResponse(draw(access.folder(), current(), page.file, page.newest.text, today, banner, editor_url))
