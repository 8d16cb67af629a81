"""The editor: a text with errors can be saved, and only a text without errors can be published."""

import errno
import hashlib
import os
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.contrib.admin.models import LogEntry
from django.test import Client

from pages.editing import versions
from pages.editing.versions import Seen
from pages.models import PageVersion, Plan
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.content_area import WRONG_TIMES, form_of, frame, fresh, soup, url, versions_of, words
from tests.pages.editing.texts import BROKEN, CLASH, NEW, OTHER, PAGE

LATER = "2030-01-01T10:00"


def send(client: Client, page, do: str, text: str, *, seen: dict | None = None, **extra: str):
    """Press the button `do` of the editor, which was opened just now, or when it had the hidden fields `seen`."""
    seen = seen or form_of(client.get(url(page)))
    return client.post(url(page), seen | {"do": do, "text": text.replace("\n", "\r\n")} | extra)


@pytest.fixture
def bob(person) -> Client:
    client = Client()
    client.force_login(person("bob", role=True))
    return client


class TestOpening:
    def test_it_shows_the_text_its_findings_and_a_preview(self, page, editor):
        response = editor.get(url(page))
        assert form_of(response)["text"] == WHAT_IT_IS
        assert words(response, "#summary") == ["Nothing to fix."]
        # Without scripts, forms and links to other pages.
        assert soup(response).select_one("iframe")["sandbox"] == ["allow-same-origin"]
        assert frame(response).select_one(".prose p").text == "It is a medicine.1"

    def test_it_shows_the_draft_rather_than_the_text_on_the_site(self, page, editor, folder, mira):
        versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
        assert form_of(editor.get(url(page)))["text"] == NEW

    def test_a_page_whose_file_was_deleted_shows_its_last_text(self, page, editor, folder):
        (folder.path / PAGE).unlink()
        response = editor.get(url(page))
        assert form_of(response)["text"] == WHAT_IT_IS
        assert "This page is not on the site." in words(response, ".quiet")[0]

    def test_it_complies_with_the_content_security_policy(self, page, editor):
        response = editor.get(url(page))
        assert "'unsafe" not in response["Content-Security-Policy"]
        for document in (soup(response), frame(response)):
            assert not document.select("style, [style], script:not([src])")
            assert not [name for element in document.select("*") for name in element.attrs if name.startswith("on")]

    def test_html_in_the_text_is_escaped(self, page, editor):
        evil = WHAT_IT_IS + '\n</textarea><script>alert(1)</script><img src=x onerror="alert(1)">\n'
        send(editor, page, "save", evil)
        response = editor.get(url(page))
        assert form_of(response)["text"] == evil
        for document in (soup(response), frame(response)):
            assert not document.select("script:not([src]), img[onerror]")


class TestSaving:
    def test_saving_a_draft_does_not_change_the_site(self, page, editor, folder, mira):
        response = send(editor, page, "save", NEW)
        assert response.status_code == 302
        assert words(editor.get(response.url), ".messagelist li") == [
            "The draft is saved. The site does not show it yet."
        ]
        assert versions_of(page)[1:] == [("draft", "Mira Okafor", NEW)]
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS

    def test_a_draft_with_errors_is_saved(self, page, editor):
        response = editor.get(send(editor, page, "save", BROKEN).url)
        assert fresh(page).draft.text == BROKEN
        assert words(response, ".finding--error") == [
            "Error , line 9 : fda23 fda23 is listed but never cited. Cite it as [@fda23], or remove it.",
            "Error , line 12 : [@nobody] nobody is cited but not listed in sources . Add nobody to sources: above.",
        ]

    def test_saving_the_text_on_the_site_makes_no_draft(self, page, editor):
        response = editor.get(send(editor, page, "save", WHAT_IT_IS).url)
        assert words(response, ".messagelist li") == ["There is nothing to save: this is the text on the site."]
        assert fresh(page).draft is None

    def test_recent_actions_list_what_an_editor_did(self, page, editor, mira):
        send(editor, page, "save", NEW)
        send(editor, page, "publish", NEW)
        entries = LogEntry.objects.filter(user=mira).order_by("pk")
        assert [(entry.object_id, entry.change_message) for entry in entries] == [
            (str(page.pk), "Saved a draft."),
            (str(page.pk), "Published."),
        ]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("é" * 40_004, "The page has 40,005 characters, and a page has at most 40,000. Split it into two pages."),
            (
                "---\n\n" + "[" * 4_000,
                "Line 3: This paragraph has 4000 times “[”, and a paragraph has at most 150. "
                "Put an empty line into it, or split it into two pages.",
            ),
            (
                "a bell \a here",
                "There is a control character here, which nobody sees. Delete it and type the line again.",
            ),
            ("", "The page is empty. To take it off the site, use “Take off the site”"),
        ],
    )
    @pytest.mark.parametrize("do", ["save", "publish", "plan", "check"])
    def test_a_text_that_cannot_be_stored_stays_in_the_field_with_an_error(self, page, editor, text, message, do):
        response = send(editor, page, do, text, at=LATER)
        assert response.status_code == 422
        assert words(response, ".error-summary li") == [message]
        assert form_of(response)["text"] == text
        assert soup(response).select_one("#editor").has_attr("data-unsaved")
        assert versions_of(page) == [("found", "", WHAT_IT_IS)]

    def test_an_unknown_button_is_rejected(self, page, editor):
        assert send(editor, page, "explode", NEW).status_code == 400
        assert fresh(page).draft is None


