"""Days and moments read as an American writes them, in the time zone of the clinic."""

from datetime import UTC, date, datetime
from zoneinfo import available_timezones

import pytest

from bases.moments import date_text, is_time_zone, moment_text


def test_a_day_and_a_moment_read_as_an_american_writes_them_in_the_time_zone_of_the_clinic() -> None:
    early = datetime(2026, 11, 24, 3, 5, tzinfo=UTC)
    assert date_text(date(2026, 11, 24)) == "November 24, 2026"
    assert date_text(early) == "November 23, 2026"
    assert moment_text(early) == "November 23, 2026, 10:05 PM"


def test_the_time_zones_are_those_that_python_lists() -> None:
    assert [name for name in available_timezones() if not is_time_zone(name)] == []


@pytest.mark.parametrize(
    "name",
    [
        "",
        "America",
        "America/",
        "/America/New_York",
        "../America/New_York",
        "Mars/Base",
        "zone.tab",
        "posix/Europe/Paris",
        "\0",
    ],
)
def test_anything_else_is_no_time_zone(name) -> None:
    assert not is_time_zone(name)
