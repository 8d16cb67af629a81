"""Registers the queue of submissions with the admin site; `screening.review.views` draws the review page."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_GET

from bases.admin import ModelAdmin
from screening.exports import fhir_views
from screening.exports import views as export_views
from screening.models import Review, Submission
from screening.review import agreement_view, look_into, page, urgent_view, views
from screening.review.blind import reviews_blind
from screening.review.queue import (
    REVIEW,
    ByAssignee,
    ByDisposition,
    ByDomain,
    ByRuleset,
    ByWeek,
    capped_text,
    first_in_line,
    undecided_counts,
)

# Django looks in this module for what the app registers.
from screening.review.sign_off_admin import SignOffAdmin as SignOffAdmin
from screening.submissions.decisions.lapses import Cause
from screening.submissions.decisions.returning import return_waits
from screening.submissions.decisions.standing import lapse_of, with_decisions
from screening.submissions.faults import faults_of, has_changed_columns
from screening.submissions.receipt_code import as_reference
from screening.submissions.states import State
from staff.access_log import Action, record
from staff.paging import FrontPaginator, PagedChangeList
from staff.roles import name_of

# Shown in a list in the place of a column that may not be trusted.
CHANGED = "Changed past this site: open it"


class ReceivedAdmin(ModelAdmin):
    """For what people sent: staff add nothing, and delete one row at a time, when its person asks by reference.

    Rows with an answer about suicide or harm to others are in front of every list, as long as they wait.
    """

    show_full_result_count = False
    actions: tuple[str, ...] | None = None

    def keys_in_front(self, rows: QuerySet[Any]) -> Sequence[Any]:
        """The keys of those among `rows` that come first, in their order."""
        raise NotImplementedError

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[PagedChangeList]:
        return PagedChangeList

    def get_paginator(self, request: HttpRequest, queryset: QuerySet[Any], *args: Any, **kwargs: Any) -> FrontPaginator:
        # Django pages over the history of a row with it, too.
        front = self.keys_in_front(queryset) if queryset.model is self.model else ()
        return FrontPaginator(queryset, *args, front=front, **kwargs)

    @admin.display(description="First")
    def is_first(self, row: Any) -> str:
        return "first" if getattr(row, "is_in_front", False) else ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        name = str(getattr(obj, "reference", obj.pk))
        with transaction.atomic():
            super().delete_model(request, obj)
            record(request.user, Action.DELETED, name)


@admin.register(Submission)
class SubmissionAdmin(ReceivedAdmin):
    """The queue: those that come first, then open submissions, the worst disposition, the oldest.

    Who reviews blind sees only new submissions without dispositions: those that come first, then the oldest.
    """

    list_display = ("reference", "is_first", "result", "how_far", "received_at", "assignee_name")
    list_select_related = ("assignee",)
    list_per_page = 50
    list_max_show_all = 0
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    search_fields = ("reference",)
    search_help_text = "By reference, as the person says it on the phone"
    change_list_template = "admin/screening/submission/queue.html"

    def has_change_permission(self, request: HttpRequest, obj: Submission | None = None) -> bool:
        return False

    def keys_in_front(self, rows: QuerySet[Submission]) -> Sequence[UUID]:
        return first_in_line(rows.prefetch_related(None))

    @admin.display(description="disposition")
    def result(self, submission: Submission) -> str:
        return CHANGED if has_changed_columns(submission) else submission.get_disposition_display()

    @admin.display(description="state")
    def how_far(self, submission: Submission) -> str:
        reviews: list[Review] = submission.decisions  # type: ignore[attr-defined] # get_queryset adds them
        newest = reviews[-1] if reviews else None
        lapse = newest and lapse_of(newest)
        if newest and submission.state == State.WAITING:
            return newest.outcome
        if newest and lapse:
            why = newest.outcome if lapse.cause == Cause.DAY else lapse.get_cause_display()
            return f"{submission.get_state_display()}, back in the queue: {why}"
        return submission.get_state_display()

    @admin.display(description="Assignee", empty_value="nobody")
    def assignee_name(self, submission: Submission) -> str | None:
        return name_of(submission.assignee) if submission.assignee else None

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        if reviews_blind(request):
            return ("reference", "is_first", "received_at")
        return self.list_display

    def get_list_filter(self, request: HttpRequest) -> tuple[Any, ...]:
        if reviews_blind(request):
            return ()
        return (ByDisposition, "state", ByDomain, ByAssignee, ByWeek, ByRuleset)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        if reviews_blind(request):
            return ("received_at", "id")
        return ByDomain.ordering if ByDomain.is_only_filter(request) else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        queryset = super().get_queryset(request).defer("sealed_record")
        if reviews_blind(request):
            return queryset.filter(state=State.NEW)
        return with_decisions(queryset)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Submission], search_term: str
    ) -> tuple[QuerySet[Submission], bool]:
        return (queryset.filter(reference=as_reference(search_term)) if search_term else queryset), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        is_blind = reviews_blind(request)
        if self.has_view_permission(request):
            return_waits()
        context = {
            "title": "Submissions",
            "is_blind": is_blind,
            "preserved_filters": self.get_preserved_filters(request),
            "waiting": ()
            if is_blind
            else [(disposition.label, capped_text(count)) for disposition, count in undecided_counts()],
            "may_review": request.user.has_perm(REVIEW),
            "may_export": request.user.has_perm(export_views.EXPORT),
            "may_sign_off": request.user.has_perm(agreement_view.SIGN_OFF),
        }
        return super().changelist_view(request, context | (extra_context or {}))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        try:
            pk = UUID(object_id)
        except ValueError:
            return redirect(views.QUEUE)
        return views.show(request, pk)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # The review page shows the history of a submission.
        return self.change_view(request, object_id)

    def get_urls(self) -> list[URLPattern]:
        own_urls = [
            path(route, self.admin_site.admin_view(view), name=f"screening_submission_{name}")
            for route, view, name in (
                ("next/", views.claim_next, "next"),
                ("blind/", views.review_blind, "blind"),
                ("agreement/", agreement_view.show, "agreement"),
                ("export/", export_views.export, "export"),
                ("export/schema.json", export_views.schema, "export_schema"),
                ("<uuid:pk>/claim/", views.claim, "claim"),
                ("<uuid:pk>/release/", views.release, "release"),
                ("<uuid:pk>/decide/", views.decide, "decide"),
                ("<uuid:pk>/second/", views.second, "second"),
                ("<uuid:pk>/note/", views.write_note, "note"),
                ("<uuid:pk>/print/", views.print_view, "print"),
                ("<uuid:pk>/urgent/", urgent_view.urgent, "urgent"),
                ("<uuid:pk>/look-into/", look_into.look_into, "look_into"),
                ("<uuid:pk>/fhir/", self.download_fhir, "fhir"),
            )
        ]
        return [*own_urls, *super().get_urls()]

    @method_decorator(require_GET)
    def download_fhir(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        submission = Submission.objects.filter(pk=pk).first()
        if submission is None:
            return page.draw_gone(request)
        record(request.user, Action.SAW_ANSWERS, submission.reference, "downloaded as FHIR")
        if found := faults_of(submission):
            self.message_user(request, f"{' '.join(found)} Nothing was downloaded.", messages.ERROR)
            return redirect(views.REVIEW_PAGE, pk)
        return fhir_views.download(submission)
