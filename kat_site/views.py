"""Views that belong to no app: error pages, health, and the well-known addresses."""

from collections.abc import Mapping
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from bases.forms import page_of_form
from kat_site.outages import health as outages
from kat_site.outages import metrics as outages_metrics
from kat_site.web import request_id
from kat_site.web.this_machine import is_from_this_machine
from pages import catalogue

SECURITY_TXT_VALID = timedelta(days=180)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token does not match: cookies are off, or the page was open for too long."""
    return render(request, "403_csrf.html", {"page_of_form": page_of_form(request) or request.path}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error_page(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error_page(request, "500.html", 500)


def _error_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    # without the request itself, which would run the context processors: one of them may be what failed
    page = render_to_string(template, {"request_id": request_id.of_request(request)})
    return HttpResponse(page, status=status)


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For monitoring: 200 while people can use the site as they should, and 503 with what is missing."""
    return _health_report(outages.NEEDED)


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """For monitoring: like `health`, and also 503 while the person who runs the site has to do something."""
    return _health_report(outages.EXPECTED)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus on this machine, directly and not through the proxy. For anybody else there is no such page."""
    if not is_from_this_machine(request.META):
        raise Http404
    return HttpResponse(outages_metrics.page(), content_type=outages_metrics.CONTENT_TYPE)


def _health_report(checks: Mapping[str, outages.Check]) -> JsonResponse:
    report = outages.report(checks)
    return JsonResponse(report, status=200 if outages.is_healthy(report) else 503)


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a security problem (RFC 9116)."""
    expires = timezone.now().replace(hour=0, minute=0, second=0) + SECURITY_TXT_VALID
    lines = (
        f"Contact: mailto:{catalogue.current().clinic.email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    )
    return HttpResponse("".join(f"{line}\n" for line in lines), content_type="text/plain; charset=utf-8")


@require_safe
def change_password(request: HttpRequest) -> HttpResponse:
    """Password managers look here for the page to change a password."""
    return redirect("admin:password_change")
