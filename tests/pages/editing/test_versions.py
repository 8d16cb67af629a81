"""Drafts, versions and the folder: nothing that anybody wrote is lost."""

import threading

import pytest
from django.db import connection, models

from pages.editing import versions as store
from pages.editing.texts import digest
from pages.editing.versions import Conflict, Seen
from pages.models import ContentPage, PageVersion
from tests.pages.conftest import WHAT_IT_IS
from tests.pages.editing.conftest import PAGE

NEW = WHAT_IT_IS.replace("It is a medicine", "It is an old medicine")
OTHER = WHAT_IT_IS.replace("Nobody knows for sure", "It is not known")
CLASH = WHAT_IT_IS.replace("It is a medicine", "It is some medicine")


def fresh(page: ContentPage) -> ContentPage:
    return ContentPage.objects.get(pk=page.pk)


def versions_of(page: ContentPage) -> list[tuple[str, str, str]]:
    """(how, who, text), the oldest first."""
    return [(v.how, v.author_name, v.text) for v in page.versions.order_by("pk")]


def test_the_folder_is_taken_in_with_one_version_a_page(folder, db):
    store.follow(folder.path)
    assert {page.file for page in ContentPage.objects.all()} == {
        *("en/home.md", PAGE, "en/words.md", "en/outcomes/suggest-consultation.md"),
        *("en/outcomes/talk-to-clinician-first.md", "en/outcomes/not-suitable-now.md"),
        *("en/outcomes/urgent-help-now.md", "en/outcomes/under-18.md"),
    }
    page = ContentPage.objects.get(file=PAGE)
    assert (page.title, page.live.text, page.draft) == ("What is it?", WHAT_IT_IS, None)
    assert versions_of(page) == [("found", "", WHAT_IT_IS)]
    store.follow(folder.path)
    assert PageVersion.objects.count() == 8


def test_a_change_by_other_means_is_a_version_and_shows_at_once(folder, page):
    folder.write(PAGE, NEW)
    store.follow(folder.path)
    assert fresh(page).live.text == NEW
    assert versions_of(page)[1:] == [("found", "", NEW)]


def test_a_file_that_went_away_and_came_back(folder, page):
    (folder.path / PAGE).unlink()
    store.follow(folder.path)
    assert fresh(page).live is None
    folder.write(PAGE, NEW)
    store.follow(folder.path)
    assert fresh(page).live.text == NEW
    assert [how for how, _, _ in versions_of(page)] == ["found"] * 3


def test_a_draft_is_kept_with_its_author_and_leaves_the_file_alone(folder, page, mira):
    saved = store.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    assert (saved.text, saved.author, saved.author_name) == (NEW, mira, "Mira Okafor")
    page = fresh(page)
    assert (page.draft, page.live.text, page.draft_began_from) == (saved, WHAT_IT_IS, page.live)
    assert (folder.path / PAGE).read_text() == WHAT_IT_IS


def test_saving_the_same_again_makes_no_version(folder, page, mira):
    store.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    store.save(folder.path, page.pk, NEW, Seen.of(fresh(page)), mira)
    assert len(versions_of(page)) == 2


def test_a_draft_that_says_what_the_site_says_is_no_draft(folder, page, mira):
    store.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    saved = store.save(folder.path, page.pk, WHAT_IT_IS, Seen.of(fresh(page)), mira)
    assert (fresh(page).draft, saved) == (None, fresh(page).live)


def test_a_draft_that_went_up_by_other_means_is_no_draft_any_more(folder, page, mira):
    store.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    folder.write(PAGE, NEW)
    store.follow(folder.path)
    assert (fresh(page).draft, fresh(page).live.text) == (None, NEW)


def test_of_two_who_change_different_places_both_texts_are_put_together(folder, page, mira, person):
    seen = Seen.of(page)
    first = store.save(folder.path, page.pk, NEW, seen, mira)
    conflict = store.save(folder.path, page.pk, OTHER, seen, person("bob"))
    both = NEW.replace("Nobody knows for sure", "It is not known")
    assert conflict == Conflict(first, page.versions.first(), both, Seen(digest(NEW), digest(WHAT_IT_IS)))
    assert (conflict.kept.how, conflict.kept.author_name, conflict.kept.text) == ("set-aside", "Bob Okafor", OTHER)
    assert fresh(page).draft == first
    saved = store.save(folder.path, page.pk, both, conflict.seen, mira)
    assert (saved.text, fresh(page).draft) == (both, saved)