class TestConflict:
    def test_the_second_of_two_editors_who_change_different_lines_gets_the_merged_text(self, page, editor, bob):
        seen = form_of(bob.get(url(page)))
        send(editor, page, "save", NEW)
        response = send(bob, page, "save", OTHER, seen=seen)
        assert response.status_code == 409
        both = NEW.replace("Nobody knows for sure", "It is not known")
        assert form_of(response)["text"] == both
        assert "Both changes fit together" in words(response, "[role=alert]")[0]
        assert [how for how, _, _ in versions_of(page)] == ["found", "draft", "set-aside"]
        assert soup(response).select_one("#editor").has_attr("data-unsaved")
        assert send(bob, page, "save", both, seen=form_of(response)).status_code == 302
        assert fresh(page).draft.text == both

    def test_the_second_of_two_editors_who_change_the_same_line_sees_both_texts(self, page, editor, bob):
        seen = form_of(bob.get(url(page)))
        send(editor, page, "save", NEW)
        response = send(bob, page, "publish", CLASH, seen=seen)
        assert response.status_code == 409
        assert form_of(response)["text"] == CLASH
        assert words(response, ".compared del") == ["an old"]
        assert words(response, ".compared ins") == ["some"]
        assert {text for _, _, text in versions_of(page)} == {WHAT_IT_IS, NEW, CLASH}
        assert fresh(page).live.text == WHAT_IT_IS

    def test_a_change_in_a_text_editor_is_a_conflict_too(self, page, editor, folder):
        seen = form_of(editor.get(url(page)))
        folder.write(PAGE, OTHER)
        response = send(editor, page, "publish", NEW, seen=seen)
        assert response.status_code == 409
        assert "Their text: Changed outside the editor" in words(response, "[role=alert]")[0]
        assert (folder.path / PAGE).read_text() == OTHER

    def test_a_file_that_was_changed_and_changed_back_is_no_conflict(self, page, editor, folder):
        send(editor, page, "save", NEW)
        for text in (OTHER, WHAT_IT_IS):
            folder.write(PAGE, text)
            editor.get(url(page))
        assert "The page on the site changed" not in editor.get(url(page)).content.decode()
        assert send(editor, page, "publish", NEW).status_code == 302


class TestPublishing:
    def test_a_text_without_errors_is_published(self, page, editor, folder):
        response = editor.get(send(editor, page, "publish", NEW).url)
        assert words(response, ".messagelist li")[0].startswith("Published.")
        assert (folder.path / PAGE).read_text() == NEW
        assert fresh(page).draft is None

    def test_a_text_with_errors_is_only_saved_as_a_draft(self, page, editor, folder):
        response = send(editor, page, "publish", BROKEN)
        assert response.status_code == 422
        assert words(response, "[role=alert] h2") == ["Not published: there are errors"]
        assert soup(response).title.text.startswith("Error: ")
        assert (folder.path / PAGE).read_text() == WHAT_IT_IS
        assert fresh(page).draft.text == BROKEN

    def test_an_error_in_another_file_names_that_file_and_links_to_no_line(self, page, editor, folder):
        folder.replace("en/home.md", "[what it is](what-it-is.md)", "[how](what-it-is.md#how-does-it-work)")
        response = send(editor, page, "publish", WHAT_IT_IS.replace("How does it work?", "Why?"))
        assert words(response, ".finding p:first-child code") == ["content/en/home.md"]
        assert not soup(response).select(".finding [data-line]")

    def test_publishing_the_text_on_the_site_changes_nothing(self, page, editor):
        response = editor.get(send(editor, page, "publish", WHAT_IT_IS).url)
        assert words(response, ".messagelist li") == ["There is nothing to publish: this is the text on the site."]

    def test_in_a_read_only_folder_the_editor_offers_the_file_for_download(self, page, editor, monkeypatch):
        monkeypatch.setattr(os, "access", lambda path, mode: False)
        response = editor.get(url(page))
        assert words(response, ".notice h2") == ["The pages on this server are read-only"]
        assert soup(response).select_one(".notice a")["href"] == url(page, "download")
        assert words(response, "#content-main button") == ["Save draft", "Check and preview"]
        assert url(page, "take-off") not in response.content.decode()
        send(editor, page, "save", NEW)
        assert fresh(page).draft.text == NEW

    def test_on_a_full_disk_the_draft_is_kept_and_the_reason_is_shown(self, page, editor, monkeypatch):
        def fail(*args, **kwargs):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        monkeypatch.setattr("tempfile.mkstemp", fail)
        response = send(editor, page, "publish", NEW)
        assert response.status_code == 503
        assert "The server says: No space left on device." in words(response, "[role=alert]")[0]
        assert fresh(page).draft.text == NEW


