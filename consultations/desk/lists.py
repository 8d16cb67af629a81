"""The views of a list of the desk, in a row above it, and its filters. All offer only what can occur."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import SEARCH_VAR, ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from consultations.desk.decisions import decided_against
from screening.review.queue import capped_count, capped_text
from staff.paging import MOST_COUNTED

Rows = QuerySet[Any]
VIEW, STATE = "show", "state"


@dataclass(frozen=True)
class View:
    """`empty` is said when it has no rows. `is_counted`: its tab says how many."""

    value: str
    label: str
    empty: str
    pick: Callable[[Rows, datetime], Rows]
    is_counted: bool = True
    is_oldest_first: bool = True


def not_to_book(rows: Rows) -> Rows:
    """Those among `rows` that clinicians decided against, looked for once, however often a list reads them."""
    keys = decided_against(rows.prefetch_related(None).order_by()).values_list("pk", flat=True)[:MOST_COUNTED]
    return rows.filter(pk__in=list(keys))


@dataclass(frozen=True)
class Tab:
    label: str
    query: str
    is_current: bool


class OfferedFilter(admin.SimpleListFilter):
    """Refuses values that it does not offer."""

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        value = self.value()
        if value is None:
            return queryset
        if value not in map(str, dict(self.lookup_choices)):
            raise IncorrectLookupParameters
        return self.matching(queryset, value)

    def matching(self, queryset: Rows, value: str) -> Rows:
        raise NotImplementedError


class ByView(OfferedFilter):
    """The first view is the one that the desk opens with, and the last one has every row.

    Whoever searches, or asks for a state, looks through every row.
    """

    title = "view"
    parameter_name = VIEW
    views: ClassVar[Sequence[View]]

    @classmethod
    def current(cls, request: HttpRequest) -> View:
        asked = request.GET.get(VIEW)
        if asked is None:
            return cls.views[-1 if request.GET.get(SEARCH_VAR) or STATE in request.GET else 0]
        return next((view for view in cls.views if view.value == asked), cls.views[-1])

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.view = self.current(request)
        return [(view.value, view.label) for view in self.views]

    def queryset(self, request: HttpRequest, queryset: Rows) -> Rows:
        return self.view.pick(super().queryset(request, queryset), timezone.now())

    def matching(self, queryset: Rows, value: str) -> Rows:
        return queryset

    def tabs(self, changelist: ChangeList, rows: Rows) -> Iterator[Tab]:
        """`rows` are those of the whole table."""
        for view in self.views:
            count = f" ({capped_text(capped_count(view.pick(rows, timezone.now())))})" if view.is_counted else ""
            query = changelist.get_query_string({VIEW: view.value}, [STATE, SEARCH_VAR])
            yield Tab(f"{view.label}{count}", query, view == self.view)


class ByState(OfferedFilter):
    """Looks through every row, whatever the view is."""

    title = "state"
    parameter_name = STATE
    states: ClassVar[Sequence[tuple[str, Any]]]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return self.states

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[STATE]),
            "display": "Any",
        }
        for value, label in self.lookup_choices:
            query = changelist.get_query_string({STATE: value}, [VIEW])
            yield {"selected": self.value() == value, "query_string": query, "display": label}

    def matching(self, queryset: Rows, value: str) -> Rows:
        return queryset.filter(state=value)
