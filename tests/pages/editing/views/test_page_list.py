"""The status of a page in the list of pages."""

from datetime import UTC, date, datetime

import pytest
from time_machine import travel

from pages.editing import publishing, versions
from pages.editing.versions import Seen
from pages.editing.views.page_list import NAMES, status_of
from pages.models import ContentPage, Plan
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.content_area import fresh
from tests.pages.editing.texts import NEW, PAGE

NEW_YEAR = datetime(2030, 1, 1, 15, tzinfo=UTC)


def test_a_page_without_findings_is_fine(page):
    status = status_of(page)
    assert (status.states, status.review_by) == ({"fine": "Fine"}, date(2027, 5, 22))


def test_errors_and_warnings_are_those_of_the_draft(page, folder, mira):
    versions.save(folder.path, page.pk, NEW.replace("old", "cure"), Seen.of(page), mira)
    with travel("2027-05-01T12:00:00Z", tick=False):
        assert status_of(fresh(page)).states == {"errors": "1 error", "warnings": "1 warning", "draft": "Draft"}


def test_a_new_page_is_a_draft_that_is_not_on_the_site(page, folder, mira):
    new_page = ContentPage.objects.create(file="en/another.md")
    versions.save(folder.path, new_page.pk, WHAT_IT_IS, Seen("", ""), mira)
    assert status_of(fresh(new_page)).states == {"fine": "Fine", "draft": "Draft", "off-site": "Not on the site"}


def test_a_page_without_a_text_is_only_not_on_the_site(page, folder):
    (folder.path / PAGE).unlink()
    versions.record_outside_changes(folder.path)
    assert status_of(fresh(page)).states == {"off-site": "Not on the site"}


@pytest.mark.parametrize(("day", "is_due"), [("2027-05-21", False), ("2027-05-22", True), ("2028-01-01", True)])
def test_a_review_is_due_from_the_day_the_page_names(page, day, is_due):
    with travel(f"{day}T12:00:00Z", tick=False):
        assert ("review-due" in status_of(page).states) is is_due


def test_plans_and_failed_plans_are_shown(page, folder, mira):
    publishing.plan_to_publish(folder.path, page.pk, NEW, Seen.of(page), mira, NEW_YEAR)
    assert status_of(fresh(page)).states["planned"] == "Planned: publish the draft on January 1, 2030, 10:00 AM"
    Plan.objects.update(problem="No space left on device.")
    states = status_of(fresh(page)).states
    assert states["problem"] == "Plan not carried out: publish the draft on January 1, 2030, 10:00 AM"
    assert "planned" not in states


def test_every_state_has_its_own_css_class(page):
    assert str(status_of(page).html) == '<ul class="states"><li class="state state--fine">Fine</li></ul>'
    assert set(NAMES) == {"errors", "warnings", "fine", "draft", "off-site", "review-due", "planned", "problem"}
