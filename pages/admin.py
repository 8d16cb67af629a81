"""The Content area in the Django admin: the list of pages, and the URLs of the views in `pages.editing.views`."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString

from bases.admin import ModelAdmin
from pages.catalogue.live import errors_of_all_pages, held_back
from pages.editing import access, publishing
from pages.editing.renaming.steps import catch_up
from pages.editing.uploads import views as uploads
from pages.editing.views import due, editor, history, lifecycle, rename
from pages.editing.views.page_list import NAMES, status_of
from pages.models import ContentPage
from pages.schema.page_files import DATA_FILES, RESULTS


class ByStatus(admin.SimpleListFilter):
    # The states depend on the texts, so the database cannot filter by them.

    title = "status"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return list(NAMES.items())

    def queryset(self, request: HttpRequest, queryset: QuerySet[ContentPage]) -> QuerySet[ContentPage]:
        if self.value() not in NAMES:
            return queryset
        return queryset.filter(pk__in=[page.pk for page in queryset if self.value() in status_of(page).states])


class ByKind(admin.SimpleListFilter):
    title = "kind"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("pages", "Pages"), ("results", "Screening results"), ("data", "Facts and lists")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ContentPage]) -> QuerySet[ContentPage]:
        is_result, is_data = Q(file__startswith=f"{RESULTS}/"), Q(file__in=DATA_FILES)
        kinds = {"pages": ~is_result & ~is_data, "results": is_result, "data": is_data}
        return queryset.filter(kinds[self.value() or ""]) if self.value() in kinds else queryset


@admin.register(ContentPage)
class ContentPageAdmin(ModelAdmin):
    list_display = ("title", "where", "status", "last_change", "check_again_by")
    list_select_related = ("live", "draft")
    list_filter = (ByKind, ByStatus)
    search_fields = ("title", "file")
    list_per_page = 200
    actions = None
    change_list_template = "admin/pages/list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[ContentPage]:
        return super().get_queryset(request).prefetch_related("plans")

    def has_delete_permission(self, request: HttpRequest, obj: ContentPage | None = None) -> bool:
        return False

    @admin.display(description="Address")
    def where(self, page: ContentPage) -> str:
        return page.address or ("facts and lists" if page.is_data else "a screening result")

    @admin.display(description="Status")
    def status(self, page: ContentPage) -> SafeString:
        return status_of(page).html

    @admin.display(description="Last change")
    def last_change(self, page: ContentPage) -> str:
        return str(page.newest) if page.newest else ""

    @admin.display(description="Check again by")
    def check_again_by(self, page: ContentPage) -> Any:
        return status_of(page).review_by

    def get_urls(self) -> list[URLPattern]:
        urls = [
            path(f"<int:page_id>/{route}/", self.admin_site.admin_view(view), name=f"pages_contentpage_{name}")
            for route, view, name in (
                ("check", editor.check_typed, "check"),
                ("keep", editor.keep_typed, "keep"),
                ("set-aside", editor.set_aside_typed, "set_aside"),
                ("versions/<int:version_id>", history.version, "version"),
                ("versions/<int:version_id>/restore", history.restore, "restore"),
                ("discard", lifecycle.discard, "discard"),
                ("rename", rename.rename, "rename"),
                ("take-off", lifecycle.unpublish, "unpublish"),
                ("plans/<int:plan_id>/take-back", lifecycle.cancel_plan, "cancel_plan"),
                ("download", lifecycle.download, "download"),
            )
        ]
        urls += [
            path("due/", self.admin_site.admin_view(due.what_is_due), name="pages_contentpage_due"),
            path("files/", self.admin_site.admin_view(uploads.files), name="pages_contentpage_files"),
            path(
                "files/<str:name>/delete/",
                self.admin_site.admin_view(uploads.delete),
                name="pages_contentpage_delete_file",
            ),
        ]
        return [*urls, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        access.require(request, access.SEE, access.CHANGE)
        catch_up(access.folder())
        # In case no timer runs `manage.py publish_due`.
        publishing.carry_out_plans(access.folder(), timezone.now())
        errors = errors_of_all_pages(access.folder())
        context = {"title": "Pages", "errors": [*errors, *held_back()], "is_broken": bool(errors)}
        return super().changelist_view(request, context | (extra_context or {}))

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return lifecycle.new(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return editor.edit(request, _number(object_id))

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return history.history(request, _number(object_id))


def _number(object_id: str) -> int:
    if not object_id.isdecimal():
        raise Http404
    return int(object_id)
