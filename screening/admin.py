"""The clinic's side of a screening: read what was sent, note how far it is; nothing else can be changed."""

from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from screening import fhir_views
from screening.models import Submission
from screening.sealing import CannotUnseal
from screening.sign_off_admin import SignOffAdmin as SignOffAdmin  # Django looks for the registration here


class ReceivedAdmin(admin.ModelAdmin):
    """What people sent is never made or changed here; its state moves on, and a person may have it deleted.

    Deletion is one at a time, for whoever may delete: the person calls and says the reference.
    """

    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Submission)
class SubmissionAdmin(ReceivedAdmin):
    list_display = ("received_at", "reference", "disposition", "state")
    list_display_links = ("received_at", "reference")
    list_filter = ("state", "disposition")
    search_fields = ("=reference",)
    fieldsets = (
        (None, {"fields": ("reference", "received_at", "disposition", "state")}),
        ("Findings", {"fields": ("findings",)}),
        ("Answers", {"fields": ("answers",)}),
        ("Rules and consent", {"fields": ("ruleset_version", "ruleset_fingerprint", "consent_digest")}),
    )
    readonly_fields = (
        *("reference", "received_at", "disposition", "findings", "answers"),
        *("ruleset_version", "ruleset_fingerprint", "consent_digest"),
    )

    @admin.display(description="As the person read them")
    def findings(self, submission: Submission) -> SafeString:
        return _drawn("admin/screening/findings.html", submission)

    @admin.display(description="As asked and answered")
    def answers(self, submission: Submission) -> SafeString:
        return _drawn("admin/screening/answers.html", submission)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.download_fhir)
        return [path("<uuid:pk>/fhir/", view, name="screening_submission_fhir"), *super().get_urls()]

    @method_decorator(require_GET)
    def download_fhir(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """One submission as a FHIR QuestionnaireResponse, for whoever may read it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        submission = get_object_or_404(Submission, pk=pk)
        try:
            return fhir_views.download(submission)
        except CannotUnseal as error:
            self.message_user(request, f"This record cannot be read: {error}. Nothing was downloaded.", messages.ERROR)
            return redirect("admin:screening_submission_change", pk)


def _drawn(template: str, submission: Submission) -> SafeString:
    try:
        return render_to_string(template, {"record": submission.record})
    except CannotUnseal as error:
        return render_to_string(template, {"cannot_unseal": error})
