"""Working days decide what is overdue, what is to be done today, and how long somebody has waited."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from consultations.desk import waiting
from consultations.models import ConsultationRequest, State
from pages import catalogue
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition

# A Tuesday.
NOW = datetime(2027, 2, 9, 10, tzinfo=ZoneInfo("America/New_York"))
FRIDAY, SATURDAY, MONDAY = date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 8)
CONTACT = {"name": "Ann", "phone": "212-555-0100", "may_leave_message": "no", "when": ["any"]}


def at(day, hour=12):
    return datetime(day.year, day.month, day.day, hour, tzinfo=NOW.tzinfo)


def asked(day, state=State.NEW, *, comes_first=False):
    request = ConsultationRequest.ask(
        f"{day} {state} {comes_first}", Disposition.SUGGEST_CONSULTATION, CONTACT, Consent.to_text("Yes."), comes_first
    )
    ConsultationRequest.objects.filter(pk=request.pk).update(requested_at=at(day))
    request.move_to(state)
    return request


@pytest.mark.django_db
def test_a_request_is_to_be_called_by_the_second_working_day_and_overdue_after_it():
    thursday, friday, saturday, monday = map(asked, (date(2027, 2, 4), FRIDAY, SATURDAY, MONDAY))
    rows = ConsultationRequest.objects.order_by("requested_at")
    # The second working day after Friday is today, and so is that after Saturday.
    assert list(waiting.to_call_today(rows, NOW)) == [thursday, friday, saturday]
    assert list(waiting.to_call_this_week(rows, NOW)) == [thursday, friday, saturday, monday]
    assert list(rows.filter(requested_at__lt=waiting.overdue_before(NOW))) == [thursday]


@pytest.mark.django_db
def test_who_comes_first_is_to_be_called_today_whenever_they_asked():
    first, later = asked(MONDAY, comes_first=True), asked(date(2027, 2, 8))
    assert list(waiting.to_call_today(ConsultationRequest.objects.all(), NOW)) == [first]
    assert later.comes_first is False


@pytest.mark.django_db
def test_only_who_was_not_reached_yet_is_to_be_called():
    for state in State:
        asked(FRIDAY, state)
    rows = waiting.to_call_today(ConsultationRequest.objects.all(), NOW)
    assert {row.state for row in rows} == {State.NEW, State.TRIED}
    assert {row.state for row in waiting.in_progress(ConsultationRequest.objects.all())} == {
        *(State.REACHED, State.BOOKED, State.NO_SHOW)
    }


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (at(date(2027, 2, 9), 8), "less than a business day"),
        (at(MONDAY, 23), "1 business day"),
        (at(SATURDAY), "2 business days"),
        (at(FRIDAY), "2 business days"),
        (at(date(2027, 1, 29)), "7 business days"),
    ],
)
def test_weekends_do_not_count(since, words):
    assert waiting.waited_text(since, NOW) == words


def test_days_on_which_the_clinic_is_closed_do_not_count(monkeypatch):
    current = catalogue.current()
    closed = replace(current, clinic=replace(current.clinic, closed_on=(MONDAY,)))
    monkeypatch.setattr(catalogue, "current", lambda: closed)
    assert waiting.waited_text(at(FRIDAY), NOW) == "1 business day"
    assert waiting.overdue_before(NOW) == at(date(2027, 2, 4), 0)
