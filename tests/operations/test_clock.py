"""A clock that was set wrong is noticed, and one that only went on is not."""

from datetime import UTC, datetime, timedelta

import pytest

from operations.clock import is_trustworthy

LAST_RUN = datetime(2026, 11, 24, 12, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def test_before_the_first_run_the_clock_is_trusted():
    assert is_trustworthy(None, LAST_RUN)


@pytest.mark.parametrize("passed", [timedelta(0), SECOND, DAY, 3 * DAY])
def test_a_last_run_within_three_days_is_as_planned(passed):
    assert is_trustworthy(LAST_RUN, LAST_RUN + passed)


@pytest.mark.parametrize("passed", [3 * DAY + SECOND, 4000 * DAY, -SECOND, -DAY])
def test_a_last_run_in_the_future_or_more_than_three_days_ago_is_not_trusted(passed):
    assert not is_trustworthy(LAST_RUN, LAST_RUN + passed)
