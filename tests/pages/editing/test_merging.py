"""Two changes of one text put together."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.editing.merging import merge

BASE = "one\ntwo\nthree\nfour\nfive\n"
texts = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8).map("\n".join)


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        ("ONE\ntwo\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\nFIVE\n", "ONE\ntwo\nthree\nfour\nFIVE\n"),
        ("two\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\nfive\nsix\n", "two\nthree\nfour\nfive\nsix\n"),
        ("one\ntwo\n2.5\nthree\nfour\nfive\n", "one\ntwo\nthree\nfive\n", "one\ntwo\n2.5\nthree\nfive\n"),
        (BASE.upper(), BASE.upper(), BASE.upper()),
    ],
    ids=["far apart", "one takes out, one adds", "in the middle", "the same change"],
)
def test_changes_that_do_not_touch_are_both_there(ours, theirs, both):
    assert merge(BASE, ours, theirs) == both
    assert merge(BASE, theirs, ours) == both


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("one\nTWO\nthree\nfour\nfive\n", "one\nzwei\nthree\nfour\nfive\n"),
        ("one\nTWO\nthree\nfour\nfive\n", "one\ntwo\nTHREE\nfour\nfive\n"),
        ("one\nthree\nfour\nfive\n", "one\nTWO\nthree\nfour\nfive\n"),
        (f"{BASE}six\n", f"{BASE}seven\n"),
    ],
    ids=["the same line", "neighbors", "taken out and changed", "both at the end"],
)
def test_changes_that_touch_are_not_guessed_at(ours, theirs):
    assert merge(BASE, ours, theirs) is None
    assert merge(BASE, theirs, ours) is None


@given(texts, texts)
def test_a_change_against_none_is_that_change(base, changed):
    assert merge(base, changed, base) == merge(base, base, changed) == merge(base, changed, changed) == changed


@given(texts, texts, texts)
def test_it_does_not_matter_who_was_first(base, one, other):
    assert merge(base, one, other) == merge(base, other, one)


@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.lists(st.sampled_from("xyz"), min_size=1, max_size=4)
)
def test_what_was_added_at_either_end_is_all_there(before, after):
    base = "1\n2\n3"
    both = merge(base, "\n".join([*before, base]), "\n".join([base, *after]))
    assert both == "\n".join([*before, base, *after])