def test_of_two_who_change_the_same_line_both_texts_are_kept_and_neither_wins_unseen(folder, page, mira, person):
    seen = Seen.of(page)
    first = store.save(folder.path, page.pk, NEW, seen, mira)
    conflict = store.save(folder.path, page.pk, CLASH, seen, person("bob"))
    assert (conflict.theirs, conflict.kept.text, conflict.merged) == (first, CLASH, None)
    assert fresh(page).draft == first
    assert store.save(folder.path, page.pk, CLASH, conflict.seen, mira).text == CLASH
    assert {text for _, _, text in versions_of(page)} == {WHAT_IT_IS, NEW, CLASH}


def test_a_change_in_the_folder_while_somebody_types_is_not_written_over(folder, page, mira):
    seen = Seen.of(page)
    folder.write(PAGE, OTHER)
    conflict = store.save(folder.path, page.pk, NEW, seen, mira)
    assert (conflict.theirs.text, conflict.theirs.how) == (OTHER, "found")
    assert "old medicine" in conflict.merged
    assert "not known" in conflict.merged


def test_a_change_in_the_folder_under_a_draft_is_shown_before_the_next_save(folder, page, mira):
    store.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    folder.write(PAGE, OTHER)
    store.follow(folder.path)
    seen = Seen.of(fresh(page))
    conflict = store.save(folder.path, page.pk, NEW, seen, mira)
    assert (conflict.theirs.text, conflict.kept.text) == (OTHER, NEW)
    saved = store.save(folder.path, page.pk, conflict.merged, conflict.seen, mira)
    assert fresh(page).draft == saved
    assert fresh(page).draft_began_from.text == OTHER


def test_two_changes_at_once_are_shown_one_after_the_other(folder, page, mira, person):
    store.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    seen = Seen.of(fresh(page))
    folder.write(PAGE, OTHER)
    store.save(folder.path, page.pk, f"{NEW}More.\n", Seen(digest(NEW), digest(OTHER)), mira)
    bob = person("bob")
    first = store.save(folder.path, page.pk, CLASH, seen, bob)
    assert first.theirs.text == f"{NEW}More.\n"
    second = store.save(folder.path, page.pk, CLASH, first.seen, bob)
    assert second.theirs.text == OTHER
    assert store.save(folder.path, page.pk, CLASH, second.seen, bob).text == CLASH


def test_who_lets_go_of_a_draft_finds_it_in_the_history(folder, page, mira):
    saved = store.save(folder.path, page.pk, NEW, Seen.of(page), mira)
    store.discard_draft(page.pk)
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


def test_who_leaves_the_clinic_stays_the_author_by_name(folder, page, mira):
    saved = store.save(folder.path, page.pk, NEW, Seen.of(page), mira)
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
def test_a_page_is_listed_by_its_title_however_broken_it_is(folder, page, mira, text, title):
    store.save(folder.path, page.pk, text, Seen.of(page), mira)
    assert fresh(page).title == title


@pytest.mark.django_db(transaction=True)
def test_two_who_save_in_the_same_moment_both_keep_their_words(folder, page, mira, person):
    bob, seen = person("bob"), Seen.of(page)
    results, start = {}, threading.Barrier(2)

    def save(text, author):
        start.wait()
        results[author.username] = store.save(folder.path, page.pk, text, seen, author)
        connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in ((NEW, mira), (OTHER, bob))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(type(result).__name__ for result in results.values()) == ["Conflict", "PageVersion"]
    assert sorted(how for how, _, text in versions_of(page) if text in (NEW, OTHER)) == ["draft", "set-aside"]


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_a_new_folder_in_the_same_moment_note_each_page_once(folder):
    start = threading.Barrier(2)

    def look():
        start.wait()
        store.follow(folder.path)
        connection.close()

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert (ContentPage.objects.count(), PageVersion.objects.count()) == (8, 8)
