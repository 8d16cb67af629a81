"""Middleware for every request: security headers, refusal of malformed input, and a page for database errors."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string

from kat_site.outages.errors import is_database_down
from kat_site.web import headers, request_id
from kat_site.web.request_counts import SLOW_SECONDS
from kat_site.web.wsgi_guard import is_readable
from pages import catalogue
from pages.schema.limits import LONGEST_PAGE
from vault.connections import TooManyAtOnce

GetResponse = Callable[[HttpRequest], HttpResponseBase]
logger = logging.getLogger("kat_site")
FORM_TYPES = {"application/x-www-form-urlencoded", "multipart/form-data"}
TOO_LONG = {"kibibytes": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024, "longest_page": f"{LONGEST_PAGE:,}"}


def security_headers(get_response: GetResponse) -> GetResponse:
    """The outermost middleware: adds the headers, and makes a response private unless its view makes it public."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.request_id = request_id.of_request(request)  # type: ignore[attr-defined]
        started = time.monotonic()
        response = get_response(request)
        if (seconds := time.monotonic() - started) >= SLOW_SECONDS:
            logger.warning("a slow request: %.1f seconds", seconds, extra={"request": request})
        stricter = response.get(headers.POLICY)
        headers.add_to(response.headers)
        if stricter:
            # Browsers apply both, so that no view can allow anything.
            response[headers.POLICY] = f"{response[headers.POLICY]}, {stricter}"
        response[request_id.HEADER] = request_id.of_request(request)
        if "public" not in response.get("Cache-Control", ""):
            response["Cache-Control"] = "no-store, private"
            if request.path not in settings.INDEXED_TOO:
                response["X-Robots-Tag"] = "noindex"
        return response

    return middleware


def refuse_malformed(get_response: GetResponse) -> GetResponse:
    """Refuse input that would make Django or PostgreSQL fail.

    415 for a form in another charset than UTF-8 (Django answers a bare 500), 400 for a NUL anywhere (PostgreSQL
    refuses it, SQLite hides that) and for bytes that are not UTF-8 (they would be stored as something else), 413 for
    a form that is too long (Django answers that nobody could read it).
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if not is_readable(request.META.get("CONTENT_TYPE", "")):
            return _refuse(request, 415)
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", "") or "\0" in str(request.GET):
            return _refuse(request, 400)
        if any("\0" in value for value in request.COOKIES.values()):
            return _refuse(request, 400)
        is_form = request.method == "POST" and request.content_type in FORM_TYPES
        try:
            if is_form and not _is_upload(request) and _is_malformed(request):
                return _refuse(request, 400)
        except RequestDataTooBig:
            return render(request, "413.html", TOO_LONG, status=413)
        return get_response(request)

    return middleware


def _is_upload(request: HttpRequest) -> bool:
    """Whether the form has a file, which is no text. Its view reads the body, and first asks who sent it."""
    return request.path_info == settings.UPLOAD_PATH


def _is_malformed(request: HttpRequest) -> bool:
    try:
        body = request.body.decode()
        _ = request.POST
    except (UnicodeDecodeError, MultiPartParserError, BadRequest):
        return True
    if request.content_type == "multipart/form-data":
        return "\0" in body or bool(request.FILES)
    return any("\0" in text or "\ufffd" in text for key, values in request.POST.lists() for text in (key, *values))


def _refuse(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, "400.html", status=status)


def _submitted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """The fields of the form, so that a person can send it again. A form with a password is never repeated."""
    if request.method != "POST":
        return []
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    return [] if any("password" in name for name, _ in fields) else fields


class DatabaseErrorPage:
    """Answers a database error with a page that explains it and shows the phone number of the clinic."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not (is_database_down(exception) or isinstance(exception, UpdateError)):
            return None
        logger.error("the database does not answer", exc_info=exception, extra={"request": request})
        context = {
            "clinic": catalogue.current().clinic,
            "action": request.path,
            "sent": _submitted_fields(request),
            "is_crowded": isinstance(exception, TooManyAtOnce),
            "request_id": request_id.of_request(request),
        }
        body = render_to_string("503.html", context)
        return HttpResponse(body, status=503, headers={"Retry-After": "30"})
