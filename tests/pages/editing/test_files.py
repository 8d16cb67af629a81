"""The content folder as a place to write."""

import errno
import os

import pytest

from pages.editing import files
from pages.editing.files import NotAPage
from tests.pages.conftest import OUTCOMES

PAGE = "en/what-it-is.md"


def test_pages_and_outcomes_are_found_and_nothing_else(content):
    content.write("en/.hidden.md", "")
    content.write("en/Not A Slug.md", "")
    content.write("en/deeper/down.md", "")
    outcomes = [f"en/outcomes/{outcome}.md" for outcome in sorted(OUTCOMES)]
    assert list(files.every_page(content.path)) == ["en/home.md", PAGE, "en/words.md", *outcomes]


@pytest.mark.parametrize(
    "name",
    [
        *("", "what-it-is.md", "/en/what-it-is.md", "en/../clinic.yaml", "en/../en/what-it-is.md", "clinic.yaml"),
        *("en/sections.yaml", "en/Upper.md", "en/two--hyphens.md", "en/what it is.md", "en/what-it-is.md\n"),
        *("en/outcomes/../home.md", "de/home.md", "en/x.html", "en/\0.md", f"en/{'a' * 61}.md", "en/.md"),
    ],
)
def test_only_a_pages_own_name_leads_into_the_folder(content, name):
    with pytest.raises(NotAPage):
        files.path_of(content.path, name)
    with pytest.raises(NotAPage):
        files.write(content.path, name, "x")


def test_a_link_to_elsewhere_is_not_a_page(content, tmp_path):
    (tmp_path / "secret.md").write_text("secret")
    (content.path / "en" / "linked.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(NotAPage):
        files.read(content.path, "en/linked.md")
    assert "en/linked.md" not in list(files.every_page(content.path))


def test_a_text_is_read_as_the_catalogue_reads_it(content):
    (content.path / PAGE).write_bytes(b"\xef\xbb\xbfa\r\nb\xff")
    assert files.read(content.path, PAGE) == "a\nb�"
    assert files.read(content.path, "en/nowhere.md") is None


def test_a_file_is_replaced_whole_keeps_its_mode_and_leaves_nothing_beside_it(content):
    path = content.path / PAGE
    path.chmod(0o640)
    before = set(path.parent.iterdir())
    files.write(content.path, PAGE, "Résumé\n")
    assert path.read_text(encoding="utf-8") == "Résumé\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert set(path.parent.iterdir()) == before


def test_a_new_file_can_be_read_by_all(content):
    files.write(content.path, "en/new.md", "x\n")
    assert (content.path / "en/new.md").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC])
def test_when_writing_fails_the_old_text_stands_and_nothing_lies_around(content, monkeypatch, step, code):
    def fail(*args):
        raise OSError(code, os.strerror(code))

    path = content.path / PAGE
    text, before = path.read_text(), set(path.parent.iterdir())
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match=os.strerror(code)):
        files.write(content.path, PAGE, "new\n")
    assert (path.read_text(), set(path.parent.iterdir())) == (text, before)


def test_a_reader_sees_the_old_text_or_the_new_one_never_half(content, monkeypatch):
    path, seen = content.path / PAGE, []
    for step in ("fsync", "replace"):
        real = getattr(os, step)
        monkeypatch.setattr(os, step, lambda *args, real=real: (seen.append(path.read_text()), real(*args))[1])
    old, new = path.read_text(), "new\n" * 5000
    files.write(content.path, PAGE, new)
    assert seen == [old, old, new]  # before the file reaches the disk, before the swap, before the folder does


def test_whether_the_folder_may_be_written_is_asked_of_the_system(content, monkeypatch):
    assert files.may_write(content.path, PAGE)
    monkeypatch.setattr(os, "access", lambda path, mode: not (path == content.path / "en" and mode & os.W_OK))
    assert not files.may_write(content.path, PAGE)
    assert files.may_write(content.path, "en/outcomes/under-18.md")


def test_a_file_is_taken_away(content):
    files.remove(content.path, PAGE)
    assert not (content.path / PAGE).exists()