class TestPlanning:
    def test_a_draft_is_planned_in_the_time_zone_of_the_site(self, page, editor, mira):
        response = editor.get(send(editor, page, "plan", NEW, at=LATER).url)
        assert words(response, ".messagelist li") == [
            "The draft is saved. It will be published on January 1, 2030, 10:00 AM."
        ]
        assert words(response, ".notice h2") == ["Planned: publish the draft on January 1, 2030, 10:00 AM"]
        plan = Plan.objects.get()
        assert (plan.what, plan.at.isoformat(), plan.made_by) == ("publish", "2030-01-01T15:00:00+00:00", mira)

    @pytest.mark.parametrize(
        ("at", "message"),
        [("", "Choose a day and a time"), *WRONG_TIMES],
    )
    def test_with_an_invalid_time_the_text_stays_in_the_field_with_an_error(self, page, editor, at, message):
        response = send(editor, page, "plan", NEW, at=at)
        assert response.status_code == 422
        assert words(response, ".error-summary li") == [message]
        assert form_of(response)["text"] == NEW
        assert soup(response).select_one("#editor").has_attr("data-unsaved")
        assert versions_of(page) == [("found", "", WHAT_IT_IS)]

    def test_a_draft_with_errors_is_saved_and_not_planned(self, page, editor):
        response = send(editor, page, "plan", BROKEN, at=LATER)
        assert words(response, "[role=alert] h2") == ["Not planned: there are errors"]
        assert fresh(page).draft.text == BROKEN
        assert not Plan.objects.exists()

    def test_a_draft_can_be_saved_without_a_time(self, page, editor):
        assert not soup(editor.get(url(page))).select("#editor [required]")


class TestChecking:
    """The button without JavaScript, and the script, check a text that is not saved."""

    def test_the_button_shows_findings_and_a_preview_and_stores_nothing(self, page, editor):
        response = send(editor, page, "check", BROKEN.replace("sure", "**sure**"))
        assert response.status_code == 200
        assert words(response, "#summary")[0].startswith("2 errors")
        assert frame(response).select_one(".prose strong").text == "sure"
        assert versions_of(page) == [("found", "", WHAT_IT_IS)]

    def test_the_script_gets_findings_marks_and_a_preview(self, page, editor):
        seen = form_of(editor.get(url(page)))
        answer = editor.post(url(page, "check"), seen | {"text": NEW.replace("old", "cure")}).json()
        assert set(answer) == {"findings", "summary", "marks", "document"}
        assert answer["summary"] == "1 error and 1 warning to look at."
        assert answer["marks"] == [[8, "warning"], [12, "error"]]
        assert "Nothing here cures." in answer["findings"]
        assert "It is an cure medicine" in answer["document"]
        assert PageVersion.objects.filter(page=page).count() == 1

    def test_the_script_gets_an_error_for_a_text_that_cannot_be_stored(self, page, editor):
        response = editor.post(url(page, "check"), {"text": "a bell \a"})
        assert response.status_code == 422
        assert response.json()["words"].startswith("There is a control character here,")

    def test_a_form_of_another_site_is_rejected(self, page, mira):
        client = Client(enforce_csrf_checks=True)
        client.force_login(mira)
        assert client.post(url(page, "check"), {"text": NEW}).status_code == 403
        assert client.post(url(page), {"do": "publish", "text": NEW}).status_code == 403


def test_the_script_of_the_text_field_was_built_from_the_locked_packages():
    root = Path(site_settings.BASE_DIR)
    lines = (root / "tools/codemirror/built.sha256").read_text().splitlines()
    built = {name: digest for digest, name in (line.split() for line in lines)}
    shipped = {name: hashlib.sha256((root / "static/editor" / name).read_bytes()).hexdigest() for name in built}
    assert shipped == built
    assert set(built) == {"codemirror.js", "codemirror.LICENSE.txt"}
