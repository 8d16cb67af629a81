"""The page on which a privacy officer exports submissions, and the file it returns."""

import logging
from collections.abc import Iterator
from functools import partial

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from pages import catalogue
from screening.exports import csv_file, fhir, fhir_bundle, json_file
from screening.exports.fhir_views import publication_status
from screening.exports.forms import ExportForm
from screening.exports.selection import Format, Selection, record_export, rows
from screening.models import Submission
from screening.review.views import require
from staff.sign_in.password_again import check_password_again

logger = logging.getLogger("screening.exports")
EXPORT = "screening.export_submission"
INCOMPLETE_FILE = "\r\nTHIS FILE IS NOT COMPLETE. The export stopped on the way. Export again.\r\n"
SUFFIXES = {Format.CSV: "csv", Format.JSON: "json", Format.FHIR: "fhir.json"}
CONTENT_TYPES = {
    Format.CSV: csv_file.CONTENT_TYPE,
    Format.JSON: json_file.CONTENT_TYPE,
    Format.FHIR: fhir.CONTENT_TYPE,
}


@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponseBase:
    """GET: the form. POST: the file; the export is logged before the first byte is sent."""
    person = require(request, EXPORT)
    check = partial(check_password_again, request, person)
    if request.method != "POST":
        return _page(request, ExportForm(check))
    form = ExportForm(check, request.POST)
    if not form.is_valid():
        return _page(request, form)
    selection = form.selection
    count = selection.submissions().count()
    if not count:
        form.add_error(None, "No submission fits what you chose, so there is nothing to export.")
        return _page(request, form)
    record_export(person, selection, count)
    return _file(request, person, selection)


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The JSON Schema of the JSON file."""
    require(request, EXPORT)
    dumps = {"ensure_ascii": False, "indent": 2}
    return JsonResponse(
        json_file.schema(schema_url()), json_dumps_params=dumps, content_type=json_file.SCHEMA_CONTENT_TYPE
    )


def schema_url() -> str:
    return settings.SITE_URL + reverse("admin:screening_submission_export_schema")


def _page(request: HttpRequest, form: ExportForm) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "title": "Export submissions",
        "opts": Submission._meta,
        "form": form,
        "which": [form[name] for name in ("since", "until", "disposition", "state")],
    }
    template = "admin/screening/submission/export.html"
    return TemplateResponse(request, template, context, status=422 if form.errors else 200)


def _file(request: HttpRequest, person: User, selection: Selection) -> StreamingHttpResponse:
    name = f"screening-{timezone.localdate()}.{SUFFIXES[selection.format]}"
    return StreamingHttpResponse(
        _marked_if_incomplete(file_parts(person, selection), request),
        content_type=CONTENT_TYPES[selection.format],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _marked_if_incomplete(parts: Iterator[str], request: HttpRequest) -> Iterator[str]:
    """The file, with a note at its end if an error cut it short: half a CSV file looks complete.

    The error goes to our own log, because the server would print an exception unfiltered.
    """
    try:
        yield from parts
    except Exception as error:
        logger.error("an export stopped on the way", exc_info=error, extra={"request": request})
        yield INCOMPLETE_FILE


def file_parts(person: User, selection: Selection) -> Iterator[str]:
    selected = rows(person, selection)
    if selection.format is Format.CSV:
        return csv_file.write(selected, selection)
    if selection.format is Format.JSON:
        return json_file.write(selected, selection, schema_url())
    return fhir_bundle.write(selected, settings.SITE_URL, catalogue.current().clinic.name, publication_status())
