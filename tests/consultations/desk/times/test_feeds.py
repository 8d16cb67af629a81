"""A clinician subscribes to their appointments under a secret address, until it is revoked."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from icalendar import Calendar

from consultations.appointments import booking
from consultations.appointments.schedules import CalendarFeed
from consultations.desk.times import feeds
from staff.roles import Role
from tests.consultations.appointments.times import NOW, book, front_desk, schedule, values
from tests.desk import drawn_from, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def cleo(client):
    person = User.objects.create_user("cleo", is_staff=True)
    person.groups.add(Group.objects.get(name=Role.REVIEWER))
    client.force_login(person)
    return person


def page_of(made):
    return f"/staff/consultations/schedule/{made.pk}/calendar/"


def events(secret):
    return Calendar.from_ical(Client().get(f"/calendar/{secret}.ics").text).events


def test_the_feed_says_when_and_neither_who_nor_what(cleo):
    made = schedule(account=cleo)
    secret = feeds.make_feed(made, NOW)
    free = values()
    kept, cancelled = book(free[0]), book(free[1])
    booking.cancel(cancelled.pk, NOW)
    front_desk()
    [event] = events(secret)
    assert (str(event["uid"]), str(event["summary"])) == (str(kept.pk), "Phone call")
    text = Client().get(f"/calendar/{secret}.ics").text.lower()
    assert not any(word in text for word in ("ann", "555", "example", "clinic", "ketamine"))


def test_only_a_digest_of_the_secret_is_stored_and_the_address_is_shown_once(client, cleo):
    made = schedule(account=cleo)
    page = send(client, page_of(made), {"make": "yes"}).text
    secret = page.partition("/calendar/")[2] and page.split("http://testserver/calendar/")[1].partition(".ics")[0]
    assert events(secret) == []
    assert secret not in "".join(map(str, CalendarFeed.objects.values_list()))
    assert secret not in client.get(page_of(made)).text


def test_a_revoked_or_replaced_address_does_not_work(client, cleo):
    made = schedule(account=cleo)
    first, second = feeds.make_feed(made, NOW), feeds.make_feed(made, NOW)
    assert Client().get(f"/calendar/{first}.ics").status_code == 404
    assert events(second) == []
    send(client, page_of(made), {"revoke": "yes"})
    assert Client().get(f"/calendar/{second}.ics").status_code == 404
    assert Client().get("/calendar/guessed.ics").status_code == 404


def test_nobody_revokes_an_address_that_they_have_not_seen(client, cleo):
    made = schedule(account=cleo)
    feeds.make_feed(made, NOW)
    seen = drawn_from(client, page_of(made))
    newer = feeds.make_feed(made, NOW)
    assert client.post(page_of(made), seen | {"revoke": "yes"}).status_code == 409
    assert events(newer) == []


def test_who_left_the_clinic_has_no_calendar(cleo):
    secret = feeds.make_feed(schedule(account=cleo), NOW)
    cleo.is_active = False
    cleo.save()
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404


def test_nobody_subscribes_to_the_calendar_of_another_clinician(client, cleo):
    other = User.objects.create_user("other", is_staff=True)
    made = schedule(account=other)
    assert client.get(page_of(made)).status_code == 404
    desk = User.objects.create_user("desk", is_staff=True)
    desk.groups.add(Group.objects.get(name=Role.FRONT_DESK))
    client.force_login(desk)
    assert client.post(page_of(made), {"make": "yes"}).status_code == 403
    secret = feeds.make_feed(made, NOW)
    send(client, page_of(made), {"revoke": "yes"})
    assert Client().get(f"/calendar/{secret}.ics").status_code == 404
