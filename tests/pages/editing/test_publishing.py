"""Drafts are published and pages are taken off the site, now or at a planned time."""

import errno
import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from pages.catalogue import load
from pages.editing import publishing, versions
from pages.editing.publishing import Blocked, NotWritten, carry_out_plans
from pages.editing.versions import Conflict, Seen
from pages.models import ContentPage, Plan
from tests.pages.conftest import HOME, WHAT_IT_IS
from tests.pages.editing.content_area import NOON, fresh, versions_of
from tests.pages.editing.texts import BROKEN, CLASH, NEW, OTHER, PAGE


def publish(folder, page, text, author):
    return publishing.publish(folder.path, page.pk, text, Seen.of(fresh(page)), author)


def blocked(folder, page, text, author) -> Blocked:
    with pytest.raises(Blocked) as refused:
        publish(folder, page, text, author)
    return refused.value


def problems(plans: list[Plan]) -> list[str]:
    return [plan.problem for plan in plans]


class TestNow:
    def test_a_text_without_errors_is_written_to_the_file(self, folder, page, mira):
        published = publish(folder, page, NEW, mira)
        assert (folder.path / PAGE).read_text() == NEW
        assert (fresh(page).live, fresh(page).draft) == (published, None)
        assert [how for how, _, _ in versions_of(page)] == ["found", "draft", "published"]
        assert "old medicine" in load(folder.path).pages["/what-it-is/"].body

    def test_a_published_text_is_not_recorded_as_changed_outside_the_editor(self, folder, page, mira):
        publish(folder, page, NEW, mira)
        versions.record_outside_changes(folder.path)
        assert [how for how, _, _ in versions_of(page)] == ["found", "draft", "published"]

    def test_a_text_with_errors_is_only_stored_as_a_draft(self, folder, page, mira):
        findings = blocked(folder, page, BROKEN, mira).findings
        assert "`nobody` is cited but not listed in `sources`." in [finding.reason for finding in findings]
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS
        assert fresh(page).draft.text == BROKEN

    def test_a_text_that_breaks_another_page_is_not_published(self, folder, page, mira):
        folder.replace("en/home.md", "[what it is](what-it-is.md)", "[how](what-it-is.md#how-does-it-work)")
        findings = blocked(folder, page, WHAT_IT_IS.replace("How does it work?", "Why?"), mira).findings
        assert [(finding.file, finding.line) for finding in findings] == [("content/en/home.md", 12)]
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS

    def test_a_page_can_be_fixed_while_another_file_has_errors(self, folder, page, mira):
        folder.write(PAGE, BROKEN)
        folder.write("en/words.md", "no front matter")
        versions.record_outside_changes(folder.path)
        publish(folder, page, NEW, mira)
        assert (folder.path / PAGE).read_text() == NEW

    def test_a_file_that_changed_meanwhile_is_not_overwritten(self, folder, page, mira):
        seen = Seen.of(page)
        folder.write(PAGE, OTHER)
        with pytest.raises(Conflict):
            publishing.publish(folder.path, page.pk, CLASH.replace("Nobody", "No one"), seen, mira)
        assert (folder.path / PAGE).read_text() == OTHER

    @pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC, errno.EACCES])
    def test_if_the_file_cannot_be_written_the_draft_is_kept(self, folder, page, mira, monkeypatch, code):
        def fail(*args, **kwargs):
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr("tempfile.mkstemp", fail)
        with pytest.raises(NotWritten) as refused:
            publish(folder, page, NEW, mira)
        assert refused.value.reason == os.strerror(code)
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS
        assert fresh(page).draft.text == NEW

    def test_if_the_database_fails_after_the_file_was_written_the_file_counts(self, folder, page, mira, monkeypatch):
        real = versions.add_version

        def fail(page, text, how, author):
            if how == "published":
                raise RuntimeError
            return real(page, text, how, author)

        monkeypatch.setattr(publishing, "add_version", fail)
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        with pytest.raises(RuntimeError):
            publish(folder, page, NEW, mira)
        versions.record_outside_changes(folder.path)
        assert (fresh(page).live.text, fresh(page).draft) == (NEW, None)

    def test_a_new_page_is_published(self, folder, page, mira):
        another = ContentPage.objects.create(file="en/another.md")
        publish(folder, another, HOME.replace("title: Home", "title: Another?"), mira)
        assert load(folder.path).pages["/another/"].title == "Another?"


