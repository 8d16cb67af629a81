from django.urls import path

from consultations import views

app_name = "consultations"
urlpatterns = [
    path("", views.ask_without_result, name="ask_without_result"),
    path("<str:attempt_id>/", views.ask, name="ask"),
    path("<str:attempt_id>/received/", views.received, name="received"),
]
