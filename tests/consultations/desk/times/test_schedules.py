"""Staff enter times: the front desk all of them, and a clinician their own."""

import pytest
from django.contrib.auth.models import Group, User

from consultations.appointments.schedules import DayException, Schedule, WeeklyHours
from staff.roles import Role
from tests.consultations.appointments.times import NEW_YORK, NOW, book, front_desk, schedule, values
from tests.desk import drawn_from, send
from tests.screening.journeys import soup

pytestmark = pytest.mark.django_db

TIMES = "/staff/consultations/schedule/"
FIELDS = {
    "name": "Our front desk",
    "host": "front-desk",
    "account": "",
    "is_offered": "on",
    "means": "phone",
    "number": "",
    "place": "",
    "minutes": "30",
    "zone": NEW_YORK,
    "lead_hours": "24",
    "days_ahead": "7",
    "notice_hours": "24",
    "weekly_hours-TOTAL_FORMS": "1",
    "weekly_hours-INITIAL_FORMS": "0",
    "weekly_hours-0-weekday": "1",
    "weekly_hours-0-start": "08:00",
    "weekly_hours-0-end": "09:00",
    "exceptions-TOTAL_FORMS": "1",
    "exceptions-INITIAL_FORMS": "0",
    "exceptions-0-kind": "closed",
    "exceptions-0-first_day": "2027-02-09",
}


def account(name, role):
    person = User.objects.create_user(name, is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    return person


@pytest.fixture
def cleo():
    return account("cleo", Role.REVIEWER)


@pytest.fixture
def desk(client):
    client.force_login(account("fay", Role.FRONT_DESK))
    return client


def errors(response):
    return {error.text for error in soup(response).select(".errorlist li")}


def change_url(row):
    return f"/staff/consultations/{row._meta.model_name}/{row.pk}/change/"


def test_the_front_desk_adds_times_and_people_can_pick_them(desk):
    assert soup(desk.get(f"{TIMES}add/")).select_one("[name=zone]")["value"] == NEW_YORK
    assert desk.post(f"{TIMES}add/", FIELDS)["Location"] == TIMES
    [made] = Schedule.objects.all()
    assert values(NOW.replace(hour=8)) == [f"{made.pk}.2027-02-02T{clock}" for clock in ("08:00", "08:30")]
    assert desk.get(change_url(made)).status_code == desk.get(TIMES).status_code == 200


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"zone": "New York"}, "Enter a time zone like America/New_York"),
        ({"means": "video"}, "Say how people join the video call"),
        ({"host": "clinician"}, "Select the account of a clinician, one that may review answers"),
        ({"weekly_hours-0-end": "07:00"}, "Enter a time later than the one in “from”"),
        ({"exceptions-0-start": "08:00"}, "Enter both times, or neither for the whole day"),
        ({"exceptions-0-kind": "extra"}, "Enter from when until when these extra hours are"),
        ({"exceptions-0-last_day": "2027-02-08"}, "Enter a day that is not before the first day"),
    ],
)
def test_a_mistake_is_explained_and_nothing_is_stored(desk, changed, said):
    assert said in errors(desk.post(f"{TIMES}add/", FIELDS | changed))
    assert not any(model.objects.exists() for model in (Schedule, WeeklyHours, DayException))


def test_times_with_appointments_are_not_deleted(desk):
    made = front_desk()
    book()
    assert desk.post(f"{TIMES}{made.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_clinician_changes_their_own_times_and_not_whose_they_are(client, cleo):
    own, other = schedule(account=cleo), front_desk()
    client.force_login(cleo)
    assert [link["href"] for link in soup(client.get(TIMES)).select("#result_list tbody th a")] == [change_url(own)]
    assert client.get(change_url(other)).status_code == 302
    page = soup(client.get(change_url(own)))
    assert not page.select("[name=host], [name=account]")
    assert client.get(f"{TIMES}add/").status_code == 403
    hours = own.weekly_hours.first()
    part = {"weekly_hours-INITIAL_FORMS": "1", "weekly_hours-0-id": hours.pk, "weekly_hours-0-schedule": own.pk}
    send(client, change_url(own), FIELDS | part | {"name": "Cleo"})
    own.refresh_from_db()
    assert (own.name, own.host, own.account) == ("Cleo", "clinician", cleo)


def test_hours_that_changed_meanwhile_are_not_overwritten(desk):
    made = front_desk()
    seen = drawn_from(desk, change_url(made))
    made.weekly_hours.first().delete()
    kept = list(map(str, made.weekly_hours.all()))
    assert desk.post(change_url(made), FIELDS | {"weekly_hours-0-weekday": "6"} | seen).status_code == 409
    assert list(map(str, made.weekly_hours.all())) == kept
