"""Pages of long lists in the admin, without counting all rows."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST_COUNTED = 1_000


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts at most MOST_COUNTED rows: to see more, people use a filter.

    The keys of a page are read from the index, and then only the rows of that page.
    """

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment] # the admin pages over nothing else
        keys = list(rows.values_list("pk", flat=True)[first : first + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)

    @cached_property
    def count(self) -> int:
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        return rows.order_by()[:MOST_COUNTED].count()


class FrontPaginator(CappedPaginator):
    """Lists the rows with the keys `front` first, in that order, and marks them with `is_in_front`."""

    def __init__(self, *args: Any, front: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.front = front

    def page(self, number: int | str) -> Page:  # type: ignore[type-arg]
        number = self.validate_number(number)
        first, last = (number - 1) * self.per_page, number * self.per_page
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        others = rows.exclude(pk__in=self.front).values_list("pk", flat=True)
        before = len(self.front)
        keys = [*self.front[first:last], *others[max(first - before, 0) : max(last - before, 0)]]
        by_key = {row.pk: row for row in rows.filter(pk__in=keys)}
        for key in self.front[first:last]:
            if key in by_key:
                by_key[key].is_in_front = True
        return Page([by_key[key] for key in keys if key in by_key], number, self)


class PagedChangeList(ChangeList):
    """A list in the order of its paginator, also when it has only one page."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if not self.multi_page:
            self.result_list = self.paginator.page(1).object_list


def values_in(rows: QuerySet[Any], field: str) -> Iterator[str]:
    """The different values of an indexed text field, in order. DISTINCT would read every row instead."""
    values = rows.order_by(field).values_list(field, flat=True)
    value = values.first()
    while value is not None:
        yield value
        value = values.filter(**{f"{field}__gt": value}).first()
