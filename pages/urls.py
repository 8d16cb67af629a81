"""`/`, `/<slug>/`, three pages made from all of the content, and files for machines. A reading page is any kebab-case
word, so the project includes these last."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("cost/", views.cost, name="cost"),
    path("sources/", views.sources, name="sources"),
    path("feed.xml", views.beside, name="feed"),
    path("sitemap.xml", views.beside, name="sitemap"),
    path("robots.txt", views.beside, name="robots"),
    path("site.webmanifest", views.beside, name="manifest"),
    path("favicon.ico", views.beside, name="favicon"),
    path("pictures/<slug:slug>.png", views.beside, name="picture"),
    path("<slug:slug>/", views.page, name="page"),
]
