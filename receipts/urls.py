from django.urls import path

from receipts import call_views, time_views, views

app_name = "receipts"
urlpatterns = [
    path("", views.open_receipt, name="open"),
    path("call/", call_views.change_call, name="change_call"),
    path("withdraw/", views.withdraw, name="withdraw"),
    path("time/", time_views.show, name="time"),
    path("time/move/", time_views.move, name="move_time"),
    path("time/cancel/", time_views.cancel, name="cancel_time"),
    path("time/calendar-file/", time_views.calendar_file, name="time_file"),
]
