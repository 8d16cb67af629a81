"""A free time is on the wall clock of the clinic, exists exactly once, and collides with nothing."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consultations.appointments.slots import Closing, Hours, Pattern, Span, WallTime, free_times

NEW_YORK, PHOENIX, BERLIN = "America/New_York", "America/Phoenix", "Europe/Berlin"
ALL_DAY = tuple((weekday, Hours(time(0), time(23, 59))) for weekday in range(7))
MORNINGS = tuple((weekday, Hours(time(8), time(10))) for weekday in range(5))
NO_LEAD = timedelta(0)
# (zone, the day on which its clocks change in 2027, wall times which that day skips or repeats)
CHANGES = [
    pytest.param(NEW_YORK, date(2027, 3, 14), "02:00 02:30", id="New York, spring"),
    pytest.param(NEW_YORK, date(2027, 11, 7), "01:00 01:30", id="New York, fall"),
    pytest.param(BERLIN, date(2027, 3, 28), "02:00 02:30", id="Berlin, spring"),
    pytest.param(BERLIN, date(2027, 10, 31), "02:00 02:30", id="Berlin, fall"),
    pytest.param(PHOENIX, date(2027, 3, 14), "", id="Phoenix, spring"),
    pytest.param(PHOENIX, date(2027, 11, 7), "", id="Phoenix, fall"),
]


def pattern(zone=NEW_YORK, minutes=30, weekly=MORNINGS, days_ahead=6, lead=NO_LEAD, **others):
    return Pattern(zone, minutes, lead, days_ahead, weekly, **others)


def midnight(day, zone=NEW_YORK):
    return datetime.combine(day, time(), ZoneInfo(zone))


def offered(pattern, now, taken=()):
    return [f"{wall_time.day:%a %d} {wall_time.at:%H:%M}" for wall_time in free_times(pattern, taken, now)]


MONDAY = date(2027, 3, 8)


def test_a_weekly_pattern_offers_whole_appointments_within_its_hours():
    weekly = ((0, Hours(time(8), time(9, 20))), (0, Hours(time(13), time(13, 30))), (2, Hours(time(9), time(9, 29))))
    assert offered(pattern(weekly=weekly), midnight(MONDAY)) == ["Mon 08 08:00", "Mon 08 08:30", "Mon 08 13:00"]


def test_hours_that_overlap_are_one():
    weekly = ((0, Hours(time(9), time(10))), (0, Hours(time(8, 45), time(9, 30))))
    assert offered(pattern(weekly=weekly), midnight(MONDAY)) == ["Mon 08 08:45", "Mon 08 09:15"]


def test_nothing_is_offered_before_the_lead_time_is_over_or_after_the_last_day():
    at_noon = midnight(MONDAY) + timedelta(hours=12)
    times = offered(pattern(lead=timedelta(hours=20, minutes=15), days_ahead=2), at_noon)
    assert times == [
        "Tue 09 08:30",
        "Tue 09 09:00",
        "Tue 09 09:30",
        *(f"Wed 10 {at}" for at in ("08:00", "08:30", "09:00", "09:30")),
    ]


def test_a_closing_takes_whole_days_or_some_hours_and_an_extra_day_adds_hours():
    closings = (
        Closing(MONDAY, date(2027, 3, 10)),
        Closing(date(2027, 3, 11), date(2027, 3, 12), Hours(time(8, 15), time(9))),
    )
    extra = ((date(2027, 3, 13), Hours(time(11), time(11, 30))),)
    times = offered(pattern(closings=closings, extra=extra), midnight(MONDAY))
    assert times == ["Thu 11 09:00", "Thu 11 09:30", "Fri 12 09:00", "Fri 12 09:30", "Sat 13 11:00"]


def test_a_time_that_overlaps_one_that_is_taken_is_not_offered_even_after_the_length_changed():
    taken = [WallTime(MONDAY, time(8, 20), NEW_YORK).span(20)]
    assert offered(pattern(days_ahead=0), midnight(MONDAY), taken) == ["Mon 08 09:00", "Mon 08 09:30"]
    ends_at_eight, starts_at_ten = (WallTime(MONDAY, at, NEW_YORK).span(30) for at in (time(7, 30), time(10)))
    assert len(offered(pattern(days_ahead=0), midnight(MONDAY), [ends_at_eight, starts_at_ten])) == 4


@pytest.mark.parametrize("zone", [NEW_YORK, PHOENIX, BERLIN])
def test_eight_in_the_morning_is_offered_as_eight_on_every_day_of_2027(zone):
    daily = tuple((weekday, Hours(time(8), time(8, 30))) for weekday in range(7))
    times = free_times(pattern(zone, weekly=daily, days_ahead=364), (), midnight(date(2027, 1, 1), zone))
    first = date(2027, 1, 1)
    assert times == [WallTime(first + timedelta(days=number), time(8), zone) for number in range(365)]
    assert {wall_time.moment.astimezone(ZoneInfo(zone)).time() for wall_time in times} == {time(8)}


@pytest.mark.parametrize(("zone", "day", "left_out"), CHANGES)
def test_an_hour_that_is_skipped_or_repeated_is_never_offered(zone, day, left_out):
    times = free_times(pattern(zone, weekly=ALL_DAY, days_ahead=0), (), midnight(day, zone))
    half_hours = {time(hour, minute) for hour in range(24) for minute in (0, 30)} - {time(23, 30)}
    assert {wall_time.at for wall_time in times} == half_hours - {time.fromisoformat(at) for at in left_out.split()}


@pytest.mark.parametrize(("zone", "day", "left_out"), CHANGES)
def test_an_appointment_that_lasts_through_a_change_is_not_offered(zone, day, left_out):
    times = free_times(pattern(zone, 180, ALL_DAY, 0), (), midnight(day, zone))
    hours = [wall_time.at.hour for wall_time in times]
    assert hours == ([3, 6, 9, 12, 15, 18] if left_out else [0, 3, 6, 9, 12, 15, 18])


@pytest.mark.parametrize(("zone", "day", "left_out"), CHANGES)
def test_the_lead_time_and_the_length_are_real_time_across_a_change(zone, day, left_out):
    now = midnight(day, zone) - timedelta(hours=4)
    first, *_ = free_times(pattern(zone, weekly=ALL_DAY, lead=timedelta(hours=12), days_ahead=1), (), now)
    assert first.moment - now.astimezone(UTC) == timedelta(hours=12)
    span = first.span(30)
    assert span.end - span.start == timedelta(minutes=30)


def test_today_is_the_day_at_the_clinic_and_not_in_utc():
    late_on_monday = datetime(2027, 3, 9, 4, 59, tzinfo=UTC)
    always = pattern(weekly=ALL_DAY, days_ahead=1, minutes=60)
    assert {wall_time.day for wall_time in free_times(always, (), late_on_monday)} == {date(2027, 3, 9)}
    assert offered(pattern(days_ahead=0), late_on_monday) == []


hours = st.builds(
    lambda start, length: Hours(time(*divmod(start, 60)), time(*divmod(min(start + length, 1439), 60))),
    st.integers(0, 1400),
    st.integers(1, 900),
)


# A slow machine is no fault of the code.
@settings(deadline=None, max_examples=50)
@given(
    zone=st.sampled_from([NEW_YORK, PHOENIX, BERLIN, "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]),
    now=st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    minutes=st.integers(5, 240),
    weekly=st.lists(st.tuples(st.integers(0, 6), hours), max_size=8).map(tuple),
    lead=st.integers(0, 200),
    taken=st.lists(st.integers(0, 60 * 24 * 15), max_size=5),
)
def test_what_is_offered_never_overlaps_and_is_read_in_one_way_only(zone, now, minutes, weekly, lead, taken):
    spans = [
        Span(start, start + timedelta(minutes=45)) for start in (now + timedelta(minutes=number) for number in taken)
    ]
    times = free_times(pattern(zone, minutes, weekly, 14, timedelta(hours=lead)), spans, now)
    for wall_time, following in pairwise(times):
        assert not wall_time.span(minutes).overlaps(following.span(minutes))
    for wall_time in times:
        span = wall_time.span(minutes)
        assert span.start >= now + timedelta(hours=lead)
        assert not any(span.overlaps(other) for other in spans)
        shown = span.start.astimezone(ZoneInfo(zone))
        assert (shown.date(), shown.time(), shown.fold) == (wall_time.day, wall_time.at, 0)
        ends = datetime.combine(wall_time.day, wall_time.at) + timedelta(minutes=minutes)
        # On a change at the very end, the clock shows another time there; the minute before it counts.
        last = (span.end - timedelta(minutes=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert last == ends - timedelta(minutes=1)
        day_hours = [hours for weekday, hours in weekly if weekday == wall_time.day.weekday()]
        assert any(hours.start <= wall_time.at < hours.end for hours in day_hours)
