"""Two texts side by side."""

from hypothesis import given
from hypothesis import strategies as st

from pages.editing.diff import Part, Row, compare

lines = st.lists(st.sampled_from(["", "a b c", "a b d", "x y z", "a"]), max_size=8)


def plain(*words: str) -> tuple[Part, ...]:
    return tuple(Part(word, False) for word in words)


def test_a_changed_word_is_marked_and_what_is_far_away_is_folded():
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


def test_another_line_is_one_taken_out_and_one_added():
    assert compare("you may feel tired", "call 911 now") == [
        Row("removed", (Part("you may feel tired", True),)),
        Row("added", after=(Part("call 911 now", True),), line=1),
    ]


def test_lines_that_came_or_went():
    assert [(row.kind, row.line) for row in compare("a\nb", "a\nnew\nb\n")] == [
        ("same", 1),
        ("added", 2),
        ("same", 3),
        ("added", 4),
    ]
    assert [row.kind for row in compare("a\nb\nc", "a\nc")] == ["same", "removed", "same"]


def test_the_same_text_has_nothing_to_show():
    assert compare("a\nb", "a\nb") == []


@given(lines, lines)
def test_no_word_of_either_text_is_left_out_but_the_lines_that_are_the_same(old, new):
    rows = compare("\n".join(old), "\n".join(new))
    left = ["".join(part.text for part in row.before) for row in rows if row.kind in ("removed", "changed", "same")]
    right = ["".join(part.text for part in row.after) for row in rows if row.kind in ("added", "changed", "same")]
    folded = sum(row.skipped for row in rows)
    if rows:
        assert len(left) + folded == max(len(old), 1)
        assert len(right) + folded == max(len(new), 1)
        assert all(line in (old or [""]) for line in left)
        assert all(line in (new or [""]) for line in right)
