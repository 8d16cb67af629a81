"""The clinic's side of a screening: read what was sent, note how far it is; nothing else can be changed."""

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from screening.models import Submission
from screening.sealing import CannotUnseal


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


def _drawn(template: str, submission: Submission) -> SafeString:
    try:
        return render_to_string(template, {"record": submission.record})
    except CannotUnseal as error:
        return render_to_string(template, {"cannot_unseal": error})
