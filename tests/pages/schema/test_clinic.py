import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from pages.schema.clinic import Clinic, Count, Dollars, Money, WorkingDays, facts_of
from pages.schema.errors import Report
from pages.schema.strict_yaml import read
from pages.schema.values import Kept
from tests.pages.conftest import ContentFolder

DAY = date(2026, 11, 25)
CLINIC = Path(__file__).parents[3] / "content/clinic.yaml"


def clinic_of(content: ContentFolder) -> Clinic:
    return content.load().clinic


@pytest.mark.parametrize(
    ("money", "text"),
    [
        (Money(Dollars(400), Dollars(900)), "$400 to $900"),
        (Money(Dollars(250), Dollars(250)), "$250"),
        (Money(Dollars(0), Dollars(0)), "no charge"),
        (Money(Dollars(900), Dollars(1200)), "$900 to $1,200"),
    ],
)
def test_money_is_written_as_a_price_or_a_range(money: Money, text: str) -> None:
    assert str(money) == text


@pytest.mark.parametrize(("count", "text"), [(Count(4, 8), "4 to 8"), (Count(6, 6), "6")])
def test_a_count_is_written_as_a_number_or_a_range(count: Count, text: str) -> None:
    assert str(count) == text


def test_a_fact_has_the_same_name_as_an_attribute_and_in_a_page(content: ContentFolder) -> None:
    clinic = clinic_of(content)
    facts = facts_of(clinic)
    assert clinic.crisis.lifeline.call == facts["clinic.crisis.lifeline.call"] == "988"
    assert str(clinic.prices.medicine_session.low) == facts["clinic.prices.medicine_session.low"] == "$400"
    assert str(clinic.course.medicine_sessions) == facts["clinic.course.medicine_sessions"] == "4 to 8"
    assert facts["clinic.kept.screening_days"] == "30"
    assert clinic.crisis.spanish.keyword == facts["clinic.crisis.spanish.keyword"] == "AYUDA"
    assert clinic.doses_are_taken == facts["clinic.doses_are_taken"] == "here"


def test_a_group_of_facts_is_not_a_fact(content: ContentFolder) -> None:
    assert not {"clinic", "clinic.prices", "clinic.crisis.lifeline"} & facts_of(clinic_of(content)).keys()


