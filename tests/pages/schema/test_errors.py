from pages.schema.errors import BrokenContent, ContentError, did_you_mean

FIRST = ContentError("a.md", 2, "This is wrong.", "Do that.")
SECOND = ContentError("a.md", 10, "So is this.", "Do this.")


def test_an_error_says_where_what_and_what_to_do() -> None:
    assert str(FIRST) == "a.md:2: This is wrong. Do that."


def test_errors_are_told_once_each_in_order_of_file_and_line() -> None:
    broken = BrokenContent([SECOND, FIRST, SECOND])
    assert broken.errors == (FIRST, SECOND)
    assert str(broken) == "a.md:2: This is wrong. Do that.\na.md:10: So is this. Do this."


def test_the_summary_is_one_line() -> None:
    assert BrokenContent([FIRST]).summary == "a.md:2: This is wrong. Do that."
    assert BrokenContent([SECOND, FIRST]).summary == "a.md:2: This is wrong. Do that. (1 more; see manage.py check)"


def test_a_hint_names_the_nearest_right_word_if_one_is_near() -> None:
    assert did_you_mean("titel", ["title", "order"], "Look it up.") == "Did you mean `title`?"
    assert did_you_mean("zebra", ["title", "order"], "Look it up.") == "Look it up."
