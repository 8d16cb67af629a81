"""Daily counts without personal data."""

import threading
from datetime import date

import pytest
from django.db import connection

from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal, add, rules_changed, small_number_text, sums
from tests.screening.submitting import submit, submit_under_1_0_1

What = DailyTotal.What


@pytest.mark.django_db
def test_a_day_is_counted_by_kind():
    for day, keys in ((1, ["a", "b"]), (1, ["a"]), (2, ["a"])):
        add(What.STOPPED_AT, keys, date(2026, 11, day))
    add(What.SENT, ["a"], date(2026, 11, 1))
    assert sums(What.STOPPED_AT) == {"a": 3, "b": 1}
    assert sums(What.STOPPED_AT, since=date(2026, 11, 2)) == {"a": 1}


@pytest.mark.django_db
def test_a_change_of_the_rules_begins_with_the_first_count_under_them():
    assert rules_changed() == []
    add(What.SENT, ["a"], date(2026, 11, 1))
    for day, version in ((3, "2"), (4, "2"), (9, "3"), (12, "2")):
        add(What.RULES, [version], date(2026, 11, day))
    assert rules_changed() == [(date(2026, 11, 9), "3"), (date(2026, 11, 3), "2")]
    assert rules_changed(since=date(2026, 11, 9)) == [(date(2026, 11, 9), "3")]
    assert rules_changed(since=date(2026, 11, 10)) == []


@pytest.mark.django_db
def test_the_first_rules_of_a_site_are_no_change():
    for what, key in ((What.SENT, "a"), (What.RULES, "1")):
        add(what, [key], date(2026, 11, 1))
    assert rules_changed() == []


@pytest.mark.django_db
def test_what_is_sent_is_counted_by_the_version_of_its_rules():
    submit()
    submit_under_1_0_1()
    submit()
    assert sums(What.RULES) == {QUESTIONNAIRE.version: 2, "1.0.1": 1}


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
