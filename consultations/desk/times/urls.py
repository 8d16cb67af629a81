from django.urls import path

from consultations.desk.times import feeds

app_name = "calendars"
urlpatterns = [path("<str:secret>.ics", feeds.feed, name="feed")]
