"""The editor: the text of a page, its findings, a preview, and buttons to save, publish or plan."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.views.decorators.http import require_POST

from bases.moments import moment_text
from pages.catalogue import current
from pages.catalogue.live import errors_of_all_pages, held_back
from pages.editing import access, files, publishing, versions
from pages.editing import typed as typed_text
from pages.editing.diff import compare
from pages.editing.findings import check, is_required, summary
from pages.editing.publishing import Blocked, NotWritten
from pages.editing.refused import Refused
from pages.editing.starters.samples import SAMPLES
from pages.editing.trial import draw
from pages.editing.versions import Conflict, Seen
from pages.editing.views import data_file
from pages.editing.views.forms import PageForm, PlanForm, TextForm
from pages.models import ContentPage, PageVersion, Plan, TypedText
from pages.schema.page_files import named

# By the value of the button: the line of the action log, and the message to the editor.
LOGGED = {"save": "Saved a draft.", "publish": "Published.", "plan": "Planned."}
SUCCEEDED = {
    "save": "The draft is saved. The site does not show it yet.",
    "publish": "Published. The site shows it within a second. Who has just read the page may need to reload it.",
    "plan": "The draft is saved. It will be published on {at}.",
}
SOMEBODY_ELSE = (
    "Somebody else saved this page while you were writing. Your text is safe. Choose “Save draft” to see both."
)
UNCHANGED = "There is nothing to {do}: this is the text on the site."


def edit(request: HttpRequest, page_id: int) -> HttpResponse:
    person = access.require(request, access.SEE, access.CHANGE)
    page = access.page_or_404(page_id)
    if request.method != "POST":
        return _show_first(request, page, typed_text.of(page, person))
    access.require(request, access.CHANGE)
    form, plan_form = TextForm(page, request.POST), PlanForm(request.POST)
    do = request.POST.get("do", "")
    if not form.is_valid():
        return _show(request, page, form, request.POST.get("text", ""), status=422)
    sent = data_file.Sent.of(request, page, form.cleaned_data["text"])
    if not sent.is_valid:
        return _show(request, page, form, sent.text, sent=sent, status=422)
    text = sent.text
    if do in ("check", data_file.AS_TEXT, data_file.AS_FORM):
        return _show(request, page, _unbound_form(page, text, form.seen), text, sent=sent)
    if do not in LOGGED:
        raise BadRequest
    if do != "save":
        access.require(request, access.PUBLISH)
    if do == "plan" and not plan_form.is_valid():
        form = _unbound_form(page, text, form.seen)
        return _show(request, page, form, text, sent=sent, plan_form=plan_form, status=422)
    at = plan_form.cleaned_data["at"] if do == "plan" else None
    try:
        saved = _carry_out(do, page, text, form.seen, person, at)
    except Refused as refused:
        return _show_refused(request, access.page_or_404(page_id), do, refused, text, sent)
    page = access.page_or_404(page_id)
    typed_text.forget(page, person)
    _add_message(request, page, do, saved)
    access.log(person, page, LOGGED[do])
    return redirect(reverse("admin:pages_contentpage_change", args=[page.pk]) + data_file.query_after(request, page))


def _carry_out(do: str, page: ContentPage, text: str, seen: Seen, person: User, at: datetime | None) -> PageVersion:
    if do == "save":
        return versions.save(access.folder(), page.pk, text, seen, person)
    if at is None:
        return publishing.publish(access.folder(), page.pk, text, seen, person)
    return publishing.plan_to_publish(access.folder(), page.pk, text, seen, person, at)


@require_POST
def check_typed(request: HttpRequest, page_id: int) -> JsonResponse:
    """The findings and the preview of a text that is not saved: the script of the editor asks while somebody types."""
    person = access.require(request, access.CHANGE)
    page = access.page_or_404(page_id)
    form = TextForm(page, request.POST)
    if not form.is_valid():
        return JsonResponse({"words": " ".join(map(str, form["text"].errors))}, status=422)
    text = form.cleaned_data["text"]
    findings = check(access.folder(), page, text, person)
    file = named(access.folder(), page.file)
    return JsonResponse(
        {
            "findings": render_to_string("admin/pages/findings.html", {"findings": findings, "file": file}),
            "summary": summary(findings),
            "marks": [[finding.line, finding.severity] for finding in findings if finding.file == file],
            "document": _document(page, text),
        }
    )


@require_POST
def keep_typed(request: HttpRequest, page_id: int) -> JsonResponse:
    """Store what somebody types, for them alone: the script of the editor asks every few seconds."""
    person = access.require(request, access.CHANGE)
    page = access.page_or_404(page_id)
    form = TextForm(page, request.POST)
    if not form.is_valid():
        return JsonResponse({"words": " ".join(map(str, form["text"].errors))}, status=422)
    is_newest = typed_text.keep(access.folder(), page.pk, form.cleaned_data["text"], form.seen, person)
    time = date_format(timezone.localtime(), "g:i A")
    return JsonResponse({"words": f"Saved {time}" if is_newest else SOMEBODY_ELSE}, status=200 if is_newest else 409)


@require_POST
def set_aside_typed(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the saved text again. What was typed stays in the history."""
    person = access.require(request, access.CHANGE)
    page = access.page_or_404(page_id)
    typed_text.set_aside(access.folder(), page.pk, person)
    messages.success(request, "What you typed is set aside. It stays in the history.")
    return redirect("admin:pages_contentpage_change", page.pk)


