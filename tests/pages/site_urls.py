"""The pages beside one other part of a site."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def screening(request: HttpRequest) -> HttpResponse:
    return HttpResponse("screening")


urlpatterns = [path("screening/", screening), path("", include("pages.urls"))]
