"""Pages come and go: a new one, one off the site, a draft let go; and a file to take along."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from pages.catalogue import current
from pages.editing import access, publishing, starters, versions
from pages.editing.findings import is_always_there
from pages.editing.publishing import Blocked, NotWritten
from pages.editing.trial import draw
from pages.editing.versions import Conflict, Seen
from pages.editing.views.forms import NewPageForm, TakeOffForm
from pages.models import ContentPage, Plan, in_words


def new(request: HttpRequest) -> HttpResponse:
    """Begin a page: a draft at an address of its own."""
    person = access.require(request, access.ADD)
    versions.follow(access.folder())
    form = NewPageForm(current(), request.POST or None)
    if not form.is_valid():
        context = access.frame(request, "New page") | {"form": form}
        return TemplateResponse(request, "admin/pages/new.html", context, status=422 if form.is_bound else 200)
    begun = form.cleaned_data
    others = next(section.pages for section in current().sections if section.id == begun["section"])
    text = starters.begin(
        begun["starter"],
        title=begun["title"],
        description=begun["description"],
        section=begun["section"],
        order=max((page.order for page in others), default=0) + 10,
        today=timezone.localdate(),
    )
    page, _ = ContentPage.objects.get_or_create(file=form.file_of(begun["name"]))
    done = versions.save(access.folder(), page.pk, text, Seen("", ""), person)
    if isinstance(done, Conflict):
        messages.warning(request, "Somebody began a page at this address a moment ago. Here it is.")
    else:
        access.log(person, page, "Began the page.")
    return redirect("admin:pages_contentpage_change", page.pk)


@require_POST
def discard(request: HttpRequest, page_id: int) -> HttpResponse:
    """Let go of the draft. Its words stay in the history."""
    person = access.require(request, access.CHANGE)
    page = access.page_or_404(page_id)
    versions.discard_draft(page.pk)
    access.log(person, page, "Let go of the draft.")
    messages.success(request, "The draft is gone from here. Its text stays in the history.")
    if page.live:
        return redirect("admin:pages_contentpage_change", page.pk)
    return redirect("admin:pages_contentpage_changelist")


def take_off(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take a page off the site now, or plan to."""
    person = access.require(request, access.PUBLISH)
    page = access.page_or_404(page_id)
    if page.live is None:
        raise Http404
    form = TakeOffForm(request.POST or None)
    context = access.frame(request, f"Take off the site: {page}", page)
    context |= {"form": form, "always_there": is_always_there(page)}
    if request.method != "POST" or not form.is_valid():
        return TemplateResponse(request, "admin/pages/take_off.html", context, status=422 if form.is_bound else 200)
    if at := form.cleaned_data["at"]:
        done: object = publishing.plan_to_take_off(access.folder(), page.pk, person, at)
    else:
        done = publishing.take_off(access.folder(), page.pk, person)
    if isinstance(done, Blocked | NotWritten):
        context["refused"] = done
        return TemplateResponse(request, "admin/pages/take_off.html", context, status=422)
    messages.success(request, f"It will go off the site on {in_words(at)}." if at else "The page is off the site.")
    access.log(person, page, "Planned to take it off the site." if at else "Took it off the site.")
    return redirect("admin:pages_contentpage_change", page.pk)


@require_POST
def unplan(request: HttpRequest, page_id: int, plan_id: int) -> HttpResponse:
    """Take back what was planned."""
    person = access.require(request, access.PUBLISH)
    page = access.page_or_404(page_id)
    Plan.objects.filter(page=page, pk=plan_id).delete()
    access.log(person, page, "Took back a plan.")
    messages.success(request, "The plan is taken back.")
    return redirect("admin:pages_contentpage_change", page.pk)


@require_safe
def download(request: HttpRequest, page_id: int) -> HttpResponse:
    """The newest text as a file, to put into the content folder by hand."""
    access.require(request, access.SEE, access.CHANGE)
    page = access.page_or_404(page_id)
    if page.newest is None:
        raise Http404
    name = f"{access.slug_of(page)}.md"
    return HttpResponse(
        page.newest.text,
        content_type="text/markdown; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_safe
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """`/preview/<page>/`: the draft as the page it would be, for staff only; a result is `/preview/outcomes/<id>/`."""
    if not request.user.has_perm(access.SEE):
        raise PermissionDenied
    versions.follow(access.folder())
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
