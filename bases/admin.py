"""The base of every admin page: a list accepts only the query parameters that it offers itself, and a form of a row
that changed meanwhile changes nothing.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import FieldListFilter, SimpleListFilter
from django.contrib.admin.options import IS_FACETS_VAR
from django.contrib.admin.utils import get_fields_from_path
from django.contrib.admin.views.main import ALL_VAR, ERROR_FLAG, ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from bases.versions import StaffModelForm


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


class CurrentRows:
    """Mix this in before an admin class.

    Whoever saves a row waits for those who save rows of this model at the same moment, and then for everybody who
    changes this row. So the form (bases.versions) is compared with the row as it really is.
    """

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        page: admin.ModelAdmin = self  # type: ignore[assignment] # the admin class comes after this one
        view = super().changeform_view  # type: ignore[misc]
        if request.method != "POST":
            return view(request, object_id, form_url, extra_context)  # type: ignore[no-any-return]
        with transaction.atomic():
            one_at_a_time(page.model)
            return view(request, object_id, form_url, extra_context)  # type: ignore[no-any-return]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        get_object = super().get_object  # type: ignore[misc]
        row = get_object(request, object_id, from_field)
        if row is None or request.method != "POST":
            return row
        with transaction.atomic():
            lock(type(row), row.pk)
            return get_object(request, object_id, from_field)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response: HttpResponse = super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]
        if getattr(context["adminform"].form, "is_stale", False):
            response.status_code = 409
        return response


def one_at_a_time(model: type[models.Model]) -> None:
    """Inside a transaction: waits for everybody else who calls this for the same model."""
    lock(ContentType, ContentType.objects.get_for_model(model).pk)


def lock(model: type[models.Model], pk: Any) -> None:
    """Inside a transaction: waits for everybody who changes this row. Rows that refer to it can still be added."""
    list(model._base_manager.select_for_update(no_key=True).filter(pk=pk).values_list("pk"))


class ModelAdmin(OfferedParameters, CurrentRows, admin.ModelAdmin):
    form = StaffModelForm
