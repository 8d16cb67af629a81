"""A page with forbidden wording keeps its last good text, the same in every process; the other pages go on."""

from pathlib import Path

import pytest
from pytest_django import Settings

from pages import catalogue
from pages.catalogue import live
from pages.catalogue.held_back import load_and_keep
from pages.schema.errors import BrokenContent
from tests.pages.conftest import OUTCOME, WORDS, ContentFolder
from tests.pages.media import made
from tests.pages.wording.texts import CLAIMS_YAML

END, CLAIM = "Nobody knows for sure.", "Ketamine is a miracle cure."


@pytest.fixture
def content(site: ContentFolder, settings: Settings, tmp_path: Path) -> ContentFolder:
    settings.VAR_DIR = tmp_path / "var"
    site.write("claims.yaml", CLAIMS_YAML)
    return site


def shown(content: ContentFolder, tmp_path: Path) -> dict[str, str]:
    """The text of each page and result as a process shows it that starts now."""
    loaded = load_and_keep(content.path, tmp_path / "var" / "content")
    return {page.slug: page.text for page in loaded.pages.values()} | {o.id: o.text for o in loaded.outcomes.values()}


def test_a_page_with_a_claim_keeps_its_last_good_text_and_other_pages_change(content, tmp_path, caplog):
    before = shown(content, tmp_path)
    content.replace("en/what-it-is.md", END, CLAIM)
    content.replace("en/home.md", "Read", "Please read")
    after = shown(content, tmp_path)
    assert after == before | {"home": before["home"].replace("Read", "Please read")}
    assert {message.partition(": ")[0] for message in caplog.messages} == {
        "The site keeps showing the last good text of this page. content/en/what-it-is.md:16"
    }
    content.replace("en/what-it-is.md", CLAIM, "Now we know.")
    assert "Now we know." in shown(content, tmp_path)["what-it-is"]


def test_a_new_page_with_a_claim_is_not_shown(content, tmp_path):
    before = shown(content, tmp_path)
    content.write("en/new.md", WORDS.replace("{{ glossary }}", CLAIM))
    assert shown(content, tmp_path) == before


def test_a_page_that_links_to_a_page_held_back_is_not_shown_with_a_dead_link(content, tmp_path):
    before = shown(content, tmp_path)
    content.write("en/new.md", WORDS.replace("{{ glossary }}", CLAIM))
    content.replace("en/home.md", "what-it-is.md", "new.md")
    assert shown(content, tmp_path) == before


BROKEN = "[this page](nowhere.md)"


@pytest.mark.parametrize("name", ["en/what-it-is.md", "en/crisis-help.md", "en/outcomes/urgent-suicide.md"])
def test_a_page_with_an_error_keeps_its_last_good_text_and_other_pages_change(content, tmp_path, caplog, name):
    content.write("en/crisis-help.md", WORDS.replace("{{ glossary }}", "Call 988."))
    before = shown(content, tmp_path)
    text = (content.path / name).read_text()
    content.write(name, f"{text}\n{BROKEN}\n")
    content.write("en/new.md", WORDS.replace("{{ glossary }}", BROKEN))
    content.replace("en/home.md", "Read", "Please read")
    assert shown(content, tmp_path) == before | {"home": before["home"].replace("Read", "Please read")}
    assert {message.partition(": ")[0] for message in caplog.messages} == {
        f"The site keeps showing the last good text of this page. content/{file}:{line}"
        for file, line in ((name, text.count("\n") + 2), ("en/new.md", 12))
    }
    content.write(name, text)
    content.replace("en/home.md", "Please read", "Do read")
    assert shown(content, tmp_path) == before | {"home": before["home"].replace("Read", "Do read")}


def test_every_process_shows_the_same_while_a_page_has_an_error_and_the_error_is_reported(content, settings):
    settings.DEBUG = True
    first = live._watch_of(content.path)
    first.current()
    content.write("en/what-it-is.md", (content.path / "en/what-it-is.md").read_text() + f"\n{BROKEN}\n")
    content.replace("en/home.md", "Read", "Please read")
    live._watch_of_site.cache_clear()
    live._watch.cache_clear()
    second = live._watch_of(content.path)
    pages = [[page.text for page in watch.current().pages.values()] for watch in (first, second, first, second)]
    assert pages == [pages[0]] * 4
    assert "Please read" in str(pages[0])
    assert BROKEN not in str(pages[0])
    errors = [live.present_errors(), live.errors_now(content.path), live.held_back()]
    assert [[error.rule for error in found] for found in errors] == [["broken-link"]] * 3
    assert live.errors_of_all_pages(content.path) == ()


def test_a_required_page_that_was_deleted_is_shown_as_it_was(content, tmp_path):
    before = shown(content, tmp_path)
    (content.path / "en/outcomes/under-18.md").unlink()
    (content.path / "en/home.md").unlink()
    assert shown(content, tmp_path) == before


