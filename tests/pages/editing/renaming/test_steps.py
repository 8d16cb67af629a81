"""A page is renamed whole or not at all, also when the site is killed in the middle."""

import re
from pathlib import Path

import pytest
from django.db import transaction

from pages.catalogue import load
from pages.catalogue.held_back import load_and_keep
from pages.editing import publishing, versions
from pages.editing.publishing import Blocked, NotWritten
from pages.editing.refused import Refused
from pages.editing.renaming import steps
from pages.editing.versions import Seen
from pages.models import ContentPage, Plan, Renaming
from tests.pages.conftest import HOME, WHAT_IT_IS, WORDS
from tests.pages.editing.content_area import NOON, fresh, versions_of
from tests.pages.editing.texts import NEW, PAGE

NEW_FILE = "en/ketamine.md"
LINKED_HOME = HOME.replace("what-it-is.md", "ketamine.md")
OWN_LINK = WHAT_IT_IS.replace("for sure.", "for sure. [Top](what-it-is.md)")
MOVED_OWN = OWN_LINK.replace("(what-it-is.md)", "(ketamine.md)")
WORDS_DRAFT = WORDS.replace("{{ glossary }}", "{{ glossary }}\n\nSee [it](what-it-is.md#how-does-it-work).")


class Killed(BaseException):
    pass


@pytest.fixture
def linked(folder, page, mira) -> ContentPage:
    """A page with a link to itself and a planned draft, to which the home page, a draft and an old address lead."""
    folder.write(PAGE, OWN_LINK)
    folder.write("redirects.yaml", "# ours\n/about.html: {to: 'what-it-is.md#how-does-it-work'}\n")
    versions.record_outside_changes(folder.path)
    words = ContentPage.objects.get(file="en/words.md")
    versions.save(folder.path, words.pk, WORDS_DRAFT, Seen.of(words), mira)
    text = NEW.replace("for sure.", "for sure. [Top](what-it-is.md)")
    publishing.plan_to_publish(folder.path, page.pk, text, Seen.of(fresh(page)), mira, NOON)
    return fresh(page)


@pytest.fixture
def begin(folder, linked, mira):
    def begin(name="ketamine", page=linked):
        with versions.lock(folder.path, page.pk) as locked:
            steps.begin(folder.path, locked, name, mira)

    return begin


