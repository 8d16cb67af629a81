"""The base of every admin page: a list accepts only the query parameters that it offers itself."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import FieldListFilter, SimpleListFilter
from django.contrib.admin.options import IS_FACETS_VAR
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from bases.forms import ModelForm


class OfferedParameters:
    """Mix this in before an admin class.

    Django lets anybody who may see a list filter it by any column and look-up of its address. That answers questions
    which nobody may ask (does a sealed column begin with ...), and a regular expression can stop the database.
    """

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        page: admin.ModelAdmin = self  # type: ignore[assignment] # the admin class comes after this one
        if page.has_view_or_change_permission(request):
            offered = set(offered_parameters(page, request))
            query = request.GET.copy()
            for name in request.GET.keys() - offered:
                del query[name]
            if query != request.GET:
                messages.warning(request, "This list cannot be filtered like that, so you see it without that filter.")
                return HttpResponseRedirect(f"{request.path}?{query.urlencode()}" if query else request.path)
        response: HttpResponse = super().changelist_view(request, extra_context)  # type: ignore[misc]
        return response


def offered_parameters(page: admin.ModelAdmin, request: HttpRequest) -> Iterator[str]:
    """The query parameters that the list's own links and forms use."""
    yield from (PAGE_VAR, ALL_VAR, ERROR_FLAG)
    if page.get_search_fields(request):
        yield SEARCH_VAR
    if page.get_sortable_by(request):
        yield ORDER_VAR
    if page.show_facets is not admin.ShowFacets.NEVER:
        yield IS_FACETS_VAR
    for spec in page.get_list_filter(request):
        yield from _parameters_of(spec, page, request)


def _parameters_of(spec: Any, page: admin.ModelAdmin, request: HttpRequest) -> Iterator[str]:
    if isinstance(spec, type) and issubclass(spec, SimpleListFilter):
        yield str(spec.parameter_name)
    elif isinstance(spec, type):
        yield from map(str, spec(request, {}, page.model, page).expected_parameters())
    else:
        path, create = (spec, FieldListFilter.create) if isinstance(spec, str) else spec
        field = get_fields_from_path(page.model, path)[-1]
        yield from map(str, create(field, request, {}, page.model, page, path).expected_parameters())


class ModelAdmin(OfferedParameters, admin.ModelAdmin):
    form = ModelForm
