"""What an editor types is stored for them alone, and is no version before they choose so."""

from datetime import UTC, datetime

from pages.editing import typed, versions
from pages.editing.versions import Seen
from pages.models import TypedText
from tests.desk import send
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.content_area import form_of, fresh, url, versions_of, words
from tests.pages.editing.texts import CLASH, NEW, OTHER


def test_the_newest_text_is_shown_to_its_author_alone_and_makes_no_version(
    page, editor, client, mira, person, time_machine
):
    time_machine.move_to(datetime(2026, 12, 1, 17, 4, tzinfo=UTC))
    # A session does not last that long.
    editor.force_login(mira)
    opened = form_of(editor.get(url(page)))
    for text in (CLASH, NEW):
        response = editor.post(url(page, "keep"), opened | {"text": text})
        assert (response.status_code, response.json()) == (200, {"words": "Saved 12:04 PM"})
    assert [row.text for row in TypedText.objects.all()] == [NEW]
    assert versions_of(page) == [("found", "", WHAT_IT_IS)]
    assert form_of(editor.get(url(page))) == opened | {"text": NEW}
    assert words(editor.get(url(page)), ".notice h2") == ["You typed this text, and it is not a draft yet"]
    client.force_login(person("bob", role=True))
    assert form_of(client.get(url(page))) == opened


def test_saving_it_makes_it_a_draft_and_nothing_stays(page, editor):
    form = form_of(editor.get(url(page))) | {"text": NEW}
    editor.post(url(page, "keep"), form)
    editor.post(url(page), form | {"do": "save"})
    assert (fresh(page).draft.text, TypedText.objects.count()) == (NEW, 0)


def test_somebody_else_who_saved_first_is_named_and_the_text_is_kept(folder, page, editor, person):
    form = form_of(editor.get(url(page))) | {"text": NEW}
    versions.save(folder.path, page.pk, OTHER, Seen.of(page), person("bob", role=True))
    response = editor.post(url(page, "keep"), form)
    assert (response.status_code, response.json()) == (
        409,
        {
            "words": "Somebody else saved this page while you were writing. Your text is safe. "
            "Choose “Save draft” to see both."
        },
    )
    assert form_of(editor.get(url(page))) == form
    refused = editor.post(url(page), form | {"do": "save"})
    assert refused.status_code == 409
    assert "Both changes fit together" in words(refused, "[role=alert]")[0]


def test_what_is_set_aside_stays_in_the_history(page, editor):
    opened = form_of(editor.get(url(page)))
    editor.post(url(page, "keep"), opened | {"text": NEW})
    assert editor.post(url(page, "set-aside")).url == url(page)
    assert versions_of(page) == [("found", "", WHAT_IT_IS), ("typed", "Mira Okafor", NEW)]
    assert form_of(editor.get(url(page))) == opened
    editor.post(url(page, "set-aside"))
    assert len(versions_of(page)) == 2


def test_discarding_a_draft_or_restoring_a_version_sets_it_aside(folder, page, editor, mira):
    versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    typed.keep(folder.path, page.pk, CLASH, Seen.of(fresh(page)), mira)
    send(editor, url(page), {}, "/discard/")
    assert [how for how, _, _ in versions_of(page)] == ["found", "draft", "typed"]
    typed.keep(folder.path, page.pk, OTHER, Seen.of(fresh(page)), mira)
    send(editor, url(page, f"versions/{page.versions.get(how='draft').pk}"), {}, "/restore/")
    assert (fresh(page).draft.text, TypedText.objects.count()) == (NEW, 0)
    assert [how for how, _, _ in versions_of(page)] == ["found", "draft", "typed", "typed", "draft"]


def test_a_text_that_no_file_can_hold_is_refused(page, editor):
    form = form_of(editor.get(url(page))) | {"text": "a\x07b"}
    response = editor.post(url(page, "keep"), form)
    assert response.status_code == 422
    assert response.json()["words"].startswith("There is a control character here")
    assert not TypedText.objects.exists()
