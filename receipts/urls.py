from django.urls import path

from receipts import views

app_name = "receipts"
urlpatterns = [
    path("", views.open_receipt, name="open"),
    path("withdraw/", views.withdraw, name="withdraw"),
]
