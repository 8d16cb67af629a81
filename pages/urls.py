"""The addresses of the reading site. Its last pattern matches any slug, so the project includes these last."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("cost/", views.cost, name="cost"),
    path("feed.xml", views.beside, name="feed"),
    path("sitemap.xml", views.beside, name="sitemap"),
    path("robots.txt", views.beside, name="robots"),
    path("site.webmanifest", views.beside, name="manifest"),
    path("favicon.ico", views.beside, name="favicon"),
    path("<slug:slug>/", views.page, name="page"),
]
