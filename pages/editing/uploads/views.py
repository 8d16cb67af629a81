"""The list of pictures and PDFs, the upload, and the page that deletes one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.datastructures import MultiValueDict
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from pages.editing import access
from pages.editing.refused import Refused
from pages.editing.renaming.steps import catch_up
from pages.editing.uploads import storing
from pages.editing.uploads.forms import DeleteForm, UploadForm
from pages.editing.uploads.uses import Use, uses
from pages.media import shelf_of
from pages.media.values import LARGEST, MediaFile, Pdf, Picture, Unusable
from pages.models import ContentPage, FileVersion
from pages.schema.page_files import MEDIA, named

ROUTE = "admin:pages_contentpage_files"
# The other parts of the form.
MORE = 64 * 1024
# What a person sends by mistake is read, so that their browser shows the answer. It shows none while it is sending.
MOST_READ = 64 * 1024 * 1024
MOST_RECORDS = 50


@dataclass(frozen=True)
class Listed:
    """A file of the list. `markdown` is what an editor writes to show it."""

    name: str
    file: MediaFile | None
    problem: Unusable | None
    uses: list[Use]

    @property
    def picture(self) -> Picture | None:
        return self.file if isinstance(self.file, Picture) else None

    @property
    def thumbnail(self) -> str:
        return self.picture.address(self.picture.copies[0]) if self.picture else ""

    @property
    def markdown(self) -> str:
        # The page cannot be published before somebody has written it.
        if isinstance(self.file, Pdf):
            return f"[[[Name of the document]]](files/{self.name})"
        return f"![[[What the picture shows]]](files/{self.name})"


# The check of the CSRF token reads the whole body. Only somebody who may upload is worth that: `_upload` has the check.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """The list of pictures and PDFs; a POST uploads one."""
    access.require(request, access.SEE, access.CHANGE)
    if request.method != "POST":
        return _show(request, UploadForm())
    access.require(request, access.CHANGE)
    if _length(request) > LARGEST + MORE:
        _read_and_forget(request)
        return _show(request, _without_file(storing.TOO_LARGE), status=413)
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    person = access.require(request, access.CHANGE)
    storing.record_outside_changes(access.folder())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        file = storing.add(access.folder(), form.cleaned_data["file"].read(), form.cleaned_data["name"], person)
    except Refused as refused:
        form.add_error("file", str(refused))
        return _show(request, form, status=422)
    messages.success(request, f"Uploaded as {file.name}. Copy the line beside it into a page to show it there.")
    return redirect(ROUTE)


def delete(request: HttpRequest, name: str) -> HttpResponse:
    """Ask, and delete a file that no page uses."""
    person = access.require(request, access.PUBLISH)
    catch_up(access.folder())
    storing.record_outside_changes(access.folder())
    refused = None
    # The pages are locked, so that nobody publishes one with this file meanwhile.
    with transaction.atomic():
        list(ContentPage.objects.select_for_update().order_by("pk"))
        used_by = uses(access.folder()).get(name, [])
        try:
            form = DeleteForm(access.folder(), name, used_by, *([request.POST] if request.method == "POST" else []))
        except FileNotFoundError:
            raise Http404 from None
        if form.is_bound and form.is_valid() and not used_by:
            try:
                with transaction.atomic():
                    storing.delete(access.folder(), name, person)
            except Refused as error:
                refused = error
            else:
                messages.success(request, f"{name} is deleted.")
                return redirect(ROUTE)
    context = {"form": form, "name": name, "uses": used_by, "refused": refused}
    status = 409 if form.is_stale else 422 if form.is_bound else 200
    page = access.frame(request, f"Delete {name}") | context
    return TemplateResponse(request, "admin/pages/delete_file.html", page, status=status)


def _show(request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
    catch_up(access.folder())
    storing.record_outside_changes(access.folder())
    context: dict[str, Any] = {
        "form": form,
        "files": _listed(),
        "records": FileVersion.objects.all()[:MOST_RECORDS],
        "is_writable": storing.is_writable(access.folder()),
        "place": named(access.folder(), MEDIA),
    }
    page = access.frame(request, "Pictures and PDFs") | context
    return TemplateResponse(request, "admin/pages/files.html", page, status=status)


def _listed() -> list[Listed]:
    shelf, used_by = shelf_of(access.folder()), uses(access.folder())
    listed = []
    for name in shelf.names():
        found = shelf.find(name)
        problem = found if isinstance(found, Unusable) else None
        file = None if isinstance(found, Unusable) else found
        listed.append(Listed(name, file, problem, used_by.get(name, [])))
    return listed


def _without_file(message: str) -> UploadForm:
    """The form as it is after a file that was not even read."""
    form = UploadForm(MultiValueDict(), MultiValueDict())
    form.full_clean()
    form.errors["file"] = form.error_class([message])
    return form


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def _read_and_forget(request: HttpRequest) -> None:
    left = MOST_READ
    while left > 0 and (part := request.read(MORE)):
        left -= len(part)
