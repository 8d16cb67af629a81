"""The addresses of the reading site. Its last pattern matches any slug, so the project includes these last."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("cost/", views.cost, name="cost"),
    path("all-pages/", views.document, name="all-pages"),
    path("feed.xml", views.document, name="feed"),
    path("sitemap.xml", views.document, name="sitemap"),
    path("robots.txt", views.document, name="robots"),
    path("site.webmanifest", views.document, name="manifest"),
    path("favicon.ico", views.document, name="favicon"),
    path("files/<slug:digest>/<path:name>", views.file, name="file"),
    path("<slug:slug>/", views.page, name="page"),
]
