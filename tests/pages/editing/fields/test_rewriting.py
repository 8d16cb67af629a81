"""Values of a YAML file are changed, and every other character stays as it is."""

import difflib

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pages.editing.fields.leaves import Kind, Leaf, leaves_of
from pages.editing.fields.nodes import Unfit
from pages.editing.fields.rewriting import changed, inserted, moved, renamed, value_at, without
from pages.schema.clinic import Clinic
from pages.schema.references import Source

TEXT = """\
# What is true of this clinic.
name: Quay  # a comment
phone: "(555) 555-0100"
days: 2  # working days
room: >-
  The room is quiet
  and private.
closed_on: [2026-11-26, 2026-12-25]

# Papers to send.
referrals:
  how: 'Doctors can call us.'
  papers:
    - a list
    # the second
    - a letter
prices:
  talk: {low: 0, high: 10}
empty:
text: |
  One.

  Two.
"""
ORDER = [
    *[(name,) for name in ("name", "phone", "days", "room", "closed_on", "parking", "opening")],
    *[("opening", "monday"), ("opening", "friday"), ("referrals",), ("prices",)],
]


def leaf(path: str, kind: Kind = Kind.TEXT, **options: bool) -> Leaf:
    return Leaf(tuple(path.split(".")), kind, **options)


OPTIONAL = {"may_be_left_out": True}


def difference(new: str, old: str = TEXT) -> list[str]:
    """The removed and added lines."""
    lines = difflib.ndiff(old.split("\n"), new.split("\n"))
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize(
    ("edited", "value", "lines"),
    [
        (leaf("name"), "Pier", ["- name: Quay  # a comment", "+ name: Pier  # a comment"]),
        (leaf("name"), "Pier: new", ["- name: Quay  # a comment", "+ name: 'Pier: new'  # a comment"]),
        (leaf("name"), "988", ["- name: Quay  # a comment", "+ name: '988'  # a comment"]),
        (leaf("name"), "A #1", ["- name: Quay  # a comment", "+ name: 'A #1'  # a comment"]),
        (leaf("name"), "", ["- name: Quay  # a comment", "+ name: ''  # a comment"]),
        (leaf("name"), "a\nb", ["- name: Quay  # a comment", '+ name: "a\\nb"  # a comment']),
        (leaf("phone"), "(555) 555-0199", ['- phone: "(555) 555-0100"', '+ phone: "(555) 555-0199"']),
        (leaf("days", Kind.NUMBER), "3", ["- days: 2  # working days", "+ days: 3  # working days"]),
        (leaf("days", Kind.NUMBER), "two: 2", ["- days: 2  # working days", "+ days: 'two: 2'  # working days"]),
        (
            leaf("room"),
            "It is new.",
            ["-   The room is quiet", "-   and private.", "+   It is new."],
        ),
        (
            leaf("closed_on", Kind.DATES),
            "2026-11-26\n\n2027-01-01",
            ["- closed_on: [2026-11-26, 2026-12-25]", "+ closed_on: [2026-11-26, 2027-01-01]"],
        ),
        (leaf("closed_on", Kind.DATES, **OPTIONAL), "", ["- closed_on: [2026-11-26, 2026-12-25]"]),
        (leaf("closed_on", Kind.DATES), "", ["- closed_on: [2026-11-26, 2026-12-25]", "+ closed_on: []"]),
        (
            leaf("referrals.papers", Kind.TEXTS),
            "a letter\na list: long",
            ["-     - a list", "-     # the second", "+     - 'a list: long'"],
        ),
        (leaf("prices.talk.high", Kind.NUMBER), "20", ["-   talk: {low: 0, high: 10}", "+   talk: {low: 0, high: 20}"]),
        (leaf("prices.talk.high", Kind.NUMBER, **OPTIONAL), "", ["-   talk: {low: 0, high: 10}", "+   talk: {low: 0}"]),
        (
            leaf("prices.talk.low", Kind.NUMBER, **OPTIONAL),
            "",
            ["-   talk: {low: 0, high: 10}", "+   talk: {high: 10}"],
        ),
        (
            leaf("prices.talk.name"),
            "a, b",
            ["-   talk: {low: 0, high: 10}", "+   talk: {low: 0, high: 10, name: 'a, b'}"],
        ),
        (leaf("empty"), "full", ["- empty:", "+ empty: full"]),
        (leaf("empty", may_be_null=True), "", []),
        (leaf("name", may_be_null=True), "", ["- name: Quay  # a comment", "+ name: null  # a comment"]),
        (leaf("text"), "One.\n\nThree.", ["-   Two.", "+   Three."]),
        (leaf("parking"), "Free.", ["+ parking: Free."]),
        (leaf("opening.friday"), "09:00-12:00", ["+ opening:", "+   friday: 09:00-12:00"]),
        (leaf("empty.deeper"), "x", ["- empty:", "+ empty:", "+   deeper: x"]),
        (leaf("parking"), "", []),
    ],
    ids=lambda value: str(value)[:40],
)
def test_only_the_changed_value_changes(edited: Leaf, value: str, lines: list[str]) -> None:
    new = changed(TEXT, edited, value, ORDER)
    assert sorted(difference(new)) == sorted(lines)
    assert value_at(new, edited) == "\n".join(filter(None, value.split("\n"))) or edited.kind == Kind.TEXT
    assert changed(new, edited, value_at(new, edited), ORDER) == new


