"""The addresses of the reading site. Its last pattern matches any slug, so the project includes these last."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("cost/", views.cost, name="cost"),
    path("feed.xml", views.for_machines, name="feed"),
    path("sitemap.xml", views.for_machines, name="sitemap"),
    path("robots.txt", views.for_machines, name="robots"),
    path("site.webmanifest", views.for_machines, name="manifest"),
    path("favicon.ico", views.for_machines, name="favicon"),
    path("<slug:slug>/", views.page, name="page"),
]
