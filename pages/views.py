"""Reading pages in Django: with DEBUG, in tests, and whenever the page cache passes a request on."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from pages.catalogue import current
from pages.catalogue.citations import UsesBySource, listed
from pages.cost_form import CourseForm
from pages.serving.context import site_of
from pages.serving.documents import HTML, documents
from pages.serving.http import CACHE_CONTROL, VARY, etag

SOURCES_ON_A_PAGE = 40


@csrf_exempt  # for a true answer to a POST: 405, not 403 for want of a token
@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """The home page."""
    return _show(request, "/")


@csrf_exempt
@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponseBase:
    """A reading page. The slug is looked up among the pages there are; it never becomes a file name."""
    return _show(request, f"/{slug}/")


@csrf_exempt
@require_safe
def beside(request: HttpRequest, slug: str = "") -> HttpResponseBase:
    """What stands beside the pages for machines: feed, sitemap, robots.txt, manifest, icon and pictures."""
    return _show(request, request.path_info)


def _show(request: HttpRequest, url: str) -> HttpResponseBase:
    found = documents(current()).get(url)
    if found is None:
        raise Http404
    return _same_for_everybody(request, found.draw(), found.content_type)


def _same_for_everybody(request: HttpRequest, body: bytes, content_type: str = HTML) -> HttpResponseBase:
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": etag(body), "Vary": VARY}
    response = HttpResponse(body, content_type=content_type, headers=headers)
    return get_conditional_response(request, etag=etag(body), response=response) or response


@csrf_exempt  # it changes nothing, and a token would need a cookie
@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponseBase:
    """The search form, and by POST what was found, so that no address, history or log keeps what was asked."""
    catalogue = current()
    asked = request.POST.get("q", "").strip()
    answer = catalogue.index.look_up(asked) if asked else None
    context = site_of(catalogue) | {"asked": asked, "answer": answer, "posted": request.method == "POST"}
    body = render_to_string("pages/search.html", context).encode()
    if request.method != "POST":
        return _same_for_everybody(request, body)
    return HttpResponse(body, content_type=HTML, headers={"Cache-Control": "no-store, private"})


@csrf_exempt
@require_safe
def cost(request: HttpRequest) -> HttpResponseBase:
    """What a course would cost with the numbers of visits in the query; without any, from the fewest to the most."""
    catalogue = current()
    form = CourseForm(catalogue.clinic, request.GET or None)
    context = site_of(catalogue) | {"form": form, "estimate": form.estimate()}
    body = render_to_string("pages/cost.html", context).encode()
    return HttpResponse(body, content_type=HTML) if form.is_bound else _same_for_everybody(request, body)


@csrf_exempt
@require_safe
def sources(request: HttpRequest, elsewhere: UsesBySource | None = None) -> HttpResponseBase:
    """All sources by title, with where they are cited; `elsewhere` tells of places outside the pages."""
    catalogue = current()
    found = Paginator(listed(catalogue, elsewhere), SOURCES_ON_A_PAGE).get_page(request.GET.get("page"))
    body = render_to_string("pages/sources.html", site_of(catalogue) | {"found": found}).encode()
    return _same_for_everybody(request, body)
