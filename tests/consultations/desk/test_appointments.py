"""The list of appointments and the page of each: contact data is for who makes the call, and each view is logged."""

import base64
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User

from bases.versions import NAME, Drawn
from consultations.appointments.models import Appointment
from staff.models import AccessEntry
from staff.roles import Role
from tests.consultations.appointments.times import book, front_desk, schedule, values
from tests.desk import drawn_from, send

pytestmark = pytest.mark.django_db

LIST = "/staff/consultations/appointment/"


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


def change_url(row):
    return f"{LIST}{row.pk}/change/"


def test_columns_that_were_changed_past_the_site_are_not_shown(desk):
    front_desk()
    appointment = book()
    Appointment.objects.update(disposition="talk-to-clinician-first")
    page = desk.get(change_url(appointment)).text
    assert "Changed past this site" in page
    assert "Talk to a clinician first" not in page


def test_the_front_desk_sees_whom_to_call_and_each_view_is_logged(desk):
    front_desk()
    appointment = book()
    page = desk.get(change_url(appointment)).text
    assert all(
        words in page
        for words in ("Ann", "212-555-0100", "ann@example.com", "Please do not leave a message".lower()[7:])
    )
    assert [(entry.action, entry.subject) for entry in AccessEntry.objects.all()] == [
        ("saw-contact", str(appointment.pk))
    ]


def test_the_front_desk_records_what_became_of_it_with_a_sealed_note(desk):
    front_desk()
    appointment = book()
    send(desk, change_url(appointment), {"state": "no-show", "note": "Try her mother."})
    stored = Appointment.objects.get()
    assert (stored.state, stored.note) == ("no-show", "Try her mother.")
    assert "mother" not in stored.sealed_note
    assert "Try her mother." in desk.get(change_url(appointment)).text
    other = book()
    assert "Try her mother." not in desk.get(change_url(other)).text


def test_what_staff_cancel_is_free_again_and_stays_cancelled(desk):
    front_desk()
    free = values()
    appointment = book(free[0])
    send(desk, change_url(appointment), {"state": "cancelled", "note": ""})
    assert (Appointment.objects.get().sequence, values()) == (1, free)
    response = send(desk, change_url(appointment), {"state": "booked", "note": ""}, follow=True)
    assert "stays canceled" in response.text
    assert Appointment.objects.get().is_cancelled


def test_a_clinician_sees_the_contact_of_their_own_appointments_only(client, cleo):
    schedule(account=cleo)
    own = book()
    front_desk()
    other = book(next(value for value in values() if not value.startswith(f"{own.schedule_id}.")))
    client.force_login(cleo)
    page = client.get(change_url(other)).text
    assert "0100" not in page
    assert "Ann" not in page
    assert client.post(change_url(other), {"state": "done"}).status_code == 403
    assert "212-555-0100" in client.get(change_url(own)).text
    assert [entry.subject for entry in AccessEntry.objects.all()] == [str(own.pk)]


def test_the_form_of_somebody_who_may_not_see_the_note_does_not_carry_it_either(client, cleo):
    front_desk()
    appointment = book()
    appointment.seal_note("Try her mother.")
    appointment.save(update_fields=("sealed_note",))
    client.force_login(cleo)
    drawn = drawn_from(client, change_url(appointment))[NAME]
    assert Drawn.read(drawn).shown["Note"] == ""


def test_what_a_form_carries_can_only_be_read_by_the_site(desk):
    front_desk()
    appointment = book()
    appointment.seal_note("Try her mother.")
    appointment.save(update_fields=("sealed_note",))
    drawn = drawn_from(desk, change_url(appointment))[NAME]
    assert Drawn.read(drawn).shown["Note"] == "Try her mother."
    *_, sealed = drawn.split(".")
    assert drawn.startswith("v1.")
    assert b"mother" not in base64.b64decode(sealed)


def test_a_page_from_before_an_appointment_was_moved_again_changes_nothing(desk):
    front_desk()
    appointment = book()
    drawn = drawn_from(desk, change_url(appointment))
    day, at = appointment.day, appointment.at
    # Twice moved: the state is the same as before.
    Appointment.objects.filter(pk=appointment.pk).update(day=day + timedelta(days=7))
    response = desk.post(change_url(appointment), drawn | {"state": "cancelled", "note": ""})
    stored = Appointment.objects.get()
    assert (response.status_code, stored.state, stored.at) == (409, appointment.state, at)
