"""Shows the access log to the privacy officer, and records in it that it was read."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from bases.admin import ModelAdmin
from bases.moments import start_of
from staff.access_log import Action, record
from staff.models import AccessEntry
from staff.paging import MOST_COUNTED, CappedPaginator, values_in

# Characters of the number of a call request or an appointment, and of what a list logs of it.
NUMBER, NUMBER_IN_LIST = 36, 8
Entries = QuerySet[AccessEntry]


class ByActor(admin.SimpleListFilter):
    """Lists everybody who has an entry, including people whose account was deleted."""

    title = "person"
    parameter_name = "actor"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(actor, actor) for actor in values_in(AccessEntry.objects.all(), "actor") if actor]

    def queryset(self, request: HttpRequest, queryset: Entries) -> Entries:
        return queryset.filter(actor=self.value()) if self.value() else queryset


class ByDay(admin.ListFilter):
    """The days from `since` to `until`, both included; either may be empty."""

    title = "day"
    template = "admin/staff/accessentry/by_day.html"
    names = ("since", "until")
    # the other filters of the list, which the form repeats
    others: tuple[tuple[str, str], ...] = ()

    def __init__(self, request: HttpRequest, params: dict[str, list[str]], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.since, self.until = (params.pop(name, [""])[-1] for name in self.names)

    def expected_parameters(self) -> list[str | None]:
        return [*self.names]

    def has_output(self) -> bool:
        return True

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        filters: dict[str, list[str]] = changelist.filter_params
        self.others = tuple(
            (name, value) for name, values in filters.items() for value in values if name not in self.names
        )
        today = timezone.localdate()
        for display, since in (
            ("Any day", ""),
            ("Today", today.isoformat()),
            ("Past 7 days", (today - timedelta(days=6)).isoformat()),
            ("Past 30 days", (today - timedelta(days=29)).isoformat()),
        ):
            yield {
                "selected": (self.since, self.until) == (since, ""),
                "query_string": changelist.get_query_string({"since": since or None}, ["until"]),
                "display": display,
            }

    def queryset(self, request: HttpRequest, queryset: Entries) -> Entries:
        try:
            if self.since:
                queryset = queryset.filter(at__gte=start_of(date.fromisoformat(self.since)))
            if self.until:
                queryset = queryset.filter(at__lt=start_of(date.fromisoformat(self.until) + timedelta(days=1)))
        except (ValueError, OverflowError) as error:
            raise IncorrectLookupParameters from error
        return queryset


@admin.register(AccessEntry)
class AccessEntryAdmin(ModelAdmin):
    """Newest first. Every filter uses an index. Each view of a page is recorded as an entry."""

    list_display = ("moment", "actor", "action", "subject", "detail")
    list_filter = (ByDay, "action", ByActor)
    list_per_page = 50
    list_max_show_all = 0
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()
    actions = None
    search_fields = ("subject",)
    search_help_text = "The whole reference, number of a call request, or user name"
    fields = ("id", "moment", "actor", "actor_id", "action", "subject", "detail", "previous_hash", "hash")
    readonly_fields = fields

    @admin.display(description="when")
    def moment(self, entry: AccessEntry) -> str:
        return f"{timezone.localtime(entry.at):%b %d, %Y, %H:%M:%S}"

    def get_search_results(self, request: HttpRequest, queryset: Entries, search_term: str) -> tuple[Entries, bool]:
        term = search_term.strip()
        if not term:
            return queryset, False
        # Looked for once, however often the list reads them, and each by its own index.
        found = (AccessEntry.objects.filter(subject__in={term, term.upper()}), _in_a_list(term))
        keys = {key for entries in found for key in entries.values_list("pk", flat=True)[:MOST_COUNTED]}
        return queryset.filter(pk__in=keys), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        record(request.user, Action.SAW_ACCESS_LOG)
        context = {"title": "Access log", "most_counted": MOST_COUNTED}
        return super().changelist_view(request, context | (extra_context or {}))

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: AccessEntry | None = None,
    ) -> HttpResponse:
        record(request.user, Action.SAW_ACCESS_LOG, detail=str(obj))
        return super().render_change_form(request, context, add, change, form_url, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AccessEntry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AccessEntry | None = None) -> bool:
        return False


def _in_a_list(term: str) -> Entries:
    """The entries of lists with this reference or number, which are in their detail."""
    name = term[:NUMBER_IN_LIST] if len(term) == NUMBER else term.upper()
    # Too short a text would be in every list.
    lists = AccessEntry.objects.filter(action=Action.SAW_CONTACT, detail__contains=name)
    return lists if len(name) >= NUMBER_IN_LIST else AccessEntry.objects.none()
