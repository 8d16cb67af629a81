"""From a draft to the file, and off the site again; now, or when it was planned."""

import errno
import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from pages.catalogue import load
from pages.editing import publishing, versions
from pages.editing.publishing import Blocked, NotWritten, carry_out
from pages.editing.versions import Conflict, Seen
from pages.models import ContentPage, Plan
from tests.pages.conftest import HOME, WHAT_IT_IS
from tests.pages.editing.conftest import PAGE
from tests.pages.editing.test_versions import CLASH, NEW, OTHER, fresh, versions_of

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
BROKEN = WHAT_IT_IS.replace("[@fda23]", "[@nobody]")


def publish(folder, page, text, author):
    return publishing.publish(folder.path, page.pk, text, Seen.of(fresh(page)), author)


def problems(done: list[Plan]) -> list[str]:
    return [plan.problem for plan in done]


class TestNow:
    def test_a_text_without_errors_becomes_the_file(self, folder, page, mira):
        done = publish(folder, page, NEW, mira)
        assert (folder.path / PAGE).read_text() == NEW
        assert (fresh(page).live, fresh(page).draft) == (done, None)
        assert [how for how, _, _ in versions_of(page)] == ["found", "draft", "published"]
        assert "old medicine" in load(folder.path).pages["/what-it-is/"].body

    def test_what_was_published_is_not_found_again_as_changed_outside(self, folder, page, mira):
        publish(folder, page, NEW, mira)
        versions.follow(folder.path)
        assert [how for how, _, _ in versions_of(page)] == ["found", "draft", "published"]

    def test_a_text_with_errors_is_a_draft_and_nothing_more(self, folder, page, mira):
        done = publish(folder, page, BROKEN, mira)
        assert isinstance(done, Blocked)
        assert "`nobody` is cited but not listed in `sources`." in [finding.reason for finding in done.findings]
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS
        assert fresh(page).draft.text == BROKEN

    def test_a_text_that_breaks_another_page_is_not_published(self, folder, page, mira):
        folder.replace("en/home.md", "[what it is](what-it-is.md)", "[how](what-it-is.md#how-does-it-work)")
        done = publish(folder, page, WHAT_IT_IS.replace("How does it work?", "Why?"), mira)
        assert [(finding.file, finding.line) for finding in done.findings] == [("content/en/home.md", 12)]
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS

    def test_a_page_is_mended_while_another_file_is_broken_too(self, folder, page, mira):
        folder.write(PAGE, BROKEN)
        folder.write("en/words.md", "no front matter")
        versions.follow(folder.path)
        publish(folder, page, NEW, mira)
        assert (folder.path / PAGE).read_text() == NEW

    def test_a_file_changed_meanwhile_is_not_written_over(self, folder, page, mira):
        seen = Seen.of(page)
        folder.write(PAGE, OTHER)
        done = publishing.publish(folder.path, page.pk, CLASH.replace("Nobody", "No one"), seen, mira)
        assert isinstance(done, Conflict)
        assert (folder.path / PAGE).read_text() == OTHER

    @pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC, errno.EACCES])
    def test_when_the_file_cannot_be_written_the_draft_is_kept_and_the_reason_told(
        self, folder, page, mira, monkeypatch, code
    ):
        def fail(*args, **kwargs):
            raise OSError(code, os.strerror(code))

        monkeypatch.setattr("tempfile.mkstemp", fail)
        assert publish(folder, page, NEW, mira) == NotWritten(os.strerror(code))
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS
        assert fresh(page).draft.text == NEW

    def test_when_the_database_fails_after_the_file_was_written_the_file_is_believed(
        self, folder, page, mira, monkeypatch
    ):
        real = versions.add_version

        def fail(page, text, how, author):
            if how == "published":
                raise RuntimeError
            return real(page, text, how, author)

        monkeypatch.setattr(publishing, "add_version", fail)
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        with pytest.raises(RuntimeError):
            publish(folder, page, NEW, mira)
        versions.follow(folder.path)
        assert (fresh(page).live.text, fresh(page).draft) == (NEW, None)

    def test_a_new_page_goes_up(self, folder, page, mira):
        begun = ContentPage.objects.create(file="en/another.md")
        publish(folder, begun, HOME.replace("title: Home", "title: Another?"), mira)
        assert load(folder.path).pages["/another/"].title == "Another?"


class TestReview:
    """Only a reviewer can say that a clinician reviewed a page."""

    CLAIMED = HOME.replace("reviewed_on:", "reviewed_on: 2026-11-01").replace("reviewed_by:", "reviewed_by: dr-reed")

    def home(self, folder, page):
        return ContentPage.objects.get(file="en/home.md")

    def test_an_editor_cannot(self, folder, page, mira):
        done = publish(folder, self.home(folder, page), self.CLAIMED, mira)
        assert [(finding.line, finding.reason) for finding in done.findings] == [
            (8, "Only a reviewer can say that a page was reviewed.")
        ]

    def test_a_reviewer_can(self, folder, page, person):
        publish(folder, self.home(folder, page), self.CLAIMED, person("ann", "publish_page", "review_page"))
        assert load(folder.path).pages["/"].reviewed_by.name == "Dr. Reed"

    def test_an_editor_may_keep_or_take_back_what_was_said(self, folder, page, mira):
        publish(folder, page, NEW, mira)
        assert load(folder.path).pages["/what-it-is/"].reviewed_by.name == "Dr. Reed"
        taken_back = NEW.replace("2026-10-01", "").replace("reviewed_by: dr-reed", "reviewed_by:")
        publish(folder, page, taken_back, mira)
        assert load(folder.path).pages["/what-it-is/"].reviewed_by is None

    def test_another_day_is_another_review(self, folder, page, mira):
        assert isinstance(publish(folder, page, NEW.replace("2026-10-01", "2026-11-01"), mira), Blocked)


