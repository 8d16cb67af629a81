"""A clock that jumped is noticed, and one that only went on is not."""

from datetime import UTC, datetime, timedelta

import pytest

from operations.clock import Reading, has_jumped, jump

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def reading(passed=timedelta(0), uptime=None, boot="a"):
    """`passed` by the clock on the wall, `uptime` by the one that cannot be set."""
    return Reading(NOON + passed, boot, 1000 + (passed if uptime is None else uptime).total_seconds())


@pytest.mark.parametrize("passed", [timedelta(0), DAY, 400 * DAY])
def test_time_that_passed_by_both_clocks_is_no_jump(passed):
    assert jump(reading(), reading(passed)) == timedelta(0)


@pytest.mark.parametrize("ahead", [DAY + SECOND, -DAY - SECOND, 400 * DAY])
def test_one_clock_alone_that_went_on_by_more_than_a_day_has_jumped(ahead):
    later = reading(3 * DAY + ahead, uptime=3 * DAY)
    assert jump(reading(), later) == ahead
    assert has_jumped(reading(), later)


@pytest.mark.parametrize("ahead", [DAY, -DAY, SECOND])
def test_a_day_or_less_is_forgiven(ahead):
    assert not has_jumped(reading(), reading(3 * DAY + ahead, uptime=3 * DAY))


@pytest.mark.parametrize("boots", [("a", "b"), ("", ""), ("a", ""), ("", "b")])
@pytest.mark.parametrize(
    ("passed", "jumped"),
    [(timedelta(0), False), (2 * DAY, False), (2 * DAY + SECOND, True), (-DAY, False), (-DAY - SECOND, True)],
)
def test_across_a_start_of_the_machine_a_day_between_runs_is_as_planned(boots, passed, jumped):
    before, after = boots
    assert has_jumped(reading(boot=before), reading(passed, boot=after)) == jumped


def test_this_machine_can_be_read():
    first = Reading.now()
    second = Reading.now()
    assert first.boot == second.boot
    assert second.uptime >= first.uptime
    assert second.at >= first.at
