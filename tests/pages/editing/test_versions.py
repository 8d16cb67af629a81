"""Drafts, versions and files: no text that anybody wrote is lost."""

import threading

import pytest
from django.contrib.auth.models import User
from django.db import connection, models

from pages.editing import versions
from pages.editing.files import digest
from pages.editing.versions import Conflict, Seen
from pages.models import ContentPage, PageVersion
from tests.pages.conftest import OUTCOMES, WHAT_IT_IS
from tests.pages.editing.content_area import fresh, versions_of
from tests.pages.editing.texts import CLASH, DATA, NEW, OTHER, PAGE


def conflict_of(folder, page: ContentPage, text: str, seen: Seen, author: User) -> Conflict:
    with pytest.raises(Conflict) as refused:
        versions.save(folder.path, page.pk, text, seen, author)
    return refused.value


def test_every_page_and_data_file_of_the_folder_gets_one_version(folder, db):
    versions.record_outside_changes(folder.path)
    assert {page.file for page in ContentPage.objects.all()} == {
        *("en/home.md", PAGE, "en/words.md"),
        *(f"en/outcomes/{outcome}.md" for outcome in OUTCOMES),
        *DATA,
    }
    page = ContentPage.objects.get(file=PAGE)
    assert (page.title, page.live.text, page.draft) == ("What is it?", WHAT_IT_IS, None)
    assert versions_of(page) == [("found", "", WHAT_IT_IS)]
    versions.record_outside_changes(folder.path)
    assert PageVersion.objects.count() == 3 + len(OUTCOMES) + len(DATA)


def test_a_change_outside_the_editor_becomes_the_live_version(folder, page):
    folder.write(PAGE, NEW)
    versions.record_outside_changes(folder.path)
    assert fresh(page).live.text == NEW
    assert versions_of(page)[1:] == [("found", "", NEW)]


def test_deleting_and_restoring_a_file_outside_the_editor_makes_two_versions(folder, page):
    (folder.path / PAGE).unlink()
    versions.record_outside_changes(folder.path)
    assert fresh(page).live is None
    folder.write(PAGE, NEW)
    versions.record_outside_changes(folder.path)
    assert fresh(page).live.text == NEW
    assert [how for how, _, _ in versions_of(page)] == ["found"] * 3


def test_saving_stores_a_draft_with_its_author_and_does_not_change_the_file(folder, page, mira):
    saved = versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    assert (saved.text, saved.author, saved.author_name) == (NEW, mira, "Mira Okafor")
    page = fresh(page)
    assert (page.draft, page.live.text, page.draft_began_from) == (saved, WHAT_IT_IS, page.live)
    assert (folder.path / PAGE).read_text() == WHAT_IT_IS


def test_saving_the_same_text_again_makes_no_version(folder, page, mira):
    versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    versions.save(folder.path, page.pk, NEW, Seen.of(fresh(page)), mira)
    assert len(versions_of(page)) == 2


def test_saving_the_text_on_the_site_removes_the_draft(folder, page, mira):
    versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    saved = versions.save(folder.path, page.pk, WHAT_IT_IS, Seen.of(fresh(page)), mira)
    assert (fresh(page).draft, saved) == (None, fresh(page).live)


def test_a_draft_that_was_published_outside_the_editor_is_removed(folder, page, mira):
    versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    folder.write(PAGE, NEW)
    versions.record_outside_changes(folder.path)
    assert (fresh(page).draft, fresh(page).live.text) == (None, NEW)


def test_changes_of_two_editors_in_different_places_are_merged(folder, page, mira, person):
    seen = Seen.of(page)
    first = versions.save(folder.path, page.pk, NEW, seen, mira)
    conflict = conflict_of(folder, page, OTHER, seen, person("bob"))
    both = NEW.replace("Nobody knows for sure", "It is not known")
    assert (conflict.theirs, conflict.kept, conflict.merged) == (first, page.versions.first(), both)
    assert conflict.seen == Seen(digest(NEW), digest(WHAT_IT_IS))
    assert (conflict.kept.how, conflict.kept.author_name, conflict.kept.text) == ("set-aside", "Bob Okafor", OTHER)
    assert fresh(page).draft == first
    saved = versions.save(folder.path, page.pk, both, conflict.seen, mira)
    assert (saved.text, fresh(page).draft) == (both, saved)