def show_stale(request: HttpRequest, page: ContentPage, button: PageForm) -> HttpResponse:
    """The page as it is now, for somebody whose button was older."""
    text = _first_text(page)
    return _show(request, page, _unbound_form(page, text, Seen.of(page)), text, status=409, button=button)


def _show_first(request: HttpRequest, page: ContentPage, typed: TypedText | None) -> HttpResponse:
    text = typed.text if typed else _first_text(page)
    seen = Seen(typed.newest, typed.live) if typed else Seen.of(page)
    return _show(request, page, _unbound_form(page, text, seen), text, typed=typed)


def _first_text(page: ContentPage) -> str:
    """The newest text, or else the last one before the file was deleted."""
    if page.newest:
        return page.newest.text
    last = page.versions.exclude(text="").first()
    return last.text if last else ""


def _name_of_preview(page: ContentPage) -> str:
    return page.file.removeprefix("en/").removesuffix(".md")


def _document(page: ContentPage, text: str) -> str:
    """How it will look; "" for a data file, which many pages show a part of."""
    return "" if page.is_data else draw(access.folder(), current(), page.file, text, timezone.localdate())


def _unbound_form(page: ContentPage, text: str, seen: Seen) -> TextForm:
    return TextForm(page, initial={"text": text, "newest": seen.newest, "live": seen.live})


def _add_message(request: HttpRequest, page: ContentPage, do: str, saved: PageVersion) -> None:
    nothing_to_publish = do == "publish" and saved.how != PageVersion.How.PUBLISHED
    if nothing_to_publish or (do != "publish" and page.draft is None):
        messages.info(request, UNCHANGED.format(do=do))
        return
    plan = page.plans.filter(what=Plan.What.PUBLISH).first()
    messages.success(request, SUCCEEDED[do].format(at=moment_text(plan.at) if plan else ""))


def _show_refused(
    request: HttpRequest, page: ContentPage, do: str, refused: Refused, text: str, sent: data_file.Sent
) -> HttpResponse:
    """The editor with the text that was typed, and what to do about the refusal."""
    if isinstance(refused, Conflict):
        text = refused.merged or refused.kept.text
        rows = compare(refused.theirs.text, text)
        form = _unbound_form(page, text, refused.seen)
        return _show(request, page, form, text, sent=sent, status=409, conflict=refused, rows=rows)
    form = _unbound_form(page, text, Seen.of(page))
    if isinstance(refused, Blocked):
        return _show(request, page, form, text, sent=sent, status=422, blocked=refused, do=do)
    if isinstance(refused, NotWritten):
        return _show(request, page, form, text, sent=sent, status=503, not_written=refused)
    raise refused


def _show(
    request: HttpRequest,
    page: ContentPage,
    form: TextForm,
    text: str,
    *,
    sent: data_file.Sent | None = None,
    plan_form: PlanForm | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    person = access.require(request, access.SEE, access.CHANGE)
    # Before anything else: what it carries must not be newer than what the page shows.
    button = extra.pop("button", None) or PageForm(page)
    blocked = extra.get("blocked")
    findings = blocked.findings if blocked else check(access.folder(), page, text, person)
    own_name = named(access.folder(), page.file)
    context = {
        **access.frame(request, str(page), page),
        **extra,
        "form": form,
        "button": button,
        "plan_form": plan_form or PlanForm(),
        "findings": findings,
        "summary": summary(findings),
        "document": _document(page, text),
        "samples": SAMPLES,
        "thing": "file" if page.is_data else "page",
        "plans": page.plans.all(),
        "is_writable": files.is_writable(access.folder(), page.file),
        "errors_elsewhere": [error for error in errors_of_all_pages(access.folder()) if error.file != own_name],
        "is_held_back": any(error.file == own_name for error in held_back()),
        "is_required": is_required(page),
        "preview_url": "" if page.is_data else reverse("preview", args=[_name_of_preview(page)]),
    }
    if page.is_data:
        template, about_fields = data_file.layout(request, page, text, findings, sent, is_refused=blocked is not None)
        return TemplateResponse(request, template, context | about_fields, status=status)
    return TemplateResponse(request, "admin/pages/editor.html", context, status=status)
