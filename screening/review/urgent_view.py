"""The page on which somebody records what was done about a decision that a person needs urgent help."""

from uuid import UUID

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from screening.models import Submission, UrgentAction
from screening.review.forms import UrgentForm
from screening.review.page import draw_gone
from screening.review.queue import may_record_urgent
from screening.submissions.reviewing import locked
from staff.access_log import Action, record


@require_http_methods(["GET", "HEAD", "POST"])
@transaction.atomic
def urgent(request: HttpRequest, pk: UUID) -> HttpResponse:
    person = request.user
    if not isinstance(person, User) or not may_record_urgent(person):
        raise PermissionDenied
    submission = locked(pk)
    if submission is None:
        return draw_gone(request, request.POST.get("urgent-text", ""))
    form = UrgentForm(submission, request.POST if request.method == "POST" else None)
    if form.open_decisions and form.is_valid():
        for review in form.open_decisions:
            UrgentAction.write(person, form.cleaned_data["text"], review=review)
        record(person, Action.ACTED_ON_URGENT, submission.reference)
        messages.success(request, f"Recorded what was done for {submission}. It is no longer on the first page.")
        return redirect("admin:index")
    if request.method == "POST":
        form.full_clean()
    context = {
        **admin.site.each_context(request),
        "title": f"Urgent help now: {submission}",
        "opts": Submission._meta,
        "submission": submission,
        "form": form,
    }
    status = 409 if form.is_stale else 422 if form.errors else 200
    return TemplateResponse(request, "admin/screening/submission/urgent.html", context, status=status)
