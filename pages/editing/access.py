"""What the views of the Content area share: who may do what, which page is meant, and the frame around a view."""

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

from pages.editing.versions import follow
from pages.models import ContentPage
from pages.schema.page_files import FILE, named, url_of

SEE, CHANGE, ADD = "pages.view_contentpage", "pages.change_contentpage", "pages.add_contentpage"
PUBLISH, REVIEW = "pages.publish_page", "pages.review_page"


def require(request: HttpRequest, *permissions: str) -> User:
    """The person who asks, if they have one of the permissions. Raises PermissionDenied."""
    person = request.user
    if not isinstance(person, User) or not any(person.has_perm(permission) for permission in permissions):
        raise PermissionDenied
    return person


def folder() -> Path:
    return Path(settings.CONTENT_DIR)


def page_or_404(number: int) -> ContentPage:
    """The page as it is now, a change from outside taken in."""
    follow(folder())
    return get_object_or_404(ContentPage.objects.select_related("live", "draft", "draft_began_from"), pk=number)


def address(page: ContentPage) -> str:
    """Where readers find the page; empty for the words of a screening result, which have no address."""
    return "" if is_outcome(page) else url_of(slug_of(page))


def is_outcome(page: ContentPage) -> bool:
    return "/outcomes/" in page.file


def slug_of(page: ContentPage) -> str:
    return FILE.sub(r"\g<slug>", page.file)


def frame(request: HttpRequest, title: str, page: ContentPage | None = None) -> dict[str, Any]:
    """The context every template of the area needs."""
    about = {"page": page, "address": address(page), "file": named(folder(), page.file)} if page else {}
    can = {
        "change": request.user.has_perm(CHANGE),
        "add": request.user.has_perm(ADD),
        "publish": request.user.has_perm(PUBLISH),
    }
    ours = {"title": title, "opts": ContentPage._meta, "may": can, "time_zone": settings.TIME_ZONE}
    return {**admin.site.each_context(request), **ours, **about}


def log(person: User, page: ContentPage, message: str) -> None:
    """A line under “Recent actions”."""
    LogEntry.objects.log_actions(person.pk, [page], CHANGED, change_message=message, single_object=True)
