"""With the receipt code, and nothing else, a person sees, moves and cancels their time, or gives it back."""

import pytest
import time_machine

from consultations.appointments import booking
from consultations.appointments.models import Appointment
from consultations.mails import Mail
from receipts.models import Erasure
from screening.submissions.closures import Closed, Service
from screening.submissions.receipt_code import code_of
from tests.consultations.appointments.times import NOW, after, attempt, book, schedule, values
from tests.receipts.codes import open_receipt, withdraw
from tests.screening.closing import REASON, close
from tests.screening.journeys import soup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        schedule()
        yield clock


@pytest.fixture
def who():
    return attempt()


@pytest.fixture
def code(who):
    book(values()[0], who=who)
    return code_of(who.key)


def text(response):
    return " ".join(soup(response).main.get_text(" ").split()).replace(" .", ".")


def post(client, code, what="", **data):
    return client.post(f"/receipt/time/{what}", {"code": code} | data)


FIRST, FOURTH = "Tuesday, February 2, 2027, at 8:00 am", "Tuesday, February 2, 2027, at 9:30 am"


def test_the_code_shows_the_time_what_to_have_ready_and_the_least_notice(client, code):
    said = text(post(client, code))
    assert f"Your time is booked {FIRST} New York time (EST)" in said
    assert "until Monday, February 1, 2027, at 8:00 am New York time (EST). That is 24 hours before it." in said
    assert FIRST in text(open_receipt(client, code))
    assert "Until May 3, 2027" in text(open_receipt(client, code))


@pytest.mark.parametrize("what", ["", "move/", "cancel/", "calendar-file/"])
def test_without_a_code_of_something_booked_there_is_only_a_form(client, code, what):
    assert soup(client.get(f"/receipt/time/{what}")).select_one("#id_code")
    assert post(client, "", what).status_code == 422
    assert post(client, code_of("another"), what).status_code == 404
    assert Appointment.objects.get().state == "booked"


def test_while_picking_is_closed_a_time_stays_and_can_only_be_cancelled(client, code):
    close(Service.TIMES)
    for data in ({}, {"pick": "yes", "time": values()[2]}):
        response = post(client, code, "move/", **data)
        assert (response.status_code, REASON in text(response)) == (409, True)
    assert soup(post(client, code)).select("form[action$='/move/']") == []
    with pytest.raises(Closed):
        booking.move(Appointment.objects.get().pk, values()[2], NOW)
    assert Appointment.objects.get().sequence == 0
    assert "Your time is canceled" in text(post(client, code, "cancel/", confirmed="yes"))


def test_a_time_is_moved_and_the_calendar_file_replaces_the_entry(client, code):
    listed = post(client, code, "move/")
    offered = [radio["value"] for radio in soup(listed).select("input[type=radio]")]
    assert offered[: len(values())] == values()[: len(offered)]
    assert Appointment.objects.get().sequence == 0
    moved = post(client, code, "move/", pick="yes", time=values()[2])
    assert f"Your time was moved {FOURTH} New York time (EST)" in text(moved)
    file = post(client, code, "calendar-file/").text
    assert "SEQUENCE:1" in file
    assert "harbor" not in file.lower()
    assert "Harbor" in post(client, code, "calendar-file/", name="yes").text


def test_moving_to_a_time_that_was_just_taken_keeps_the_old_one(client, code):
    taken = values()[2]
    book(taken)
    response = post(client, code, "move/", pick="yes", time=taken)
    assert response.status_code == 409
    assert "You still have the one you booked." in text(response)
    assert post(client, code, "move/", pick="yes").status_code == 422
    assert Appointment.objects.get(sequence=0, at="08:00").is_ahead


def test_later_days_are_a_button_away(client, code):
    since = soup(post(client, code, "move/")).select_one("button[name=since]")
    later = post(client, code, "move/", since=since["value"] if since else "2027-02-08")
    first = soup(later).select_one("input[type=radio]")["value"]
    assert first.partition(".")[2] >= "2027-02-08"


def test_a_time_is_cancelled_after_a_check_and_says_so_from_then_on(client, code):
    assert post(client, code, "cancel/").status_code == 422
    assert Appointment.objects.get().is_ahead
    said = text(post(client, code, "cancel/", confirmed="yes"))
    assert f"Your time is canceled It was {FIRST}" in said
    assert text(post(client, code)) == said
    assert "canceled" in text(open_receipt(client, code))
    assert "STATUS:CANCELLED" in post(client, code, "calendar-file/").text
    assert post(client, code, "move/").status_code == 409


def test_when_it_is_too_late_the_page_says_to_call(client, code, clock):
    clock.move_to(Appointment.objects.get().change_until)
    clock.shift(1)
    assert "cannot be moved or canceled here anymore. To change it, call us: (555)" in text(post(client, code))
    for what, data in (
        ("move/", {}),
        ("move/", {"pick": "yes", "time": values()[3]}),
        ("cancel/", {"confirmed": "yes"}),
    ):
        response = post(client, code, what, **data)
        assert (response.status_code, Appointment.objects.get().state) == (409, "booked")
        assert "Nothing was changed" in text(response)


def test_withdrawing_deletes_it_with_its_mails_and_frees_the_time(client, code, settings):
    settings.MAIL_IS_SET_UP = True
    free = values()
    booking.set_state(Appointment.objects.get().pk, "cancelled", NOW)
    assert Mail.objects.exists()
    assert withdraw(client, code).status_code == 200
    assert not Appointment.objects.exists()
    assert not Mail.objects.exists()
    assert len(values()) == len(free) + 1
    erasure = Erasure.objects.get()
    assert (erasure.reference, erasure.held_answers, erasure.held_contact) == ("", False, True)
    assert post(client, code).status_code == 404


def test_of_two_appointments_the_page_shows_the_newer_one(client, who, code):
    booking.cancel(Appointment.objects.get().pk, NOW)
    book(values()[4], after(NOW, minutes=1), who)
    assert "Your time is booked" in text(post(client, code))
    assert withdraw(client, code).status_code == 200
    assert not Appointment.objects.exists()
