"""The views of the reading site. In production, the page cache answers most of its requests before Django."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from pages.catalogue import current
from pages.catalogue.citations import UsesBySource, listed
from pages.cost_form import CourseForm
from pages.media import shelf_of
from pages.media.values import Unusable
from pages.search.sealed_query import opened_query, sealed_query
from pages.serving.context import site_of
from pages.serving.documents import HTML, documents, files
from pages.serving.http import CACHE_CONTROL, VARY, etag

SOURCES_ON_A_PAGE = 40
# The query parameter with the encrypted words that somebody searched for.
RESULTS_OF = "of"
NOT_STORED = {"Cache-Control": "no-store, private"}


# Views that accept no POST are exempt from CSRF checks, so that a POST gets 405 and not 403.
@csrf_exempt
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    return _show(request, "/")


@csrf_exempt
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    return _show(request, f"/{slug}/")


@csrf_exempt
@require_safe
def document(request: HttpRequest) -> HttpResponseBase:
    return _show(request, request.path_info)


@csrf_exempt
@require_safe
def file(request: HttpRequest, digest: str, name: str) -> HttpResponseBase:
    """A picture or PDF that a page shows. Staff who see drafts also get those that no page shows yet."""
    url = request.path_info
    document = documents(current()).get(url)
    if document is None and admin.site.has_permission(request) and request.user.has_perm("pages.view_contentpage"):
        return _unpublished_file(digest, url)
    try:
        return _show(request, url)
    except OSError:
        # Somebody deleted the copies of the site.
        raise Http404 from None


def _unpublished_file(digest: str, url: str) -> HttpResponse:
    shelf = shelf_of(Path(settings.CONTENT_DIR))
    found = (file for file in map(shelf.find, shelf.names()) if not isinstance(file, Unusable))
    for document in (files(file).get(url) for file in found if file.digest == digest):
        if document:
            headers = {name: value for name, value in document.headers.items() if name != "Cache-Control"}
            return HttpResponse(document.draw(), content_type=document.content_type, headers=headers)
    raise Http404


def _show(request: HttpRequest, url: str) -> HttpResponseBase:
    document = documents(current()).get(url)
    if document is None:
        raise Http404
    return _cacheable(request, document.draw(), document.content_type, document.headers)


def _cacheable(
    request: HttpRequest, body: bytes, content_type: str = HTML, more: Mapping[str, str] = MappingProxyType({})
) -> HttpResponseBase:
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": etag(body), "Vary": VARY, **more}
    response = HttpResponse(body, content_type=content_type, headers=headers)
    return get_conditional_response(request, etag=etag(body), response=response) or response


# A search changes nothing, and a CSRF token would need a cookie.
@csrf_exempt
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponseBase:
    """The search form. A POST leads to the results at an address that contains the query encrypted.

    So no log, history or Referer has a readable query, and a browser can go back to the results without asking whether
    to send the form again.
    """
    if request.method == "POST":
        return redirect(f"{request.path}?{urlencode({RESULTS_OF: sealed_query(request.POST.get('q', '').strip())})}")
    catalogue = current()
    context = site_of(catalogue)
    # A shared cache may be told to ignore query strings, so that even the empty form is not for it.
    if RESULTS_OF not in request.GET:
        return HttpResponse(render_to_string("pages/search.html", context), content_type=HTML, headers=NOT_STORED)
    query = opened_query(request.GET[RESULTS_OF])
    context |= {"query": query, "answer": catalogue.index.look_up(query) if query else None, "expired": query is None}
    body = render_to_string("pages/search.html", context | {"asked": True})
    return HttpResponse(body, content_type=HTML, headers=NOT_STORED)


@csrf_exempt
@require_safe
def cost(request: HttpRequest) -> HttpResponseBase:
    """The cost of a course with the numbers of visits in the query string."""
    catalogue = current()
    form = CourseForm(catalogue.clinic, request.GET or None)
    context = site_of(catalogue) | {"form": form, "estimate": form.estimate()}
    body = render_to_string("pages/cost.html", context).encode()
    return HttpResponse(body, content_type=HTML) if form.is_bound else _cacheable(request, body)


@csrf_exempt
@require_safe
def sources(request: HttpRequest, elsewhere: UsesBySource | None = None) -> HttpResponseBase:
    """All sources in order of title, and where they are cited. `elsewhere` returns the uses outside the pages."""
    catalogue = current()
    page = Paginator(listed(catalogue, elsewhere), SOURCES_ON_A_PAGE).get_page(request.GET.get("page"))
    body = render_to_string("pages/sources.html", site_of(catalogue) | {"sources": page}).encode()
    return _cacheable(request, body)
