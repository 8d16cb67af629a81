"""Days and moments read as an American writes them, in the time zone of the clinic."""

from datetime import UTC, date, datetime

from bases.moments import date_text, moment_text


def test_a_day_and_a_moment_read_as_an_american_writes_them_in_the_time_zone_of_the_clinic() -> None:
    early = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)
    assert date_text(date(2026, 11, 24)) == "November 24, 2026"
    assert date_text(early) == "November 23, 2026"
    assert moment_text(early) == "November 23, 2026, 10:05 PM"
