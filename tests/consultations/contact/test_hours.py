"""Whether the clinic is open at a moment, on the clock on its own wall."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consultations.contact.hours import days_closed, open_now
from pages import catalogue
from pages.schema.values import Opening

OPENING = Opening(
    monday="09:00-17:00", tuesday="09:00-12:00, 13:30-17:00", friday="09:00-17:00", saturday="22:00-23:59"
)
CLINIC = replace(
    catalogue.current().clinic,
    opening=OPENING,
    closed_on=(date(2027, 3, 15), date(2027, 3, 17), date(2027, 9, 1)),
    time_zone="America/New_York",
)


def at(text, zone="America/New_York"):
    """What the page says at this moment, in UTC."""
    return open_now(replace(CLINIC, time_zone=zone), datetime.fromisoformat(text).replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("moment", "is_open", "words", "clock"),
    [
        ("2027-03-12T13:59", False, "We are closed now. We open today at 9 am.", "8:59 am (EST)"),
        ("2027-03-12T14:00", True, "We are open now, until 5 pm.", "9 am (EST)"),
        ("2027-03-12T21:59", True, "We are open now, until 5 pm.", "4:59 pm (EST)"),
        ("2027-03-12T22:00", False, "We are closed now. We open tomorrow at 10 pm.", "5 pm (EST)"),
        # The clocks change, and Monday is a day on which the clinic is closed.
        ("2027-03-14T16:00", False, "We are closed now. We open on Tuesday, March 16 at 9 am.", "noon (EDT)"),
        ("2027-03-15T14:00", False, "We are closed now. We open tomorrow at 9 am.", "10 am (EDT)"),
        ("2027-03-16T16:30", False, "We are closed now. We open today at 1:30 pm.", "12:30 pm (EDT)"),
        ("2027-03-16T13:00", True, "We are open now, until noon.", "9 am (EDT)"),
    ],
)
def test_the_page_says_whether_the_clinic_is_open_and_when_it_opens_again(moment, is_open, words, clock):
    said = at(moment)
    assert (said.is_open, said.words, said.clock) == (is_open, words, clock)


@pytest.mark.parametrize(
    ("zone", "is_open"), [("America/Phoenix", False), ("America/New_York", True), ("Europe/Berlin", True)]
)
def test_the_time_zone_of_the_clinic_counts(zone, is_open):
    assert at("2027-03-12T15:30", zone).is_open is is_open


def test_a_clinic_that_never_opens_promises_no_day():
    clinic = replace(CLINIC, opening=Opening())
    assert open_now(clinic, datetime(2027, 3, 12, tzinfo=UTC)).words == "We are closed now."


def test_without_the_hours_of_each_day_nothing_is_said():
    clinic = replace(CLINIC, opening=None)
    assert open_now(clinic, datetime(2027, 3, 12, tzinfo=UTC)) is None
    assert days_closed(clinic, date(2027, 3, 1)) == []


def test_the_next_days_on_which_the_clinic_is_closed_leave_out_those_on_which_it_never_opens():
    assert days_closed(CLINIC, date(2027, 3, 1)) == [date(2027, 3, 15)]
    assert days_closed(CLINIC, date(2027, 3, 16)) == []
