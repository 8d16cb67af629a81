"""What the views of the Content area share: permissions, the requested page, template context, action log."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import CHANGE as CHANGED
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from pages.editing import permissions
from pages.editing.renaming.steps import catch_up
from pages.models import ContentPage
from pages.schema.page_files import named

SEE, CHANGE, ADD = "pages.view_contentpage", "pages.change_contentpage", "pages.add_contentpage"
PUBLISH, REVIEW = permissions.PUBLISH, permissions.REVIEW


def require(request: HttpRequest, *permissions: str) -> User:
    """The user, who has at least one of the permissions. Raises PermissionDenied."""
    person = request.user
    if not isinstance(person, User) or not any(person.has_perm(permission) for permission in permissions):
        raise PermissionDenied
    return person


def folder() -> Path:
    return Path(settings.CONTENT_DIR)


def page_or_404(number: int) -> ContentPage:
    """The page as its file is now."""
    catch_up(folder())
    return get_object_or_404(ContentPage.objects.select_related("live", "draft", "draft_began_from"), pk=number)


def frame(request: HttpRequest, title: str, page: ContentPage | None = None) -> dict[str, Any]:
    """The context that every template of the area needs."""
    about_page = {"page": page, "address": page.address, "file": named(folder(), page.file)} if page else {}
    may = {
        "change": request.user.has_perm(CHANGE),
        "add": request.user.has_perm(ADD),
        "publish": request.user.has_perm(PUBLISH),
    }
    about_area = {"title": title, "opts": ContentPage._meta, "may": may, "time_zone": settings.TIME_ZONE}
    return {**admin.site.each_context(request), **about_area, **about_page}


def log(person: User, page: ContentPage, message: str) -> None:
    """Add a line to "Recent actions"."""
    LogEntry.objects.log_actions(person.pk, [page], CHANGED, change_message=message, single_object=True)
