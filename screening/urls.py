from django.urls import path

from screening.journey import open_pages, question_views, result_views

app_name = "screening"
urlpatterns = [
    path("", open_pages.start, name="start"),
    path("questions/", open_pages.questions, name="questions"),
    path("new/", open_pages.new, name="new"),
    path("get-help-now/", open_pages.urgent_help, name="urgent-help"),
    path("under-18/", open_pages.under_18, name="under-18"),
    path("leave/", open_pages.leave, name="leave"),
    path("<str:attempt_id>/for-someone-else/", open_pages.for_someone_else, name="for-someone-else"),
    path("<str:attempt_id>/stop-or-keep-going/", question_views.stop_early, name="stop-early"),
    path("<str:attempt_id>/check-your-answers/", result_views.check_answers, name="check-answers"),
    path("<str:attempt_id>/send-to-the-clinic/", result_views.send, name="send"),
    path("<str:attempt_id>/letter-for-my-doctor/", result_views.letter, name="letter"),
    path("<str:attempt_id>/result/", result_views.result, name="result"),
    path("<str:attempt_id>/<slug:slug>/", question_views.question, name="question"),
]