class TestReview:
    """Only a reviewer can say that a clinician reviewed a page."""

    CLAIMED = HOME.replace("reviewed_on:", "reviewed_on: 2026-11-01").replace("reviewed_by:", "reviewed_by: dr-reed")

    def home(self, folder, page):
        return ContentPage.objects.get(file="en/home.md")

    def test_an_editor_cannot_claim_a_review(self, folder, page, mira):
        findings = blocked(folder, self.home(folder, page), self.CLAIMED, mira).findings
        assert [(finding.line, finding.reason) for finding in findings] == [
            (8, "Only a reviewer can say that a page was reviewed.")
        ]

    def test_a_reviewer_can_claim_a_review(self, folder, page, person):
        publish(folder, self.home(folder, page), self.CLAIMED, person("ann", "publish_page", "review_page"))
        assert load(folder.path).pages["/"].reviewed_by.name == "Dr. Reed"

    def test_an_editor_may_keep_or_delete_a_review(self, folder, page, mira):
        publish(folder, page, NEW, mira)
        assert load(folder.path).pages["/what-it-is/"].reviewed_by.name == "Dr. Reed"
        without_review = NEW.replace("2026-10-01", "").replace("reviewed_by: dr-reed", "reviewed_by:")
        publish(folder, page, without_review, mira)
        assert load(folder.path).pages["/what-it-is/"].reviewed_by is None

    def test_an_editor_cannot_change_the_day_of_a_review(self, folder, page, mira):
        findings = blocked(folder, page, NEW.replace("2026-10-01", "2026-11-01"), mira).findings
        assert [finding.rule for finding in findings] == ["review-claimed"]


class TestUnpublish:
    def test_the_text_of_an_unpublished_page_is_a_draft_that_can_be_published_again(self, folder, page, mira):
        words = ContentPage.objects.get(file="en/words.md")
        text = words.live.text
        publishing.unpublish(folder.path, words.pk, mira)
        assert "/words/" not in load(folder.path).pages
        assert (fresh(words).live, fresh(words).draft.text) == (None, text)
        assert versions_of(words)[-1] == ("taken-off", "Mira Okafor", "")
        publish(folder, words, text, mira)
        assert "/words/" in load(folder.path).pages

    def test_a_page_that_others_link_to_stays(self, folder, page, mira):
        with pytest.raises(Blocked) as refused:
            publishing.unpublish(folder.path, page.pk, mira)
        assert [(finding.file, finding.reason) for finding in refused.value.findings] == [
            ("content/en/home.md", "There is no page `what-it-is.md`.")
        ]
        assert (folder.path / PAGE).exists()

    @pytest.mark.parametrize("file", ["en/home.md", "en/outcomes/under-18.md"])
    def test_a_required_page_stays(self, folder, page, mira, file):
        with pytest.raises(Blocked):
            publishing.unpublish(folder.path, ContentPage.objects.get(file=file).pk, mira)
        assert (folder.path / file).exists()

    def test_if_the_file_cannot_be_deleted_the_page_stays(self, folder, page, mira, monkeypatch):
        def fail(*args):
            raise OSError(errno.EROFS, "Read-only file system")

        words = ContentPage.objects.get(file="en/words.md")
        monkeypatch.setattr("pathlib.Path.unlink", fail)
        monkeypatch.setattr("pages.editing.publishing.unpublishing_errors", lambda folder, page: [])
        with pytest.raises(NotWritten) as refused:
            publishing.unpublish(folder.path, words.pk, mira)
        assert refused.value.reason == "Read-only file system"
        assert fresh(words).live is not None


