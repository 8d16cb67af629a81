"""The front desk reads what clinicians decided, wherever it reads of a call request."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin import site
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from consultations.appointments import booking
from consultations.desk.decisions import appointments_decided_against, calls_decided_against
from consultations.gates import PHONE_ONLY, ways_of_request
from consultations.models import Appointment, ConsultationRequest, State
from operations.rotation.reseal import without_guard
from operations.verification import REVIEWS
from screening.models import Review, Submission
from screening.submissions.reviewing import proposal_for, record_review, second
from screening.vocabulary.dispositions import Disposition
from staff.roles import Role
from tests.consultations.appointments.times import form as time_form
from tests.consultations.appointments.times import front_desk as offered_by_front_desk
from tests.consultations.call_requests import call_url, form
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, soup, walk
from tests.screening.stricter_rules import with_stricter_rules

pytestmark = pytest.mark.django_db
LIST = "/staff/consultations/consultationrequest/"
SUGGESTED, NOT_NOW = Disposition.SUGGEST_CONSULTATION, Disposition.NOT_SUITABLE_NOW


@pytest.fixture
def call():
    return call_of()


def call_of(**answers):
    """A request of a person who also sent the answers."""
    person = Client()
    result = walk(person, CLEAR | answers)
    person.post(f"/call-me/{result.split('/')[2]}/", form())
    agree(person, result)
    return ConsultationRequest.objects.latest("requested_at")


@pytest.fixture
def front_desk(client):
    fay = User.objects.create_user("fay", is_staff=True)
    fay.groups.add(Group.objects.get(name=Role.FRONT_DESK))
    client.force_login(fay)
    return client


@pytest.fixture
def ann():
    return User.objects.create_user("ann")


@pytest.fixture
def ben():
    return User.objects.create_user("ben")


def signed_in(name):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def decide(author, disposition, **fields):
    pk = Submission.objects.get().pk
    return record_review(pk, author, disposition=disposition, reason="answers", note="", **fields)


def shown(desk, call):
    """The decision in the list and on the page of the request."""
    in_list = soup(desk.get(LIST)).select_one("#result_list .field-clinics_decision").text
    on_page = soup(desk.get(f"{LIST}{call.pk}/change/")).select_one(".field-clinics_decision .readonly").text
    assert in_list == on_page
    return in_list


def test_until_a_clinician_decides_nobody_is_booked(front_desk, call):
    assert shown(front_desk, call) == "Waiting for a clinician: do not book yet"


def test_the_decision_in_force_is_shown_and_changes_when_it_changes(front_desk, call, ann, ben):
    decide(ann, SUGGESTED)
    assert shown(front_desk, call) == "Suggest a consultation"
    decide(ann, NOT_NOW)
    assert shown(front_desk, call) == "Not suitable now: do not book"
    decide(ann, SUGGESTED)
    assert shown(front_desk, call) == "Not suitable now: do not book"
    submission = Submission.objects.get()
    second(submission.pk, proposal_for(submission).pk, ben, note="")
    assert shown(front_desk, call) == "Suggest a consultation"


def test_a_wait_books_nobody_and_on_its_day_a_clinician_decides_again(front_desk, call, ann):
    tomorrow = timezone.localdate() + timedelta(days=1)
    decide(ann, NOT_NOW, wait_until=tomorrow)
    assert shown(front_desk, call) == f"Wait until {date_format(tomorrow, 'F j, Y')}: do not book"
    assert list(calls_decided_against()) == [call]
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        again = "Waiting for a clinician: do not book yet (a wait is over)"
        client = signed_in("fay")
        assert shown(client, call) == again
        assert "1 not to book" in soup(client.get("/staff/")).select_one("#card-calls").text


def test_urgent_help_books_nobody(front_desk, call, ann):
    decide(ann, Disposition.URGENT_HELP_NOW)
    assert shown(front_desk, call) == "Urgent help now: do not book"


def test_a_decision_under_milder_rules_books_nobody(front_desk, ann, monkeypatch):
    call = call_of(pressure_told="not_sure")
    decide(ann, Disposition.TALK_TO_CLINICIAN_FIRST)
    assert shown(front_desk, call) == "Talk to a clinician first"
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    assert shown(front_desk, call) == "Waiting for a clinician: do not book yet (the rules are stricter now)"


def test_after_the_answers_were_deleted_no_decision_counts_any_more(front_desk, call, ann):
    decide(ann, SUGGESTED)
    Submission.objects.get().delete()
    text = "The answers and the decision were deleted: do not book before a clinician has talked with them"
    assert shown(front_desk, call) == text
    assert list(calls_decided_against()) == [call]
    call.refresh_from_db()
    assert ways_of_request(call) == PHONE_ONLY


def test_a_first_decision_that_waits_for_a_second_clinician_books_nobody(front_desk, ann):
    call = call_of(pressure_told="not_sure")
    decide(ann, SUGGESTED)
    assert shown(front_desk, call) == "Waiting for a second clinician: do not book yet"


def test_what_was_changed_past_the_site_books_nobody(front_desk, call, ann):
    decide(ann, NOT_NOW)
    with without_guard(REVIEWS):
        Review.objects.update(disposition=SUGGESTED)
    text = "Changed past this site: do not book, and tell a privacy officer"
    assert shown(front_desk, call) == text
    Submission.objects.update(ruleset_version="0.9")
    assert shown(front_desk, call) == text


def test_without_answers_there_is_nothing_that_a_clinician_decided(front_desk):
    person = Client()
    person.post(call_url(person), form())
    text = "No answers were sent: a clinician decides on the call"
    assert shown(front_desk, ConsultationRequest.objects.get()) == text


def test_open_requests_that_clinicians_decided_against_are_on_the_first_page(front_desk, call, ann):
    decide(ann, NOT_NOW)
    line = "1 not to book: a clinician decided against it, or has to decide again."
    assert line in soup(front_desk.get("/staff/")).select_one("#card-calls").text
    assert list(calls_decided_against()) == [call]
    call.move_to(State.CLOSED)
    assert line not in soup(front_desk.get("/staff/")).select_one("#card-calls").text


def test_the_list_reads_all_decisions_at_once(front_desk, call, ann):
    decide(ann, SUGGESTED)
    with CaptureQueriesContext(connection) as with_one:
        front_desk.get(LIST)
    for _ in range(5):
        submission_id = call_of().submission_id
        record_review(submission_id, ann, disposition=SUGGESTED, reason="answers", note="")
    with CaptureQueriesContext(connection) as with_six:
        page = soup(front_desk.get(LIST))
    shown_decisions = [cell.text for cell in page.select("#result_list .field-clinics_decision")]
    assert shown_decisions == ["Suggest a consultation"] * 6
    assert len(with_six) == len(with_one)


def test_a_clinician_sees_that_a_call_was_asked_for_and_how_far_it_is(client, call):
    rae = User.objects.create_user("rae", is_staff=True)
    rae.groups.add(Group.objects.get(name=Role.REVIEWER))
    client.force_login(rae)
    facts = soup(client.get(f"/staff/screening/submission/{call.submission_id}/change/")).select_one(".review__facts")
    assert "Call asked for" in facts.text
    assert ": new" in facts.text


def test_every_list_from_which_somebody_phones_shows_the_decision():
    """Whatever is linked to a submission and shown in a list of the admin, except what clinicians look at."""
    linked = {relation.related_model for relation in Submission._meta.related_objects}
    lists = {model: page for model, page in site._registry.items() if model in linked}
    assert set(lists) == {Appointment, ConsultationRequest}
    assert [page for page in lists.values() if "clinics_decision" not in page.list_display] == []
    assert [page for page in lists.values() if "clinics_decision" not in page.readonly_fields] == []


def test_an_appointment_shows_the_decision_and_the_first_page_says_if_it_is_against_it(front_desk, ann):
    offered_by_front_desk(weekdays=range(7))
    person = Client()
    result = walk(person, CLEAR)
    times = f"/call-me/{result.split('/')[2]}/time/"
    time = person.get(times).context["days"][0].times[0].value
    person.post(f"{times}details/", time_form() | {"time": time})
    agree(person, result)
    appointment = Appointment.objects.get()
    appointments = "/staff/consultations/appointment/"

    def shown_decisions():
        in_list = (
            soup(front_desk.get(f"{appointments}?show=all")).select_one("#result_list .field-clinics_decision").text
        )
        page = soup(front_desk.get(f"{appointments}{appointment.pk}/change/"))
        return {in_list, page.select_one(".field-clinics_decision .readonly").text}

    line = "1 booked, although a clinician decided against it since, or has to decide again."
    assert shown_decisions() == {"Waiting for a clinician: do not book yet"}
    assert line not in soup(front_desk.get("/staff/")).text
    decide(ann, NOT_NOW)
    assert shown_decisions() == {"Not suitable now: do not book"}
    flagged = soup(front_desk.get("/staff/")).select_one("#card-act-now").find("a", string=line)["href"]
    assert [row["href"] for row in soup(front_desk.get(flagged)).select("#result_list tbody th a")] == [
        f"{appointments}{appointment.pk}/change/?_changelist_filters=show%3Dnot-to-book"
    ]
    booking.set_state(appointment.pk, "cancelled", timezone.now())
    assert list(appointments_decided_against()) == []
