from django.urls import path

from consultations import views
from consultations.appointments import views as appointments

app_name = "consultations"
urlpatterns = [
    path("", views.ask_without_result, name="ask_without_result"),
    path("<str:attempt_id>/", views.ask, name="ask"),
    path("<str:attempt_id>/received/", views.received, name="received"),
    path("<str:attempt_id>/time/", appointments.pick, name="pick_a_time"),
    path("<str:attempt_id>/time/details/", appointments.details, name="time_details"),
    path("<str:attempt_id>/time/booked/", appointments.booked, name="booked"),
    path("<str:attempt_id>/time/calendar-file/", appointments.calendar_file, name="calendar_file"),
]
