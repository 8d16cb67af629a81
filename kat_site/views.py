"""Answers that belong to no app: a refused form, and whether the site is well."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page behind a form whose token did not fit: cookies off, or the page is from another day."""
    return render(request, "403_csrf.html", status=403)


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """For the machine that watches this one: 200 while the database answers, 503 while it does not."""
    try:
        connection.ensure_connection()
    except DatabaseError:
        return JsonResponse({"database": "down"}, status=503)
    return JsonResponse({"database": "up"})
