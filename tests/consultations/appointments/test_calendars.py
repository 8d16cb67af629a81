"""Calendar files: neutral, replaced when something changes, and right across both changes of the clocks in 2027."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from consultations.appointments import booking
from consultations.appointments.calendars import feed_of, file_of
from consultations.appointments.models import Appointment
from consultations.appointments.schedules import WeeklyHours
from consultations.appointments.wording import when_text
from consultations.mails import Mail
from pages import catalogue
from tests.consultations.appointments.times import NOW, at, book, schedule, values
from vault.seal import unseal

pytestmark = pytest.mark.django_db

# (zone, how people read it before and after, the day of the change, minutes of UTC before and after at 8 am)
CHANGES = [
    ("America/New_York", date(2027, 3, 14), "New York time (EST)", "New York time (EDT)", 13, 12),
    ("America/New_York", date(2027, 11, 7), "New York time (EDT)", "New York time (EST)", 12, 13),
    ("America/Phoenix", date(2027, 3, 14), "Phoenix time (MST)", "Phoenix time (MST)", 15, 15),
    ("America/Phoenix", date(2027, 11, 7), "Phoenix time (MST)", "Phoenix time (MST)", 15, 15),
    ("Europe/Berlin", date(2027, 3, 28), "Berlin time (CET)", "Berlin time (CEST)", 7, 6),
    ("Europe/Berlin", date(2027, 10, 31), "Berlin time (CEST)", "Berlin time (CET)", 6, 7),
]


def event_of(text):
    calendar = Calendar.from_ical(text)
    [event] = calendar.events
    return calendar, event


def mailed():
    mail = Mail.objects.latest("queued_at")
    return unseal(mail.sealed_message, context=Mail.CONTEXT, row=str(mail.pk))


@pytest.mark.parametrize(("zone", "day", "before", "after", "hour_before", "hour_after"), CHANGES)
def test_offered_stored_shown_mailed_and_in_the_file_8_am_is_8_am_on_both_sides(
    settings, zone, day, before, after, hour_before, hour_after
):
    settings.MAIL_IS_SET_UP = True
    made = schedule(end=9, weekdays=range(0), minutes=60, zone=zone, lead_hours=0)
    for weekday in range(7):
        WeeklyHours.objects.create(schedule=made, weekday=weekday, start=time(8), end=time(9))
    now = at(day - timedelta(days=2), 12, zone=zone)
    for days, words, hour in ((-1, before, hour_before), (0, after, hour_after), (1, after, hour_after)):
        on = day + timedelta(days=days)
        value = f"{made.pk}.{on}T08:00"
        assert value in values(now)
        appointment = book(value, now)
        stored = Appointment.objects.get(pk=appointment.pk)
        moment = datetime.combine(on, time(hour), UTC)
        assert (stored.day, stored.at, stored.zone, stored.starts_at) == (on, time(8), zone, moment)
        shown = f"{on:%A, %B} {on.day}, 2027, at 8:00 am {words}"
        assert when_text(stored.wall_time) == shown
        message = mailed()
        assert shown in message["subject"]
        assert shown in message["body"]
        for text in (file_of(stored), message["attachments"][0]["text"], feed_of([stored])):
            _, event = event_of(text)
            assert event.start == datetime.combine(on, time(8), ZoneInfo(zone))
            assert event.start.astimezone(UTC) == moment
            assert event.end.astimezone(UTC) == moment + timedelta(hours=1)


@pytest.mark.parametrize(("zone", "day", "left_out"), [
    ("America/New_York", date(2027, 3, 14), {"02:00"}),
    ("America/New_York", date(2027, 11, 7), {"01:00"}),
    ("Europe/Berlin", date(2027, 3, 28), {"02:00"}),
    ("Europe/Berlin", date(2027, 10, 31), {"02:00"}),
    ("America/Phoenix", date(2027, 3, 14), set()),
])  # fmt: skip
def test_the_hour_that_is_missing_or_doubled_is_neither_offered_nor_booked(zone, day, left_out):
    made = schedule(0, 5, range(7), minutes=60, zone=zone, lead_hours=0)
    now = at(day - timedelta(days=1), 12, zone=zone)
    offered = {value.rpartition("T")[2] for value in values(now) if str(day) in value}
    assert offered == {f"0{hour}:00" for hour in range(5)} - left_out
    for clock in left_out:
        with pytest.raises(booking.TimeTaken):
            book(f"{made.pk}.{day}T{clock}", now)


def test_a_change_and_a_cancellation_replace_the_entry():
    schedule()
    free = values()
    appointment = book(free[0])
    files = [file_of(appointment)]
    files.append(file_of(booking.move(appointment.pk, free[1], NOW + timedelta(minutes=1))))
    files.append(file_of(booking.cancel(appointment.pk, NOW + timedelta(minutes=2))))
    read = [event_of(text) for text in files]
    assert [str(calendar["method"]) for calendar, _ in read] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [str(event["status"]) for _, event in read] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [event["sequence"] for _, event in read] == [0, 1, 2]
    assert len({str(event["uid"]) for _, event in read}) == 1
    stamps = [event["dtstamp"].dt for _, event in read]
    assert stamps == sorted(set(stamps))


def test_only_a_named_file_says_who_and_where():
    schedule(means="in-person", place="Room 5, second floor")
    appointment = book()
    neutral = file_of(appointment)
    assert not any(
        word in neutral.lower() for word in ("room", "clinic", "example", "ann", "555", "harbor", "ketamine")
    )
    _, event = event_of(file_of(appointment, catalogue.current().clinic))
    assert str(event["description"]).startswith("Visit to Dr. Example. Come to Room 5, second floor.")


@pytest.mark.parametrize(("means", "title"), [("phone", "Phone call"), ("video", "Video call"), ("in-person", "Visit")])
def test_the_title_says_only_how(means, title):
    schedule(means=means, place="Some place")
    _, event = event_of(file_of(book()))
    assert str(event["summary"]) == title


def test_an_empty_feed_is_a_calendar():
    assert Calendar.from_ical(feed_of([])).events == []
