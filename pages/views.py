"""Reading pages in Django: with DEBUG, in tests, and whenever the page cache passes a request on."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from pages.catalogue import Catalogue, current
from pages.context import site_of
from pages.page import Page

CACHE_CONTROL = "public, max-age=300"
CONTENT_TYPE = "text/html; charset=utf-8"
VARY = "Accept-Encoding"


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


def _show(request: HttpRequest, url: str) -> HttpResponseBase:
    catalogue = current()
    found = catalogue.pages.get(url)
    if found is None:
        raise Http404
    body = page_html(catalogue, found)
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": etag(body), "Vary": VARY}
    response = HttpResponse(body, content_type=CONTENT_TYPE, headers=headers)
    return get_conditional_response(request, etag=etag(body), response=response) or response


def page_html(catalogue: Catalogue, page: Page) -> bytes:
    """The whole document, the same for everybody: there is no request to draw it from."""
    previous, following = catalogue.neighbours(page)
    context = site_of(catalogue) | {"page": page, "previous": previous, "next": following}
    return render_to_string("pages/home.html" if page.url == "/" else "pages/page.html", context).encode()


def etag(body: bytes, encoding: str = "identity") -> str:
    """The strong entity tag of a document sent in one encoding."""
    return f'"{hashlib.sha256(body).hexdigest()[:24]}-{encoding}"'