def test_a_new_key_is_inserted_in_the_order_of_the_schema() -> None:
    new = changed(TEXT, leaf("parking"), "Free.", ORDER)
    assert "closed_on: [2026-11-26, 2026-12-25]\nparking: Free.\n\n# Papers to send.\n" in new
    both = changed(changed(new, leaf("opening.friday"), "9", ORDER), leaf("opening.monday"), "8", ORDER)
    assert "parking: Free.\nopening:\n  monday: '8'\n  friday: '9'\n\n# Papers" in both


def test_a_group_without_values_is_removed() -> None:
    new = without(without(TEXT, ("referrals", "how")), ("referrals", "papers"))
    assert difference(new) == [
        "- referrals:",
        "-   how: 'Doctors can call us.'",
        "-   papers:",
        "-     - a list",
        "-     # the second",
        "-     - a letter",
    ]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("# Nobody yet.\n{}\n", "# Nobody yet.\ndr-a:\n  name: A\n"),
        ("# Nobody yet.\n", "# Nobody yet.\ndr-a:\n  name: A\n"),
        ("", "dr-a:\n  name: A\n"),
        ("dr-b:\n  name: B\n", "dr-b:\n  name: B\ndr-a:\n  name: A\n"),
        ("{dr-b: {name: B}}\n", "{dr-b: {name: B}, dr-a: {name: A}}\n"),
    ],
)
def test_the_first_entry_of_a_file_is_added(text: str, result: str) -> None:
    assert inserted(text, leaf("dr-a.name"), "A", []) == result


LIST = "# Parts.\none: First\n# about two\ntwo: Second\nthree: Third\n"


def test_an_entry_is_moved_with_its_comment() -> None:
    assert moved(LIST, "two", 1) == "# Parts.\n# about two\ntwo: Second\none: First\nthree: Third\n"
    assert moved(LIST, "one", 99) == "# Parts.\n# about two\ntwo: Second\nthree: Third\none: First\n"
    assert moved(LIST, "three", 3) == LIST


def test_an_entry_is_renamed_and_removed() -> None:
    assert renamed(LIST, ("two",), "a: b") == LIST.replace("two: S", "'a: b': S")
    assert without(LIST, ("three",)) == "# Parts.\none: First\n# about two\ntwo: Second\n"
    blank = "one:\n  a: b\n\ntwo:\n  a: c\n\nthree:\n  a: d\n"
    assert without(blank, ("two",)) == "one:\n  a: b\n\nthree:\n  a: d\n"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: b\na: c\n", "A key is there twice, or is not a word. The form can show this file when that is fixed."),
        (
            "a: &x b\nc: *x\n",
            "The file uses the same value at two places (with `&` and `*`), which the form cannot show.",
        ),
        ("a: [b\n", "The form can show this file when the error below is fixed in the text."),
        ("- a\n", "No line of this file has the form `name: value`."),
        ("a: b\n", "`a` is not a group of keys. Fix that in the text first."),
    ],
)
def test_a_text_that_a_form_cannot_show_says_why(text: str, reason: str) -> None:
    with pytest.raises(Unfit) as unfit:
        value_at(text, leaf("a.b"))
    assert str(unfit.value) == reason


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs", "Cn"])).map(
    str.strip
)
PLACES = [
    leaf("name"),
    leaf("room"),
    leaf("text"),
    leaf("prices.talk.low"),
    leaf("new"),
    leaf("opening.new"),
    leaf("phone"),
]


@given(st.sampled_from(PLACES), st.lists(WORDS, min_size=1, max_size=3).map("\n".join).map(str.strip))
def test_any_text_is_read_as_it_was_entered(place: Leaf, value: str) -> None:
    new = changed(TEXT, place, value, ORDER)
    assert value_at(new, place) == value
    other = leaf("referrals.papers")
    assert value_at(new, other) == "a list\na letter"
    before, after = yaml.safe_load(TEXT), yaml.safe_load(new)
    top = place.path[0]
    assert {key: after[key] for key in before if key != top} == {key: before[key] for key in before if key != top}


def test_the_leaves_of_a_schema_say_what_may_be_left_out() -> None:
    assert list(leaves_of(Source)) == [
        Leaf(("title",), Kind.TEXT),
        Leaf(("publisher",), Kind.TEXT),
        Leaf(("year",), Kind.NUMBER, may_be_null=True),
        Leaf(("kind",), Kind.TEXT),
        Leaf(("link",), Kind.TEXT),
        Leaf(("checked_on",), Kind.DATE, may_be_null=True),
        Leaf(("read",), Kind.TEXT, may_be_left_out=True, may_be_null=True),
        Leaf(("review_by",), Kind.DATE, may_be_left_out=True, may_be_null=True),
    ]
    clinic = {leaf.path: leaf for leaf in leaves_of(Clinic)}
    assert clinic["prices", "consultation", "low"].kind is Kind.NUMBER
    assert (clinic["phone",].kind, clinic["email",].kind, clinic["answers_within",].kind) == ("tel", "email", "number")
    assert clinic["closed_on",] == Leaf(("closed_on",), Kind.DATES, may_be_left_out=True)
    assert clinic["course", "weeks", "low"].may_be_left_out
    assert clinic["calls_by_video",] == Leaf(("calls_by_video",), Kind.YES_NO, may_be_left_out=True)