class TestOffTheSite:
    def test_a_page_goes_off_and_its_text_is_a_draft_that_can_come_back(self, folder, page, mira):
        words = ContentPage.objects.get(file="en/words.md")
        text = words.live.text
        publishing.take_off(folder.path, words.pk, mira)
        assert "/words/" not in load(folder.path).pages
        assert (fresh(words).live, fresh(words).draft.text) == (None, text)
        assert versions_of(words)[-1] == ("taken-off", "Mira Okafor", "")
        publish(folder, words, text, mira)
        assert "/words/" in load(folder.path).pages

    def test_a_page_that_others_link_to_stays(self, folder, page, mira):
        done = publishing.take_off(folder.path, page.pk, mira)
        assert [(finding.file, finding.reason) for finding in done.findings] == [
            ("content/en/home.md", "There is no page `what-it-is.md`.")
        ]
        assert (folder.path / PAGE).exists()

    @pytest.mark.parametrize("file", ["en/home.md", "en/outcomes/under-18.md"])
    def test_a_page_the_site_cannot_do_without_stays(self, folder, page, mira, file):
        done = publishing.take_off(folder.path, ContentPage.objects.get(file=file).pk, mira)
        assert isinstance(done, Blocked)
        assert (folder.path / file).exists()

    def test_when_the_file_cannot_be_taken_away_the_page_stays(self, folder, page, mira, monkeypatch):
        def fail(*args):
            raise OSError(errno.EROFS, "Read-only file system")

        words = ContentPage.objects.get(file="en/words.md")
        monkeypatch.setattr("pathlib.Path.unlink", fail)
        monkeypatch.setattr("pages.editing.publishing.errors_without", lambda folder, page: [])
        assert publishing.take_off(folder.path, words.pk, mira) == NotWritten("Read-only file system")
        assert fresh(words).live is not None


class TestPlanned:
    def plan(self, folder, page, mira, text=NEW):
        return publishing.plan_to_publish(folder.path, page.pk, text, Seen.of(fresh(page)), mira, NOON)

    def test_a_draft_goes_up_when_it_is_due_and_not_before(self, folder, page, mira):
        self.plan(folder, page, mira)
        assert carry_out(folder.path, NOON - timedelta(seconds=1)) == []
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS
        assert problems(carry_out(folder.path, NOON)) == [""]
        assert (folder.path / PAGE).read_text() == NEW
        assert versions_of(page)[-1] == ("published", "Mira Okafor", NEW)
        assert carry_out(folder.path, NOON) == []

    def test_a_draft_with_errors_cannot_be_planned(self, folder, page, mira):
        assert isinstance(self.plan(folder, page, mira, BROKEN), Blocked)
        assert Plan.objects.count() == 0
        assert fresh(page).draft.text == BROKEN

    def test_other_words_take_the_plan_back_and_the_same_words_do_not(self, folder, page, mira):
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

    def test_a_page_goes_off_when_it_is_due(self, folder, page, mira):
        words = ContentPage.objects.get(file="en/words.md")
        assert publishing.plan_to_take_off(folder.path, words.pk, mira, NOON) is None
        assert problems(carry_out(folder.path, NOON)) == [""]
        assert not (folder.path / "en/words.md").exists()
        assert Plan.objects.count() == 0

    def test_a_page_that_others_link_to_cannot_be_planned_off(self, folder, page, mira):
        assert isinstance(publishing.plan_to_take_off(folder.path, page.pk, mira, NOON), Blocked)
        assert Plan.objects.count() == 0

    @pytest.mark.parametrize(
        ("happens", "problem"),
        [
            ("changed outside", "The page on the site was changed meanwhile. Open the page and save it once more."),
            ("source gone", "sources.yaml has no source `fda23`."),
            ("planner left", "The person who planned it may no longer publish. Plan it anew."),
            ("planner inactive", "The person who planned it may no longer publish. Plan it anew."),
            ("no space", "The file was not written: No space left on device."),
        ],
    )
    def test_what_cannot_be_done_says_why_and_is_tried_again(self, folder, page, mira, monkeypatch, happens, problem):
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
        assert problems(carry_out(folder.path, NOON)) == [problem]
        assert Plan.objects.get().problem == problem
        assert "old medicine" not in (folder.path / PAGE).read_text()
        assert problems(carry_out(folder.path, NOON)) == [problem]

    def test_the_command_does_what_is_due_and_tells_what_it_could_not(self, folder, page, mira, capsys):
        at = datetime(2020, 1, 1, tzinfo=UTC)
        publishing.plan_to_publish(folder.path, page.pk, NEW, Seen.of(page), mira, at)
        call_command("publish_due")
        assert capsys.readouterr().out.startswith("en/what-it-is.md: done: publish the draft on December 31, 2019")
        call_command("publish_due")
        assert capsys.readouterr().out == ""
        publishing.plan_to_publish(folder.path, page.pk, CLASH, Seen.of(fresh(page)), mira, at)
        mira.groups.clear()
        with pytest.raises(CommandError, match=r"en/what-it-is\.md: The person who planned it may no longer publish"):
            call_command("publish_due")
