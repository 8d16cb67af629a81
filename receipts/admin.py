"""The admin list of withdrawals: staff on the phone look up whether a reference was withdrawn, and when."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from bases.admin import ModelAdmin
from receipts.models import Erasure
from screening.submissions.receipt_code import as_reference
from staff.paging import CappedPaginator


@admin.register(Erasure)
class ErasureAdmin(ModelAdmin):
    """Read only for every account, superusers too. Newest first, read from an index."""

    list_display = ("erased_at", "reference", "held_answers", "held_contact")
    search_fields = ("reference",)
    search_help_text = "By reference, as the person says it on the phone"
    list_max_show_all = 0
    paginator = CappedPaginator
    show_full_result_count = False
    sortable_by = ()
    actions = None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Erasure], search_term: str
    ) -> tuple[QuerySet[Erasure], bool]:
        return (queryset.filter(reference=as_reference(search_term)) if search_term else queryset), False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Erasure | None = None) -> bool:
        return False
