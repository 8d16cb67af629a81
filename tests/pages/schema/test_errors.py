from pages.schema.errors import BrokenContent, ContentError, did_you_mean

FIRST = ContentError("a.md", 2, "This is wrong.", "Do that.")
SECOND = ContentError("a.md", 10, "So is this.", "Do this.")


def test_an_error_shows_its_place_its_message_and_its_hint() -> None:
    assert str(FIRST) == "a.md:2: This is wrong. Do that."


def test_broken_content_has_each_error_once_in_order_of_file_and_line() -> None:
    broken = BrokenContent([SECOND, FIRST, SECOND])
    assert broken.errors == (FIRST, SECOND)
    assert str(broken) == "a.md:2: This is wrong. Do that.\na.md:10: So is this. Do this."


def test_the_summary_is_the_first_error_and_the_number_of_others() -> None:
    assert BrokenContent([FIRST]).summary == "a.md:2: This is wrong. Do that."
    assert BrokenContent([SECOND, FIRST]).summary == "a.md:2: This is wrong. Do that. (1 more; see manage.py check)"


def test_a_hint_names_the_most_similar_known_word_if_there_is_one() -> None:
    assert did_you_mean("titel", ["title", "order"], "Look it up.") == "Did you mean `title`?"
    assert did_you_mean("zebra", ["title", "order"], "Look it up.") == "Look it up."


def test_a_word_that_sounds_like_a_known_word_is_similar_to_it() -> None:
    facts = ["clinic.name", "clinic.phone", "clinic.email"]
    assert did_you_mean("clinic.telefone", facts, "Look it up.") == "Did you mean `clinic.phone`?"
    assert did_you_mean("telefone", ["name", "phone", "email"], "Look it up.") == "Did you mean `phone`?"
    assert did_you_mean("Title", ["title", "order"], "Look it up.") == "Did you mean `title`?"
