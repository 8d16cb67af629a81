from datetime import date

from pages.schema.changes import Change
from tests.pages.conftest import ContentFolder

SAME_DAY = """\
earlier:
  changed_on: 2026-10-05
  page: words
  message: This.
later:
  changed_on: 2026-10-05
  page: words
  message: Then that.
"""


def test_changes_come_newest_first(content: ContentFolder) -> None:
    changes = content.load().changes
    assert list(changes) == ["how-it-works", "first-pages"]
    assert changes["first-pages"] == Change(date(2026, 9, 1), "home", "The first pages are up.")


def test_of_two_changes_on_one_day_the_lower_one_comes_first(content: ContentFolder) -> None:
    content.write("changes.yaml", SAME_DAY)
    assert list(content.load().changes) == ["later", "earlier"]


def test_a_page_has_the_day_of_its_newest_change(content: ContentFolder) -> None:
    content.replace("changes.yaml", "page: home", "page: what-it-is")
    assert {page.slug: page.changed_on for page in content.load().pages.values()} == {
        "home": None,
        "what-it-is": date(2026, 10, 5),
        "words": None,
    }


def test_a_change_of_a_deleted_page_is_no_error(content: ContentFolder) -> None:
    content.replace("changes.yaml", "page: home", "page: gone")
    assert content.errors() == []


def test_a_file_without_changes_is_an_error(content: ContentFolder) -> None:
    content.write("changes.yaml", "{}\n")
    assert content.errors() == [
        "content/changes.yaml:1: There are no changes in this file."
        " Write when the first pages were published; the feed needs an entry."
    ]


def test_an_invalid_change_is_an_error_with_its_line(content: ContentFolder) -> None:
    content.replace("changes.yaml", "changed_on: 2026-09-01", "changed_on: last week")
    content.replace("changes.yaml", "how-it-works:", "How it works:")
    assert content.errors() == [
        "content/changes.yaml:2: `first-pages.changed_on` must be a date; `last week` is read as text."
        " Write year-month-day, like 2027-05-22."
    ]
    content.replace("changes.yaml", "changed_on: last week", "changed_on: 2026-09-01")
    assert content.errors() == [
        "content/changes.yaml:6: `How it works` cannot be an id. Use small letters, digits and single hyphens."
    ]