@pytest.mark.parametrize(
    ("old", "new", "errors"),
    [
        (
            "short_name: Quay\n",
            "",
            ["content/clinic.yaml:1: `short_name` is missing. Add a line that begins `short_name:`."],
        ),
        (
            "kept:\n  screening_days: 30",
            "kept:\n  screening_dais: 30",
            [
                "content/clinic.yaml:27: `kept.screening_dais` is not a key of this file."
                " Did you mean `screening_days`?",
            ],
        ),
        (
            "{low: 1, high: 2}",
            "{low: 2, high: 1}",
            ["content/clinic.yaml:23: `course.preparation_sessions`: `low` is more than `high`. Swap the two."],
        ),
        (
            "{low: 0, high: 0}",
            "{low: free, high: 0}",
            [
                "content/clinic.yaml:17: `prices.consultation.low` must be a whole number; `free` is read as text."
                " Write digits only, like 30."
            ],
        ),
        (
            'call: "911"',
            "call: 911",
            [
                "content/clinic.yaml:34: `crisis.emergency.call` must be text; `911` is read as a number."
                " Write it in quotes."
            ],
        ),
        (
            "doses_are_taken: here\n",
            "",
            ["content/clinic.yaml:1: `doses_are_taken` is missing. Add a line that begins `doses_are_taken:`."],
        ),
        (
            'press: "2", ',
            "",
            ["content/clinic.yaml:36: `crisis.spanish.press` is missing. Add a line that begins `press:`."],
        ),
        (
            "link: https://988lifeline.org/",
            "link: 988lifeline.org",
            [
                "content/clinic.yaml:37: `crisis.sign_language`: `988lifeline.org` is not a web address."
                " Write it in full, from https:// on."
            ],
        ),
        (
            "time_zone: America/New_York",
            "time_zone: America/Newyork",
            [
                "content/clinic.yaml:9: `time_zone`: `America/Newyork` is not a time zone."
                " Did you mean `America/New_York`?"
            ],
        ),
        (
            "time_zone: America/New_York",
            "time_zone: Eastern",
            ["content/clinic.yaml:9: `time_zone`: `Eastern` is not a time zone. Did you mean `US/Eastern`?"],
        ),
        (
            "email: hello@clinic.example",
            "email: hello(at)clinic",
            [
                "content/clinic.yaml:5: `email`: `hello(at)clinic` is not a mail address."
                " Write it like hello@clinic.example."
            ],
        ),
        (
            "answers_within: 2",
            "answers_within: 0",
            ["content/clinic.yaml:8: `answers_within`: 0 is too small. Write a number from 1 to 10."],
        ),
        (
            "screening_days: 30\n  consultation_request_days: 90\n  error_log_days: 30\n  backup_days: 35",
            "screening_days: 0\n  consultation_request_days: 9000\n  error_log_days: 0\n  backup_days: 0",
            [
                "content/clinic.yaml:27: `kept.screening_days`: 0 is too small. Write a number from 14 to 730.",
                "content/clinic.yaml:28: `kept.consultation_request_days`: 9000 is too large."
                " Write a number from 14 to 730.",
                "content/clinic.yaml:29: `kept.error_log_days`: 0 is too small. Write a number from 1 to 365.",
                "content/clinic.yaml:30: `kept.backup_days`: 0 is too small. Write a number from 7 to 365.",
            ],
        ),
        (
            "access_log_years: 6",
            "access_log_years: 5",
            ["content/clinic.yaml:31: `kept.access_log_years`: 5 is too small. Write a number from 6 to 30."],
        ),
        (
            "chat: https://988lifeline.org/chat/",
            "chat: javascript:alert(1)",
            [
                "content/clinic.yaml:33: `crisis.lifeline`: `javascript:alert(1)` is not a web address."
                " Write it in full, from https:// on."
            ],
        ),
    ],
)
def test_an_invalid_fact_is_an_error(content: ContentFolder, old: str, new: str, errors: list[str]) -> None:
    content.replace("clinic.yaml", old, new)
    assert content.errors() == errors


def test_a_misspelled_key_is_one_error_wherever_it_is() -> None:
    text, misspelled = re.subn(r"^( *)([a-z_]+): (?=.)", r"\1\2x: ", CLINIC.read_text(), flags=re.MULTILINE)
    report = Report("clinic.yaml")
    read(Clinic, text, report)
    assert [str(error) for error in report.errors if "x` is not a key of this file. Did you" not in str(error)] == []
    assert len(report.errors) == misspelled > 50


@pytest.mark.parametrize(
    ("days", "day", "before"),
    [(2, date(2026, 11, 25), date(2026, 11, 23)), (2, date(2026, 11, 23), date(2026, 11, 19)), (0, DAY, DAY)],
)
def test_working_days_leave_out_the_weekend(days: int, day: date, before: date) -> None:
    assert WorkingDays(days).before(day) == before


@pytest.mark.parametrize(("days", "text"), [(1, "1 business day"), (2, "2 business days")])
def test_working_days_are_written_with_their_unit(days: int, text: str) -> None:
    assert str(WorkingDays(days)) == text


def test_every_limit_of_what_is_kept_has_a_least_and_a_greatest_value() -> None:
    kinds = get_type_hints(Kept, include_extras=True)
    checks = {name: get_args(kind)[1] for name, kind in kinds.items()}
    for check in checks.values():
        for number in (0, 100_000):
            with pytest.raises(ValueError, match="is too"):
                check(number)
    assert checks.keys() == {field.name for field in fields(Kept)}