class TestPlan:
    def plan(self, folder, page, mira, text=NEW):
        return publishing.plan_to_publish(folder.path, page.pk, text, Seen.of(fresh(page)), mira, NOON)

    def test_a_draft_is_published_when_it_is_due_and_not_before(self, folder, page, mira):
        self.plan(folder, page, mira)
        assert carry_out_plans(folder.path, NOON - timedelta(seconds=1)) == []
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS
        assert problems(carry_out_plans(folder.path, NOON)) == [""]
        assert (folder.path / PAGE).read_text() == NEW
        assert versions_of(page)[-1] == ("published", "Mira Okafor", NEW)
        assert carry_out_plans(folder.path, NOON) == []

    def test_a_draft_with_errors_cannot_be_planned(self, folder, page, mira):
        with pytest.raises(Blocked):
            self.plan(folder, page, mira, BROKEN)
        assert Plan.objects.count() == 0
        assert fresh(page).draft.text == BROKEN

    def test_a_changed_draft_cancels_the_plan_and_the_same_draft_does_not(self, folder, page, mira):
        self.plan(folder, page, mira)
        versions.save(folder.path, page.pk, NEW, Seen.of(fresh(page)), mira)
        assert Plan.objects.count() == 1
        versions.save(folder.path, page.pk, CLASH, Seen.of(fresh(page)), mira)
        assert Plan.objects.count() == 0

    def test_a_later_time_replaces_the_first(self, folder, page, mira):
        self.plan(folder, page, mira)
        seen = Seen.of(fresh(page))
        publishing.plan_to_publish(folder.path, page.pk, NEW, seen, mira, NOON + timedelta(days=1))
        assert [plan.at for plan in Plan.objects.all()] == [NOON + timedelta(days=1)]

    def test_a_page_is_unpublished_when_it_is_due(self, folder, page, mira):
        words = ContentPage.objects.get(file="en/words.md")
        publishing.plan_to_unpublish(folder.path, words.pk, mira, NOON)
        assert problems(carry_out_plans(folder.path, NOON)) == [""]
        assert not (folder.path / "en/words.md").exists()
        assert Plan.objects.count() == 0

    def test_a_page_that_others_link_to_cannot_be_planned_to_be_unpublished(self, folder, page, mira):
        with pytest.raises(Blocked):
            publishing.plan_to_unpublish(folder.path, page.pk, mira, NOON)
        assert Plan.objects.count() == 0

    @pytest.mark.parametrize(
        ("happens", "problem"),
        [
            (
                "changed outside",
                "The page on the site changed after this plan was made. Open it and save it again.",
            ),
            ("source gone", "sources.yaml has no source `fda23`."),
            ("planner left", "The person who made this plan may no longer publish. Make a new plan."),
            ("planner inactive", "The person who made this plan may no longer publish. Make a new plan."),
            ("no space", "The file was not written: No space left on device."),
        ],
    )
    def test_a_failed_plan_stores_the_reason_and_is_tried_again(
        self, folder, page, mira, monkeypatch, happens, problem
    ):
        self.plan(folder, page, mira)
        if happens == "changed outside":
            folder.write(PAGE, OTHER)
        elif happens == "source gone":
            folder.replace("sources.yaml", "fda23:", "fda24:")
        elif happens == "planner left":
            mira.groups.clear()
        elif happens == "planner inactive":
            mira.is_active = False
            mira.save()
        else:

            def fail(*args, **kwargs):
                raise OSError(errno.ENOSPC, "No space left on device")

            monkeypatch.setattr("tempfile.mkstemp", fail)
        assert problems(carry_out_plans(folder.path, NOON)) == [problem]
        assert Plan.objects.get().problem == problem
        assert "old medicine" not in (folder.path / PAGE).read_text()
        assert problems(carry_out_plans(folder.path, NOON)) == [problem]

    def test_the_command_carries_out_due_plans_and_reports_those_that_failed(self, folder, page, mira, capsys):
        at = datetime(2020, 1, 1, tzinfo=UTC)
        publishing.plan_to_publish(folder.path, page.pk, NEW, Seen.of(page), mira, at)
        call_command("publish_due")
        assert capsys.readouterr().out.startswith("en/what-it-is.md: done: publish the draft on December 31, 2019")
        call_command("publish_due")
        assert capsys.readouterr().out == ""
        publishing.plan_to_publish(folder.path, page.pk, CLASH, Seen.of(fresh(page)), mira, at)
        mira.groups.clear()
        with pytest.raises(CommandError, match=r"en/what-it-is\.md: The person who made this plan"):
            call_command("publish_due")