def files_of(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def assert_renamed(folder, page: ContentPage) -> None:
    written = files_of(folder.path)
    assert PAGE not in written
    assert {name: text for name, text in written.items() if "ketamine" in text} == {
        NEW_FILE: MOVED_OWN,
        "en/home.md": LINKED_HOME,
        "changes.yaml": written["changes.yaml"],
        "redirects.yaml": (
            "# ours\n/about.html: {to: ketamine.md#how-does-it-work}\n/what-it-is/: {to: ketamine.md}\n"
        ),
    }
    assert not [name for name in written if name.endswith(".new")]
    assert load(folder.path).changes["how-it-works"].page == "ketamine"
    page = fresh(page)
    assert (page.file, page.live.text, page.changed_under_draft) == (NEW_FILE, MOVED_OWN, False)
    assert page.draft.text == MOVED_OWN.replace("a medicine", "an old medicine")
    assert [how for how, _, _ in versions_of(page)] == ["found", "found", "draft", "moved", "moved-draft"]
    assert Plan.objects.get().page == page
    home, words = (ContentPage.objects.get(file=f"en/{name}.md") for name in ("home", "words"))
    assert versions_of(home) == [("found", "", HOME), ("moved", "Mira Okafor", LINKED_HOME)]
    assert versions_of(words)[-1] == ("moved-draft", "Mira Okafor", words.draft.text)
    assert (words.draft.text, words.changed_under_draft) == (WORDS_DRAFT.replace("what-it-is", "ketamine"), False)
    for name in ("changes.yaml", "redirects.yaml"):
        assert versions_of(ContentPage.objects.get(file=name))[-1] == ("moved", "Mira Okafor", written[name])
    assert not Renaming.objects.exists()
    before = {page.pk: page.live_id for page in ContentPage.objects.all()}
    steps.catch_up(folder.path)
    assert {page.pk: page.live_id for page in ContentPage.objects.all()} == before


def test_the_file_its_links_and_its_old_address_change_in_one_step(begin, folder, linked):
    begin()
    steps.finish(folder.path)
    assert_renamed(folder, linked)
    publishing.carry_out_plans(folder.path, NOON)
    assert load(folder.path).pages["/ketamine/"].body.startswith("<p>It is an old medicine")


@pytest.mark.parametrize("step", range(5))
def test_what_a_kill_leaves_shows_good_pages_and_is_finished_at_the_next_start(
    begin, folder, linked, tmp_path, monkeypatch, step
):
    load_and_keep(folder.path, tmp_path / "kept")
    begin()
    replaced, count = steps.replacing, 0

    def counted():
        nonlocal count
        count += 1
        if count > step:
            raise Killed

    class Replacing:
        def __init__(self, path, **more):
            self.inner = replaced(path, **more)

        def __enter__(self):
            return self.inner.__enter__()

        def __exit__(self, *error):
            if error[0] is None:
                try:
                    counted()
                except Killed as killed:
                    self.inner.__exit__(Killed, killed, None)
                    raise
            return self.inner.__exit__(*error)

    remove = steps.files.remove
    monkeypatch.setattr(steps, "replacing", Replacing)
    monkeypatch.setattr(steps.files, "remove", lambda *args: (counted(), remove(*args)))
    with pytest.raises(Killed), transaction.atomic():
        steps.finish(folder.path)
    monkeypatch.undo()
    shown = load_and_keep(folder.path, tmp_path / "kept")
    assert shown.pages["/what-it-is/"].title == "What is it?"
    [link] = re.findall('href="(/[^"]+/)"', shown.pages["/"].body)
    assert shown.pages[link].title == "What is it?"
    steps.catch_up(folder.path)
    assert_renamed(folder, linked)


def test_a_kill_after_the_last_file_is_finished_too(begin, folder, linked, monkeypatch):
    begin()
    monkeypatch.setattr(steps, "_store", lambda *args, **more: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed), transaction.atomic():
        steps.finish(folder.path)
    assert not (folder.path / PAGE).exists()
    monkeypatch.undo()
    steps.catch_up(folder.path)
    assert_renamed(folder, linked)


def test_what_was_recorded_of_the_new_file_meanwhile_belongs_to_the_page(begin, folder, linked):
    begin()
    folder.write(NEW_FILE, MOVED_OWN)
    versions.record_outside_changes(folder.path)
    steps.catch_up(folder.path)
    assert fresh(linked).file == NEW_FILE
    assert [how for how, _, _ in versions_of(linked)] == ["found", "found", "draft", "found", "moved", "moved-draft"]


def test_if_a_file_cannot_be_written_nothing_has_changed(begin, folder, linked, monkeypatch):
    begin()
    before = files_of(folder.path)
    monkeypatch.setattr(steps, "replacing", lambda *args, **more: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(NotWritten) as refused:
        steps.finish(folder.path)
    assert str(refused.value) == "The file was not written: No space left."
    assert (files_of(folder.path), fresh(linked).file, Renaming.objects.count()) == (before, PAGE, 0)


def test_there_and_back_again_leaves_one_old_address(begin, folder, linked):
    begin()
    steps.finish(folder.path)
    begin("what-it-is", fresh(linked))
    steps.finish(folder.path)
    assert (folder.path / "redirects.yaml").read_text() == (
        "# ours\n/about.html: {to: what-it-is.md#how-does-it-work}\n/ketamine/: {to: what-it-is.md}\n"
    )
    assert (folder.path / PAGE).read_text() == OWN_LINK


def test_a_page_that_was_never_public_has_no_old_address(folder, page, mira):
    draft = ContentPage.objects.create(file="en/prices.md")
    versions.save(folder.path, draft.pk, WORDS, Seen("", ""), mira)
    before = files_of(folder.path)
    with versions.lock(folder.path, draft.pk) as locked:
        steps.begin(folder.path, locked, "costs", mira)
    steps.finish(folder.path)
    assert (fresh(draft).file, fresh(draft).draft.text, files_of(folder.path)) == ("en/costs.md", WORDS, before)


class TestRefusals:
    def test_a_page_with_forbidden_wording_is_not_renamed(self, begin, folder, linked, mira):
        folder.write(PAGE, OWN_LINK.replace("It is a medicine", "It cures"))
        with pytest.raises(Blocked) as blocked:
            begin()
        assert [finding.rule for finding in blocked.value.findings] == ["cure"]

    def test_a_data_file_that_cannot_be_read_is_named(self, begin, folder):
        folder.write("redirects.yaml", "/a: [")
        with pytest.raises(Refused, match=r"redirects\.yaml or changes\.yaml, has an error"):
            begin()

    def test_a_folder_that_is_read_only_is_named(self, begin, monkeypatch):
        monkeypatch.setattr("pages.editing.files.may_write", lambda path: path.name != "redirects.yaml")
        with pytest.raises(Refused, match=r"The site may not write to `content/redirects\.yaml` on this server"):
            begin()

    def test_pages_that_the_site_names_keep_their_names(self, page):
        home, result = (ContentPage.objects.get(file=f"en/{name}.md") for name in ("home", "outcomes/under-18"))
        assert steps.why_not(home).startswith("Other parts of the site link to this page")
        assert steps.why_not(result).startswith("The questionnaire shows this text by its name")

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("Two Words", "Use small letters, digits and single hyphens"),
            ("../x", "Use small letters, digits and single hyphens"),
            ("x" * 61, "Use small letters, digits and single hyphens"),
            ("what-it-is", "This is its address now"),
            ("words", "There is a page at this address"),
            ("former", "There was a page at this address, and its history is kept"),
            ("home", "This address belongs to another part of the site"),
            ("staff", "This address belongs to another part of the site"),
        ],
    )
    def test_an_address_that_cannot_be_used_is_refused(self, page, name, reason):
        ContentPage.objects.create(file="en/former.md")
        assert steps.why_not_called(page, name).startswith(reason)
