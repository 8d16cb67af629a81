from dataclasses import dataclass
from datetime import date
from typing import Annotated

import pytest

from pages.schema.errors import Report
from pages.schema.strict_yaml import Record, read, read_each


@dataclass(frozen=True)
class Amount:
    amount: int


@dataclass(frozen=True)
class Range:
    low: Amount
    high: Amount

    def __post_init__(self) -> None:
        if self.low.amount > self.high.amount:
            raise ValueError("`low` is more than `high`.", "Swap the two.")


def check_even(number: int) -> None:
    if number % 2:
        raise ValueError(f"{number} is odd.", "Write an even number.")


@dataclass(frozen=True)
class Form:
    title: str
    order: Annotated[int, check_even]
    sample: bool
    due: date
    seen: date | None
    tags: tuple[str, ...]
    price: Range
    note: str = "none"


GOOD = """\
title: Hello
order: 10
sample: true
due: 2027-05-22
seen:
tags: [a, b]
price: {low: 1, high: 2}
"""


def errors_of(text: str) -> list[str]:
    report = Report("form.yaml")
    assert read(Form, text, report, first_line=2) is None
    return [str(error) for error in sorted(report.errors)]


def test_a_valid_file_is_read_with_the_line_of_each_value() -> None:
    report = Report("form.yaml")
    record = read(Form, GOOD, report, first_line=2)
    assert report.errors == []
    assert record == Record(
        Form("Hello", 10, True, date(2027, 5, 22), None, ("a", "b"), Range(Amount(1), Amount(2))),
        {
            "": 2,
            "title": 2,
            "order": 3,
            "sample": 4,
            "due": 5,
            "seen": 6,
            "tags": 7,
            "tags.0": 7,
            "tags.1": 7,
            "price": 8,
            "price.low": 8,
            "price.high": 8,
        },
    )


