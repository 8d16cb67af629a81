"""The admin list of withdrawals: staff on the phone look up whether a reference was withdrawn, and when."""

from django.contrib import admin
from django.http import HttpRequest

from bases.admin import ModelAdmin
from receipts.models import Erasure


@admin.register(Erasure)
class ErasureAdmin(ModelAdmin):
    """Read only for every account, superusers too."""

    list_display = ("erased_at", "reference", "held_answers", "held_contact")
    search_fields = ("=reference",)
    show_full_result_count = False
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False
