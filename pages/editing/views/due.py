"""The page "What is due": what somebody has to look at again, each with one click to it."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from pages.editing import access
from pages.editing.due import due, old_sources
from pages.editing.renaming.steps import catch_up


@require_safe
def what_is_due(request: HttpRequest) -> HttpResponse:
    access.require(request, access.SEE, access.CHANGE)
    catch_up(access.folder())
    today = timezone.localdate()
    context = access.frame(request, "What is due")
    context |= {"due": due(access.folder(), today), "sources": old_sources(access.folder(), today), "today": today}
    return TemplateResponse(request, "admin/pages/due.html", context)