def test_a_key_with_a_default_may_be_left_out() -> None:
    report = Report("form.yaml")
    notes = [form.value.note for text in (GOOD, GOOD + "note: hot\n") if (form := read(Form, text, report))]
    assert notes == ["none", "hot"]


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (
            "title: Hello",
            "title: yes",
            "2: `title` must be text; `yes` is read as true or false. Write it in quotes.",
        ),
        ("title: Hello", "title: 12", "2: `title` must be text; `12` is read as a number. Write it in quotes."),
        ("title: Hello", "title: 1.5", "2: `title` must be text; `1.5` is read as a number. Write it in quotes."),
        (
            "title: Hello",
            "title: 2026-01-31",
            "2: `title` must be text; `2026-01-31` is read as a date. Write it in quotes.",
        ),
        (
            "title: Hello",
            "title: [Hello]",
            "2: `title` must be text; this value is a list. Write it in quotes.",
        ),
        (
            "title: Hello",
            "title: {{ clinic.name }}",
            "2: `title` must be text; this value is a group of keys. Write it in quotes.",
        ),
        ("title: Hello", "title:", "2: `title` is empty; it must be text. Write it in quotes."),
        ("title: Hello", 'title: " "', "2: `title` is empty; it must be text. Write it in quotes."),
        (
            "title: Hello",
            "title: !!python/name:os.system x",
            "2: `title` must be text; `x` is marked tag:yaml.org,2002:python/name:os.system. Write it in quotes.",
        ),
        ("order: 10", "order: 11", "3: `order`: 11 is odd. Write an even number."),
        (
            "order: 10",
            "order: ten",
            "3: `order` must be a whole number; `ten` is read as text. Write digits only, like 30.",
        ),
        (
            "order: 10",
            "order: 010",
            "3: `order` must be a whole number; `010` is read as a number. Write digits only, like 30.",
        ),
        (
            "order: 10",
            'order: "10"',
            "3: `order` must be a whole number; `10` is read as text. Write digits only, like 30.",
        ),
        (
            "sample: true",
            "sample: yes",
            "4: `sample` must be true or false; `yes` is read as true or false. Write true or false.",
        ),
        (
            "sample: true",
            'sample: "true"',
            "4: `sample` must be true or false; `true` is read as text. Write true or false.",
        ),
        (
            "due: 2027-05-22",
            "due: 2026-13-45",
            "5: `due`: 2026-13-45 is not a day of the calendar. Check month and day.",
        ),
        (
            "due: 2027-05-22",
            "due: May 2027",
            "5: `due` must be a date; `May 2027` is read as text. Write year-month-day, like 2027-05-22.",
        ),
        ("due: 2027-05-22", "due:", "5: `due` is empty; it must be a date. Write year-month-day, like 2027-05-22."),
        (
            "seen:",
            "seen: no",
            "6: `seen` must be a date; `no` is read as true or false. Write year-month-day, like 2027-05-22.",
        ),
        (
            "tags: [a, b]",
            "tags: a, b",
            "7: `tags` must be a list; `a, b` is read as text. Write it like [fda23, ketalar], or [] for none.",
        ),
        (
            "tags: [a, b]",
            "tags:\n  - a\n  - 7",
            "9: `tags.1` must be text; `7` is read as a number. Write it in quotes.",
        ),
        ("tags: [a, b]", "tags: [a, a]", "7: `a` is twice in `tags`. Keep one of the two."),
        (
            "price: {low: 1, high: 2}",
            "price: 5",
            "8: `price` must be a group of keys; `5` is read as a number. Write one `key: value` per line.",
        ),
        (
            "price: {low: 1, high: 2}",
            "price: {low: 1}",
            "8: `price.high` is missing. Add a line that begins `high:`.",
        ),
        (
            "price: {low: 1, high: 2}",
            "price: {low: 3, high: 2}",
            "8: `price`: `low` is more than `high`. Swap the two.",
        ),
        (
            "price: {low: 1, high: 2}",
            "price: {low: 1, hihg: 2, high: 2}",
            "8: `price.hihg` is not a key of this file. Did you mean `high`?",
        ),
        ("title: Hello", "", "3: `title` is missing. Add a line that begins `title:`."),
        (
            "title: Hello",
            "title: Hello\ntitle: Bye",
            "3: `title` is here twice. Keep this line or line 2, not both.",
        ),
        ("title: Hello", "titel: Hello", "2: `titel` is not a key of this file. Did you mean `title`?"),
        ("title: Hello", "title: Hello\ntitel: Bye", "3: `titel` is not a key of this file. Did you mean `title`?"),
        (
            "title: Hello",
            "title: Hello\nzebra: Bye",
            "3: `zebra` is not a key of this file. The keys are: title, order, sample, due, seen, tags, price, note.",
        ),
        ("title: Hello", "title: Hello\n7: Bye", "3: The key `7` is not text. Write it in quotes."),
        (
            "title: Hello",
            "title: Hello: you",
            '2: Line 2 has a second colon. Put quotes around the text: `title: "Hello: you"`.',
        ),
        (
            "order: 10",
            "order 10",
            "3: Line 3 has no colon. Write a colon and a space after the name of the value, like `order: 10`.",
        ),
        (
            "tags: [a, b]",
            "tags:\n  -a\n  -b",
            "8: `tags` must be a list; `-a -b` is read as text. "
            "Write a space after the hyphen of each item, like `- one`.",
        ),
        (
            "title: Hello",
            "title: Hel\x07lo",
            "2: There is a control character here. Delete it and type the line again.",
        ),
    ],
)
def test_an_invalid_value_is_an_error_in_a_plain_sentence(old: str, new: str, error: str) -> None:
    assert errors_of(GOOD.replace(old, new)) == [f"form.yaml:{error}"]


def test_all_errors_are_reported_at_once() -> None:
    assert errors_of("title: no\norder: x\n") == [
        "form.yaml:2: `due` is missing. Add a line that begins `due:`.",
        "form.yaml:2: `price` is missing. Add a line that begins `price:`.",
        "form.yaml:2: `sample` is missing. Add a line that begins `sample:`.",
        "form.yaml:2: `seen` is missing. Add a line that begins `seen:`.",
        "form.yaml:2: `tags` is missing. Add a line that begins `tags:`.",
        "form.yaml:2: `title` must be text; `no` is read as true or false. Write it in quotes.",
        "form.yaml:3: `order` must be a whole number; `x` is read as text. Write digits only, like 30.",
    ]


def test_a_file_that_is_not_a_mapping_is_an_error() -> None:
    report = Report("form.yaml")
    assert read_each(str, "- a\n- b\n", report) is None
    assert [str(error) for error in report.errors] == [
        "form.yaml:1: This file must be a group of keys; this value is a list. Write one `key: value` per line."
    ]


def test_a_file_in_which_no_line_has_a_key_is_an_error() -> None:
    report = Report("form.yaml")
    assert read_each(str, "# terms\nPlacebo\n", report) is None
    assert [str(error) for error in report.errors] == [
        "form.yaml:2: Line 2 has no colon. Write the name of the value, a colon and a space before the text, "
        "like `title: Ketamine`."
    ]


def test_an_empty_file_is_an_empty_mapping() -> None:
    report = Report("people.yaml")
    assert read_each(Range, "# nobody yet\n", report) == Record({}, {"": 1})
    assert report.errors == []
