from django.urls import path

from screening.journey import question_views, result_views

app_name = "screening"
urlpatterns = [
    path("", question_views.start, name="start"),
    path("questions/", question_views.questions, name="questions"),
    path("new/", question_views.new, name="new"),
    path("get-help-now/", question_views.urgent_help, name="urgent-help"),
    path("under-18/", question_views.under_18, name="under-18"),
    path("leave/", question_views.leave, name="leave"),
    path("<str:attempt_id>/for-someone-else/", question_views.for_someone_else, name="for-someone-else"),
    path("<str:attempt_id>/stop-or-keep-going/", question_views.stop_early, name="stop-early"),
    path("<str:attempt_id>/check-your-answers/", result_views.check_answers, name="check-answers"),
    path("<str:attempt_id>/letter-for-my-doctor/", result_views.letter, name="letter"),
    path("<str:attempt_id>/result/", result_views.result, name="result"),
    path("<str:attempt_id>/<slug:slug>/", question_views.question, name="question"),
]
