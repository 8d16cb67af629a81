"""Staff record calls, on the page of a person and for several in a list. What changed meanwhile stays as it is."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.utils import timezone

from bases.versions import NAME
from consultations.appointments import booking
from consultations.models import Appointment, ConsultationRequest, State
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from staff.roles import Role
from tests.consultations.appointments.times import after, book, front_desk, values
from tests.desk import drawn_from, send
from tests.screening.journeys import soup

pytestmark = pytest.mark.django_db
CALLS, APPOINTMENTS = "/staff/consultations/consultationrequest/", "/staff/consultations/appointment/"
CONTACT = {"name": "Ann", "phone": "212-555-0100", "may_leave_message": "no", "when": ["morning"]}


@pytest.fixture
def fay():
    person = User.objects.create_user("fay", is_staff=True)
    person.groups.add(Group.objects.get(name=Role.FRONT_DESK))
    return person


@pytest.fixture
def desk(client, fay):
    client.force_login(fay)
    return client


def asked(key="Ann"):
    return ConsultationRequest.ask(key, Disposition.SUGGEST_CONSULTATION, CONTACT, Consent.to_text("Yes."))


def url_of(row):
    return f"/staff/consultations/{row._meta.model_name}/{row.pk}/change/"


def mark(desk, drawn, *requests, button="0"):
    """Press the first button of the list (not reached), or the second (reached)."""
    data = {"_selected_action": [str(one.pk) for one in requests], "index": button, "select_across": "0"}
    actions = {"action": ["mark_not_reached", "mark_reached"]}
    return desk.post(CALLS, data | actions | drawn, follow=True)


def messages(response):
    return [message.text for message in soup(response).select(".messagelist li")]


def states():
    return list(ConsultationRequest.objects.order_by("requested_at").values_list("state", "tries"))


def test_several_people_are_marked_as_called_at_once(desk):
    ann, bea, eve = asked("Ann"), asked("Bea"), asked("Eve")
    response = mark(desk, drawn_from(desk, CALLS), ann, bea)
    assert messages(response) == ["Recorded 2 calls."]
    assert states() == [("tried", 1), ("tried", 1), ("new", 0)]
    mark(desk, drawn_from(desk, CALLS), ann, button="1")
    assert states() == [("reached", 2), ("tried", 1), ("new", 0)]
    entries = LogEntry.objects.filter(object_id=str(ann.pk)).order_by("pk")
    assert [entry.get_change_message() for entry in entries] == ["Called, not reached.", "Called and reached."]
    assert not LogEntry.objects.filter(object_id=str(eve.pk)).exists()


def test_an_old_list_changes_nothing_that_changed_since_and_says_so(desk):
    ann, bea = asked("Ann"), asked("Bea")
    old_list = drawn_from(desk, CALLS)
    ann.move_to(State.CLOSED)
    response = mark(desk, old_list, ann, bea)
    assert states() == [("closed", 0), ("tried", 1)]
    [recorded, unchanged] = messages(response)
    assert recorded == "Recorded 1 call."
    assert unchanged == (
        f"Not recorded, because it changed or cannot be called: {ann}: New when you opened the list, Closed now. "
        "Look at it, and decide again."
    )


def test_the_second_of_a_double_click_is_not_another_try(desk):
    ann = asked()
    drawn = drawn_from(desk, CALLS)
    for _ in range(2):
        mark(desk, drawn, ann)
    assert states() == [("tried", 1)]


def test_a_list_that_this_site_did_not_sign_records_nothing(desk):
    ann = asked()
    mark(desk, {NAME: "made up"}, ann)
    mark(desk, {}, ann)
    assert states() == [("new", 0)]


def test_a_key_that_is_none_changes_nothing(desk):
    asked()
    drawn = drawn_from(desk, CALLS)
    data = {"_selected_action": ["x"], "index": "0", "action": ["mark_not_reached"], "select_across": "0"}
    assert desk.post(CALLS, data | drawn).status_code == 302
    assert states() == [("new", 0)]


def test_who_was_withdrawn_meanwhile_is_counted(desk):
    ann = asked()
    drawn = drawn_from(desk, CALLS)
    ConsultationRequest.objects.all().delete()
    assert "1 of them was withdrawn meanwhile." in messages(mark(desk, drawn, ann))[0]


def test_whoever_may_only_look_has_no_buttons_and_marks_nobody(client):
    ann = asked()
    officer = User.objects.create_user("olga", is_staff=True)
    officer.groups.add(Group.objects.get(name=Role.PRIVACY_OFFICER))
    client.force_login(officer)
    page = soup(client.get(CALLS))
    assert not page.select("button[name=index], .action-select")
    mark(client, {NAME: page.select_one(f"[name={NAME}]")["value"]}, ann)
    assert states() == [("new", 0)]


def test_the_page_has_a_button_for_each_outcome_of_a_call(desk):
    ann = asked()
    send(desk, url_of(ann), {"state": "new", "note": "Works nights.", "_not_reached": "yes"})
    send(desk, url_of(ann), {"state": "tried", "note": "Works nights.", "_not_reached": "yes"})
    ann.refresh_from_db()
    assert (ann.state, ann.tries, ann.note) == ("tried", 2, "Works nights.")
    assert ann.tries_text.startswith("2 tries, the last on ")
    send(desk, url_of(ann), {"state": "tried", "note": "", "_reached": "yes"})
    ann.refresh_from_db()
    assert (ann.state, ann.tries, ann.note) == ("reached", 3, "")
    assert not soup(desk.get(url_of(ann))).select("[name=_not_reached]")


def test_a_button_that_the_page_no_longer_has_records_nothing(desk):
    ann = asked()
    ann.move_to(State.CLOSED)
    closed_at = ann.closed_at
    response = send(desk, url_of(ann), {"state": "closed", "note": "", "_reached": "yes"})
    ann.refresh_from_db()
    assert (response.status_code, ann.state, ann.tries, ann.closed_at) == (200, "closed", 0, closed_at)
    assert "Nothing was recorded: it is recorded as Closed." in response.text


def test_a_button_on_an_appointment_of_a_later_day_records_nothing(desk):
    front_desk()
    appointment = book(values()[0])
    response = send(desk, url_of(appointment), {"state": "booked", "note": "", "_not_reached": "yes"})
    stored = Appointment.objects.get()
    assert (response.status_code, stored.state, stored.tries) == (200, "booked", 0)
    assert "Nothing was recorded: it is on a later day." in response.text


def test_an_old_page_counts_no_try(desk):
    ann = asked()
    old_page = drawn_from(desk, url_of(ann)) | {"state": "new", "note": "", "_not_reached": "yes"}
    assert [desk.post(url_of(ann), old_page).status_code for _ in range(2)] == [302, 409]
    assert states() == [("tried", 1)]


def test_tried_is_not_selected_but_recorded_by_a_call(desk):
    ann = asked()
    options = [option["value"] for option in soup(desk.get(url_of(ann))).select("[name=state] option")]
    assert options == ["new", "reached", "booked", "done", "no-show", "cancelled", "closed"]
    ann.record_call(timezone.now(), was_reached=False)
    assert soup(desk.get(url_of(ann))).select_one("[name=state] [selected]")["value"] == "tried"


def test_an_ended_request_counts_its_time_limit_from_when_it_ended():
    for state in State:
        ann = asked(f"in {state}")
        ann.move_to(state)
        assert (ann.closed_at is not None) == (state in ("done", "cancelled", "closed"))


def test_a_request_that_its_person_changed_is_new_and_keeps_its_tries():
    ann = asked()
    ann.record_call(timezone.now(), was_reached=False)
    assert ConsultationRequest.change(ann.pk, CONTACT)
    assert states() == [("new", 1)]


def test_an_appointment_is_called_from_its_day_on(fay, client, time_machine):
    front_desk()
    appointment = book(values()[0])
    time_machine.move_to(after(appointment.starts_at, days=-1))
    client.force_login(fay)
    assert not soup(client.get(url_of(appointment))).select("[name=_not_reached]")
    assert not appointment.may_be_called(timezone.now())
    time_machine.move_to(after(appointment.starts_at, minutes=2))
    client.force_login(fay)
    send(client, url_of(appointment), {"state": "booked", "note": "", "_not_reached": "yes"})
    stored = Appointment.objects.get()
    assert (stored.state, stored.tries, stored.is_ahead) == ("tried", 1, False)
    send(client, url_of(appointment), {"state": "no-show", "note": ""})
    assert Appointment.objects.get().state == "no-show"


def test_a_call_does_not_bring_a_cancelled_appointment_back(fay, client, time_machine):
    front_desk()
    appointment = book(values()[0])
    booking.set_state(appointment.pk, "cancelled", appointment.booked_at)
    time_machine.move_to(after(appointment.starts_at, minutes=2))
    client.force_login(fay)
    response = send(client, url_of(appointment), {"state": "cancelled", "note": "", "_reached": "yes"})
    stored = Appointment.objects.get()
    assert (response.status_code, stored.state, stored.tries) == (200, "cancelled", 0)
