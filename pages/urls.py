"""`/` and `/<slug>/`. A reading page is any kebab-case word, so the project includes these last."""

from django.urls import path

from pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:slug>/", views.page, name="page"),
]
