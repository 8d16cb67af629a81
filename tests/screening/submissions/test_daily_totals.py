"""Daily counts without personal data."""

import threading
from datetime import date

import pytest
from django.db import connection

from screening.submissions.daily_totals import DailyTotal, add, small_number_text, sums

What = DailyTotal.What


@pytest.mark.django_db
def test_a_day_is_counted_by_kind():
    for day, keys in ((1, ["a", "b"]), (1, ["a"]), (2, ["a"])):
        add(What.STOPPED_AT, keys, date(2026, 11, day))
    add(What.SENT, ["a"], date(2026, 11, 1))
    assert sums(What.STOPPED_AT) == {"a": 3, "b": 1}
    assert sums(What.STOPPED_AT, since=date(2026, 11, 2)) == {"a": 1}


@pytest.mark.parametrize(("count", "text"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5"), (1200, "1200")])
def test_a_small_number_is_not_shown(count, text):
    assert small_number_text(count) == text


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_when_many_count_at_the_same_time():
    def count() -> None:
        for _ in range(10):
            add(What.SENT, ["b", "a"], date(2026, 11, 1))
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sums(What.SENT) == {"a": 60, "b": 60}
