"""A URLconf with the pages and one other app."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from pages.views import sources


def screening(request: HttpRequest) -> HttpResponse:
    return HttpResponse("screening")


urlpatterns = [
    path("screening/", screening),
    path("sources/", sources, name="sources"),
    path("", include("pages.urls")),
]
