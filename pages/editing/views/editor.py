"""The editor: a text, what is wrong with it, and how it will look; to save, to publish, or to plan."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from pages.catalogue import current
from pages.catalogue.live import errors_now
from pages.editing import access, files, publishing, versions
from pages.editing.diff import compare
from pages.editing.findings import check, in_words, is_always_there
from pages.editing.publishing import Blocked, NotWritten
from pages.editing.starters.samples import SAMPLES
from pages.editing.trial import draw
from pages.editing.versions import Conflict, Seen
from pages.editing.views.forms import PlanForm, TextForm
from pages.models import ContentPage, PageVersion, Plan
from pages.models import in_words as moment_in_words
from pages.schema.page_files import named

DONE = {
    "save": "The draft is saved. The site does not show it yet.",
    "publish": "Published. The site shows it within a second. Who has just read the page may need to reload it.",
    "plan": "The draft is saved. It will go up on {at}.",
}
UNCHANGED = "There is nothing to {do}: this is the text on the site."


def edit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the editor, or do what its button says."""
    person = access.require(request, access.SEE, access.CHANGE)
    page = access.page_or_404(page_id)
    if request.method != "POST":
        seen = Seen.of(page)
        form = TextForm(initial={"text": _text_to_begin_with(page), "newest": seen.newest, "live": seen.live})
        return _show(request, page, form, _text_to_begin_with(page))
    access.require(request, access.CHANGE)
    form, plan = TextForm(request.POST), PlanForm(request.POST)
    do = request.POST.get("do", "")
    if not form.is_valid():
        return _show(request, page, form, request.POST.get("text", ""), status=422)
    text = form.cleaned_data["text"]
    done: PageVersion | Conflict | Blocked | NotWritten
    if do == "check":
        return _show(request, page, form, text)
    if do == "save":
        done = versions.save(access.folder(), page.pk, text, form.seen, person)
    elif do == "publish":
        access.require(request, access.PUBLISH)
        done = publishing.publish(access.folder(), page.pk, text, form.seen, person)
    elif do == "plan":
        access.require(request, access.PUBLISH)
        if not plan.is_valid():
            return _show(request, page, form, text, plan=plan, status=422)
        at = plan.cleaned_data["at"]
        done = publishing.plan_to_publish(access.folder(), page.pk, text, form.seen, person, at)
    else:
        raise BadRequest
    page = access.page_or_404(page_id)
    if isinstance(done, PageVersion):
        _tell(request, page, do, done)
        access.log(person, page, {"save": "Saved a draft.", "publish": "Published.", "plan": "Planned."}[do])
        return redirect("admin:pages_contentpage_change", page.pk)
    return _refuse(request, page, do, done, text)


def _text_to_begin_with(page: ContentPage) -> str:
    if page.newest:
        return page.newest.text
    last = page.versions.exclude(text="").first()
    return last.text if last else ""


def _tell(request: HttpRequest, page: ContentPage, do: str, done: PageVersion) -> None:
    nothing_to_publish = do == "publish" and done.how != PageVersion.How.PUBLISHED
    if nothing_to_publish or (do != "publish" and page.draft is None):
        messages.info(request, UNCHANGED.format(do=do))
        return
    plan = page.plans.filter(what=Plan.What.PUBLISH).first()
    messages.success(request, DONE[do].format(at=moment_in_words(plan.at) if plan else ""))


def _refuse(
    request: HttpRequest, page: ContentPage, do: str, done: Conflict | Blocked | NotWritten, text: str
) -> HttpResponse:
    """The editor again, with the words as they are and what to do about them."""
    if isinstance(done, Conflict):
        text = done.merged or done.kept.text
        seen = done.seen
        extra: dict[str, Any] = {"conflict": done, "rows": compare(done.theirs.text, text)}
        status = 409
    else:
        seen = Seen.of(page)
        extra = {"blocked": done, "do": do} if isinstance(done, Blocked) else {"not_written": done}
        status = 422 if isinstance(done, Blocked) else 503
    form = TextForm(initial={"text": text, "newest": seen.newest, "live": seen.live})
    return _show(request, page, form, text, status=status, **extra)


def _show(
    request: HttpRequest,
    page: ContentPage,
    form: TextForm,
    text: str,
    *,
    plan: PlanForm | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    person = access.require(request, access.SEE, access.CHANGE)
    blocked = extra.get("blocked")
    findings = blocked.findings if blocked else check(access.folder(), page, text, person)
    context = {
        **access.frame(request, str(page), page),
        **extra,
        "form": form,
        "plan_form": plan or PlanForm(),
        "findings": findings,
        "summary": in_words(findings),
        "document": draw(access.folder(), current(), page.file, text, timezone.localdate()),
        "samples": SAMPLES,
        "plans": page.plans.all(),
        "may_write": files.may_write(access.folder(), page.file),
        "elsewhere": [e for e in errors_now(access.folder()) if e.file != named(access.folder(), page.file)],
        "always_there": is_always_there(page),
        "preview_url": reverse("preview", args=[page.file.removeprefix("en/").removesuffix(".md")]),
    }
    return TemplateResponse(request, "admin/pages/editor.html", context, status=status)


@require_POST
def check_typed(request: HttpRequest, page_id: int) -> JsonResponse:
    """What the editor shows beside the text while somebody types: findings, and the page as it would be."""
    person = access.require(request, access.CHANGE)
    page = access.page_or_404(page_id)
    form = TextForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"words": " ".join(map(str, form["text"].errors))}, status=422)
    text = form.cleaned_data["text"]
    findings = check(access.folder(), page, text, person)
    file = named(access.folder(), page.file)
    return JsonResponse(
        {
            "findings": render_to_string("admin/pages/findings.html", {"findings": findings, "file": file}),
            "summary": in_words(findings),
            "marks": [[finding.line, finding.severity] for finding in findings if finding.file == file],
            "document": draw(access.folder(), current(), page.file, text, timezone.localdate()),
        }
    )
