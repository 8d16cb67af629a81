from django.urls import path

from receipts import call_views, views

app_name = "receipts"
urlpatterns = [
    path("", views.open_receipt, name="open"),
    path("call/", call_views.change_call, name="change_call"),
    path("withdraw/", views.withdraw, name="withdraw"),
]