def test_changes_of_two_editors_in_the_same_line_are_both_kept(folder, page, mira, person):
    seen = Seen.of(page)
    first = versions.save(folder.path, page.pk, NEW, seen, mira)
    conflict = conflict_of(folder, page, CLASH, seen, person("bob"))
    assert (conflict.theirs, conflict.kept.text, conflict.merged) == (first, CLASH, None)
    assert fresh(page).draft == first
    assert versions.save(folder.path, page.pk, CLASH, conflict.seen, mira).text == CLASH
    assert {text for _, _, text in versions_of(page)} == {WHAT_IT_IS, NEW, CLASH}


def test_a_change_outside_the_editor_while_somebody_types_is_a_conflict(folder, page, mira):
    seen = Seen.of(page)
    folder.write(PAGE, OTHER)
    conflict = conflict_of(folder, page, NEW, seen, mira)
    assert (conflict.theirs.text, conflict.theirs.how) == (OTHER, "found")
    assert "old medicine" in conflict.merged
    assert "not known" in conflict.merged


def test_a_change_outside_the_editor_under_a_draft_is_a_conflict_at_the_next_save(folder, page, mira):
    versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    folder.write(PAGE, OTHER)
    versions.record_outside_changes(folder.path)
    seen = Seen.of(fresh(page))
    conflict = conflict_of(folder, page, NEW, seen, mira)
    assert (conflict.theirs.text, conflict.kept.text) == (OTHER, NEW)
    saved = versions.save(folder.path, page.pk, conflict.merged, conflict.seen, mira)
    assert fresh(page).draft == saved
    assert fresh(page).draft_began_from.text == OTHER


def test_two_conflicting_changes_are_shown_one_after_the_other(folder, page, mira, person):
    versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    seen = Seen.of(fresh(page))
    folder.write(PAGE, OTHER)
    versions.save(folder.path, page.pk, f"{NEW}More.\n", Seen(digest(NEW), digest(OTHER)), mira)
    bob = person("bob")
    first = conflict_of(folder, page, CLASH, seen, bob)
    assert first.theirs.text == f"{NEW}More.\n"
    second = conflict_of(folder, page, CLASH, first.seen, bob)
    assert second.theirs.text == OTHER
    assert versions.save(folder.path, page.pk, CLASH, second.seen, bob).text == CLASH


def test_a_discarded_draft_stays_in_the_history(folder, page, mira):
    saved = versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    versions.discard_draft(folder.path, page.pk)
    assert fresh(page).draft is None
    assert page.versions.first() == saved


def test_a_version_is_never_changed_or_deleted(page):
    version = page.versions.get()
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()
    with pytest.raises(models.ProtectedError):
        page.delete()


def test_a_version_keeps_the_name_of_a_deleted_author(folder, page, mira):
    saved = versions.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    mira.delete()
    saved.refresh_from_db()
    assert (saved.author, saved.author_name) == (None, "Mira Okafor")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ('---\ntitle: "A: b"\n---\n', "A: b"),
        ("---\ntitle: What?\n", "What?"),
        ("no front matter\n", "What is it?"),
        (f"---\ntitle: {'x' * 300}\n", "x" * 200),
    ],
)
def test_the_title_is_read_from_a_broken_front_matter_too(folder, page, mira, text, title):
    versions.save(folder.path, page.pk, text, Seen.of(page), mira)
    assert fresh(page).title == title


@pytest.mark.django_db(transaction=True)
def test_two_editors_who_save_at_the_same_time_both_keep_their_texts(folder, page, mira, person):
    bob, seen = person("bob"), Seen.of(page)
    results, start = {}, threading.Barrier(2)

    def save(text, author):
        start.wait()
        try:
            results[author.username] = versions.save(folder.path, page.pk, text, seen, author)
        except Conflict as conflict:
            results[author.username] = conflict
        connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in ((NEW, mira), (OTHER, bob))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(type(result).__name__ for result in results.values()) == ["Conflict", "PageVersion"]
    assert sorted(how for how, _, text in versions_of(page) if text in (NEW, OTHER)) == ["draft", "set-aside"]


@pytest.mark.django_db(transaction=True)
def test_a_new_folder_that_is_read_twice_at_the_same_time_is_recorded_once(folder):
    start = threading.Barrier(2)

    def read_folder():
        start.wait()
        versions.record_outside_changes(folder.path)
        connection.close()

    threads = [threading.Thread(target=read_folder) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (ContentPage.objects.count(), PageVersion.objects.count()) == (3 + len(OUTCOMES) + len(DATA),) * 2
