from django.urls import path

from screening import endings, views

app_name = "screening"
urlpatterns = [
    path("", views.start, name="start"),
    path("questions/", views.questions, name="questions"),
    path("new/", views.new, name="new"),
    path("get-help-now/", views.urgent_help, name="urgent-help"),
    path("under-18/", views.under_18, name="under-18"),
    path("leave/", views.leave, name="leave"),
    path("<str:attempt_id>/before-we-go-on/", views.before_safety, name="before-safety"),
    path("<str:attempt_id>/check-your-answers/", endings.check_answers, name="check-answers"),
    path("<str:attempt_id>/letter-for-my-doctor/", endings.letter, name="letter"),
    path("<str:attempt_id>/result/", endings.result, name="result"),
    path("<str:attempt_id>/<slug:slug>/", views.question, name="question"),
]
