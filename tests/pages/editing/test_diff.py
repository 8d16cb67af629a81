"""Two texts are compared, and two changes of a text are merged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.editing.diff import Part, Row, compare, merge

BASE = "one\ntwo\nthree\nfour\nfive\n"
texts = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=8).map("\n".join)
lines = st.lists(st.sampled_from(["", "a b c", "a b d", "x y z", "a"]), max_size=8)


def plain(*words: str) -> tuple[Part, ...]:
    return tuple(Part(word, False) for word in words)


def test_a_changed_word_is_marked_and_distant_lines_are_folded():
    before = "one\ntwo\nthree\nyou may feel tired\nfive\nsix\nseven"
    after = before.replace("may", "might")
    assert compare(before, after) == [
        Row("gap", skipped=2),
        Row("same", plain("three"), plain("three"), 3),
        Row(
            "changed",
            (Part("you ", False), Part("may", True), Part(" feel tired", False)),
            (Part("you ", False), Part("might", True), Part(" feel tired", False)),
            4,
        ),
        Row("same", plain("five"), plain("five"), 5),
        Row("gap", skipped=2),
    ]


def test_a_dissimilar_line_is_shown_as_removed_and_added():
    assert compare("you may feel tired", "call 911 now") == [
        Row("removed", (Part("you may feel tired", True),)),
        Row("added", after=(Part("call 911 now", True),), line=1),
    ]


def test_added_and_removed_lines_are_shown():
    assert [(row.kind, row.line) for row in compare("a\nb", "a\nnew\nb\n")] == [
        ("same", 1),
        ("added", 2),
        ("same", 3),
        ("added", 4),
    ]
    assert [row.kind for row in compare("a\nb\nc", "a\nc")] == ["same", "removed", "same"]


def test_equal_texts_have_no_rows():
    assert compare("a\nb", "a\nb") == []


@given(lines, lines)
def test_only_unchanged_lines_are_left_out(old, new):
    rows = compare("\n".join(old), "\n".join(new))
    left = ["".join(part.text for part in row.before) for row in rows if row.kind in ("removed", "changed", "same")]
    right = ["".join(part.text for part in row.after) for row in rows if row.kind in ("added", "changed", "same")]
    folded = sum(row.skipped for row in rows)
    if rows:
        assert len(left) + folded == max(len(old), 1)
        assert len(right) + folded == max(len(new), 1)
        assert all(line in (old or [""]) for line in left)
        assert all(line in (new or [""]) for line in right)


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        ("ONE\ntwo\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\nFIVE\n", "ONE\ntwo\nthree\nfour\nFIVE\n"),
        ("two\nthree\nfour\nfive\n", "one\ntwo\nthree\nfour\nfive\nsix\n", "two\nthree\nfour\nfive\nsix\n"),
        ("one\ntwo\n2.5\nthree\nfour\nfive\n", "one\ntwo\nthree\nfive\n", "one\ntwo\n2.5\nthree\nfive\n"),
        (BASE.upper(), BASE.upper(), BASE.upper()),
    ],
    ids=["far apart", "one removes, one adds", "in the middle", "the same change"],
)
def test_changes_in_different_places_are_merged(ours, theirs, both):
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
    ids=["the same line", "neighbors", "removed and changed", "both at the end"],
)
def test_changes_of_neighboring_lines_are_not_merged(ours, theirs):
    assert merge(BASE, ours, theirs) is None
    assert merge(BASE, theirs, ours) is None


@given(texts, texts)
def test_merging_a_change_with_no_change_returns_that_change(base, changed):
    assert merge(base, changed, base) == merge(base, base, changed) == merge(base, changed, changed) == changed


@given(texts, texts, texts)
def test_the_order_of_the_two_changes_does_not_matter(base, ours, theirs):
    assert merge(base, ours, theirs) == merge(base, theirs, ours)


@given(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4), st.lists(st.sampled_from("xyz"), min_size=1, max_size=4)
)
def test_lines_added_at_both_ends_are_all_kept(before, after):
    base = "1\n2\n3"
    both = merge(base, "\n".join([*before, base]), "\n".join([base, *after]))
    assert both == "\n".join([*before, base, *after])
