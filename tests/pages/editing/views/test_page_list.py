"""How a page is, in the list."""

from datetime import UTC, date, datetime

import pytest
from time_machine import travel

from pages.editing import publishing, versions
from pages.editing.versions import Seen
from pages.editing.views.page_list import NAMES, status_of
from pages.models import ContentPage, Plan
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.conftest import PAGE
from tests.pages.editing.test_versions import NEW, fresh

NEW_YEAR = datetime(2030, 1, 1, 15, tzinfo=UTC)


def test_a_page_without_anything_to_mend_is_fine(page):
    status = status_of(page)
    assert (status.states, status.review_by) == ({"fine": "Fine"}, date(2027, 5, 22))


def test_errors_and_warnings_are_counted_in_the_draft_if_there_is_one(page, folder, mira):
    versions.save(folder.path, page.pk, NEW.replace("old", "cure"), Seen.of(page), mira)
    with travel("2027-05-01T12:00:00Z", tick=False):
        assert status_of(fresh(page)).states == {"errors": "1 error", "warnings": "1 warning", "draft": "Draft"}


def test_a_new_page_is_a_draft_that_is_not_on_the_site(page, folder, mira):
    begun = ContentPage.objects.create(file="en/another.md")
    versions.save(folder.path, begun.pk, WHAT_IT_IS, Seen("", ""), mira)
    assert status_of(fresh(begun)).states == {"fine": "Fine", "draft": "Draft", "off-site": "Not on the site"}


def test_a_page_without_any_text_is_only_not_there(page, folder):
    (folder.path / PAGE).unlink()
    versions.follow(folder.path)
    assert status_of(fresh(page)).states == {"off-site": "Not on the site"}


@pytest.mark.parametrize(("day", "is_due"), [("2027-05-21", False), ("2027-05-22", True), ("2028-01-01", True)])
def test_a_review_is_due_from_the_day_the_page_names(page, day, is_due):
    with travel(f"{day}T12:00:00Z", tick=False):
        assert ("review-due" in status_of(page).states) is is_due


def test_what_is_planned_is_told_and_so_is_what_could_not_be_done(page, folder, mira):
    publishing.plan_to_publish(folder.path, page.pk, NEW, Seen.of(page), mira, NEW_YEAR)
    assert status_of(fresh(page)).states["planned"] == "Planned: publish the draft on January 1, 2030, 10:00 AM"
    Plan.objects.update(problem="No space left on device.")
    states = status_of(fresh(page)).states
    assert states["problem"] == "Plan not carried out: publish the draft on January 1, 2030, 10:00 AM"
    assert "planned" not in states


def test_every_state_has_a_class_of_its_own_and_words_are_escaped(page):
    assert str(status_of(page).html) == '<ul class="states"><li class="state state--fine">Fine</li></ul>'
    assert set(NAMES) == {"errors", "warnings", "fine", "draft", "off-site", "review-due", "planned", "problem"}
