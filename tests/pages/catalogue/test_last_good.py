from collections.abc import Sequence
from pathlib import Path

import pytest
from pytest_django import Settings

from pages import catalogue
from pages.catalogue import last_good, live, load
from pages.checks import content as check_content
from pages.media.values import MediaFile
from pages.schema.errors import BrokenContent
from tests.pages.conftest import ContentFolder


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "var" / "content"


def titles(folder: Path, files: Sequence[MediaFile] = ()) -> list[str]:
    return [page.title for page in load(folder, lambda path: path == "/screening/").pages.values()]


def test_the_saved_copy_is_read_back(content: ContentFolder, place: Path) -> None:
    good = titles(content.path)
    last_good.keep(content.path, content.path, place, [])
    content.replace("en/words.md", "title: Words", "titel: Words")
    assert last_good.read(content.path, place, titles) == good


def test_the_copy_is_replaced_by_newer_good_content(content: ContentFolder, place: Path) -> None:
    last_good.keep(content.path, content.path, place, [])
    content.replace("en/words.md", "title: Words", "title: Other words")
    last_good.keep(content.path, content.path, place, [])
    assert "Other words" in (last_good.read(content.path, place, titles) or [])
    assert len(list(place.iterdir())) == 1


@pytest.mark.parametrize("text", [None, b"no archive"])
def test_a_missing_or_damaged_copy_reads_as_none(content: ContentFolder, place: Path, text: bytes | None) -> None:
    if text is not None:
        last_good.keep(content.path, content.path, place, [])
        next(place.iterdir()).write_bytes(text)
    assert last_good.read(content.path, place, titles) is None


def test_a_copy_with_errors_by_the_rules_of_today_reads_as_none(content: ContentFolder, place: Path) -> None:
    def refuse(folder: Path, files: Sequence[MediaFile]) -> str:
        raise BrokenContent(())

    last_good.keep(content.path, content.path, place, [])
    assert last_good.read(content.path, place, refuse) is None


def test_a_folder_that_cannot_be_written_is_only_logged(content: ContentFolder, place: Path) -> None:
    place.parent.mkdir()
    place.write_text("a file stands here")
    last_good.keep(content.path, content.path, place, [])
    assert last_good.read(content.path, place, titles) is None


def test_a_process_that_starts_while_the_content_is_broken_shows_the_last_good_pages(
    site: ContentFolder, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR_DIR = tmp_path / "var"
    assert catalogue.current().pages["/words/"].title == "Words"
    site.replace("en/words.md", "title: Words", "titel: Words")
    live._watch_of_site.cache_clear()
    live._watch.cache_clear()  # As in another process.
    assert catalogue.current().pages["/words/"].title == "Words"
    assert [error.id for error in check_content()] == ["pages.E001"]
    site.replace("en/words.md", "titel: Words", "title: New words")
    live._watch_of_site.cache_clear()
    live._watch.cache_clear()
    assert (catalogue.current().pages["/words/"].title, check_content()) == ("New words", [])