def test_an_error_in_a_file_that_all_pages_use_changes_nothing(content, tmp_path):
    shown(content, tmp_path)
    content.replace("en/home.md", "Read", "Please read")
    content.replace("clinic.yaml", "screening_days: 30", "screening_days: 0")
    with pytest.raises(BrokenContent):
        shown(content, tmp_path)


def test_help_in_an_emergency_is_never_held_back(content, tmp_path):
    content.write("en/crisis-help.md", WORDS.replace("{{ glossary }}", "Call 988."))
    shown(content, tmp_path)
    content.write("en/crisis-help.md", WORDS.replace("{{ glossary }}", "Call 911. It cures all."))
    content.write("en/outcomes/urgent-suicide.md", OUTCOME.replace("Then that.", "Call 911. It cures all."))
    content.write("en/outcomes/under-18.md", OUTCOME.replace("Then that.", "It cures all."))
    texts = shown(content, tmp_path)
    assert [texts[slug].split("\n")[-1] for slug in ("crisis-help", "urgent-suicide", "under-18")] == [
        "Call 911. It cures all.",
        "Call 911. It cures all.",
        "Then that.",
    ]


def test_without_good_content_on_this_machine_the_files_are_shown_as_they_are(content, tmp_path):
    content.replace("en/what-it-is.md", END, CLAIM)
    assert CLAIM in shown(content, tmp_path)["what-it-is"]


def test_a_text_that_a_new_claim_forbids_stays_until_it_is_changed(content, tmp_path):
    content.write("claims.yaml", "claims: {}\nallowed: {}\n")
    content.replace("en/what-it-is.md", END, CLAIM)
    before = shown(content, tmp_path)
    content.write("claims.yaml", CLAIMS_YAML)
    assert shown(content, tmp_path) == before


def test_a_process_that_missed_a_good_version_shows_the_same_as_the_others(content, settings):
    """Two processes: `first` sees each change, `second` is asked only before and after."""
    settings.DEBUG = True
    second = live._watch_of(content.path)
    assert END in second.current().pages["/what-it-is/"].text
    live._watch_of_site.cache_clear()
    live._watch.cache_clear()
    content.replace("en/what-it-is.md", END, "The second text.")
    assert "The second text." in catalogue.current().pages["/what-it-is/"].text
    content.replace("en/what-it-is.md", "title: What is it?", "titel: What is it?")
    texts = [watch.current().pages["/what-it-is/"].text for watch in (live._watch_of(content.path), second)]
    assert ["The second text." in text for text in texts] == [True, True]
    content.replace("en/what-it-is.md", "titel: What is it?", "title: What is it?")
    content.replace("en/what-it-is.md", "The second text.", CLAIM)
    texts = [watch.current().pages["/what-it-is/"].text for watch in (second, live._watch_of(content.path))]
    assert ["The second text." in text for text in texts] == [True, True]
    assert {error.rule for error in live.held_back()} == {"cure"}
    assert live.present_errors() == ()


def test_a_picture_that_is_deleted_or_broken_in_the_folder_stays_on_its_page_and_other_pages_change(content, tmp_path):
    files = content.path / "en" / "files"
    files.mkdir()
    (files / "room.png").write_bytes(made.png())
    (files / "fees.pdf").write_bytes(made.pdf(1))
    content.replace("en/words.md", "{{ glossary }}", "![A room](files/room.png)\n\n[Fees](files/fees.pdf)")
    place = tmp_path / "var" / "content"
    before = load_and_keep(content.path, place)
    assert {file.name for file in before.files} == {"room.png", "fees.pdf"}
    (files / "room.png").unlink()
    (files / "fees.pdf").write_bytes(made.SCRIPT)
    content.replace("en/home.md", "Read", "Please read")
    # As in another process; and again, because the copy now is the newest good one.
    for _ in range(2):
        after = load_and_keep(content.path, place)
        assert after.pages["/words/"].body == before.pages["/words/"].body
        assert "Please read" in after.pages["/"].text
        assert [(error.file, error.line, error.message) for error in after.broken] == [
            ("content/en/words.md", 12, "There is no file `files/room.png`."),
            ("content/en/words.md", 14, "`fees.pdf` is damaged, or is not what its name says."),
        ]
    # Without any good content before, there is nothing to go on with.
    with pytest.raises(BrokenContent):
        load_and_keep(content.path, tmp_path / "elsewhere")


def test_a_page_whose_content_folder_is_broken_keeps_its_pictures_in_a_new_process(content, tmp_path):
    files = content.path / "en" / "files"
    files.mkdir()
    (files / "room.png").write_bytes(made.png())
    content.replace("en/words.md", "{{ glossary }}", "![A room](files/room.png)")
    before = catalogue.current()
    content.write("clinic.yaml", "nothing")
    (files / "room.png").unlink()
    live._watch.cache_clear()
    assert (catalogue.current().files, catalogue.current().pages["/words/"].body) == (
        before.files,
        before.pages["/words/"].body,
    )
