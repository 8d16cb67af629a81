"""Page files are read and written whole, and nothing else in the folder is."""

import errno
import hashlib
import os

import pytest

from pages.editing import files
from pages.editing.files import NotAPage, digest, normalized
from pages.editing.refused import Refused
from pages.schema.limits import LONGEST_PAGE
from tests.pages.conftest import OUTCOMES
from tests.pages.editing.texts import DATA, PAGE


def test_only_files_of_pages_and_results_are_listed(content):
    content.write("en/.hidden.md", "")
    content.write("en/Not A Slug.md", "")
    content.write("en/deeper/down.md", "")
    outcomes = [f"en/outcomes/{outcome}.md" for outcome in sorted(OUTCOMES)]
    assert list(files.every_page(content.path)) == ["en/home.md", PAGE, "en/words.md", *outcomes]


@pytest.mark.parametrize(
    "name",
    [
        *("", "what-it-is.md", "/en/what-it-is.md", "en/../clinic.yaml", "en/../en/what-it-is.md", "claims.yaml"),
        *(
            "sections.yaml",
            "en/clinic.yaml",
            "en/Upper.md",
            "en/two--hyphens.md",
            "en/what it is.md",
            "en/what-it-is.md\n",
        ),
        *("en/outcomes/../home.md", "de/home.md", "en/x.html", "en/\0.md", f"en/{'a' * 61}.md", "en/.md"),
    ],
)
def test_a_name_that_is_not_that_of_a_page_file_is_refused(content, name):
    with pytest.raises(NotAPage):
        files.path_of(content.path, name)
    with pytest.raises(NotAPage):
        files.write(content.path, name, "x")


def test_pages_results_and_data_files_are_listed_together(content):
    content.write("claims.yaml", "")
    assert sorted(files.every_file(content.path)) == sorted([*files.every_page(content.path), *DATA])


def test_a_symbolic_link_is_not_a_page(content, tmp_path):
    (tmp_path / "secret.md").write_text("secret")
    (content.path / "en" / "linked.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(NotAPage):
        files.read(content.path, "en/linked.md")
    assert "en/linked.md" not in list(files.every_page(content.path))


def test_a_text_is_read_as_the_catalogue_reads_it(content):
    (content.path / PAGE).write_bytes(b"\xef\xbb\xbfa\r\nb\xff")
    assert files.read(content.path, PAGE) == "a\nb�"
    assert files.read(content.path, "en/nowhere.md") is None


def test_writing_keeps_the_mode_of_the_file_and_leaves_no_other_file(content):
    path = content.path / PAGE
    path.chmod(0o640)
    before = set(path.parent.iterdir())
    files.write(content.path, PAGE, "Résumé\n")
    assert path.read_text(encoding="utf-8") == "Résumé\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert set(path.parent.iterdir()) == before


def test_everybody_can_read_a_new_file(content):
    files.write(content.path, "en/new.md", "x\n")
    assert (content.path / "en/new.md").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("step", ["fsync", "replace"])
@pytest.mark.parametrize("code", [errno.EROFS, errno.ENOSPC])
def test_if_writing_fails_the_old_file_stays_and_no_other_file_is_left(content, monkeypatch, step, code):
    def fail(*args):
        raise OSError(code, os.strerror(code))

    path = content.path / PAGE
    text, before = path.read_text(), set(path.parent.iterdir())
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(OSError, match=os.strerror(code)):
        files.write(content.path, PAGE, "new\n")
    assert (path.read_text(), set(path.parent.iterdir())) == (text, before)


def test_a_reader_gets_the_old_text_or_the_new_text_and_never_a_part(content, monkeypatch):
    path, seen = content.path / PAGE, []
    for step in ("fsync", "replace"):
        real = getattr(os, step)
        monkeypatch.setattr(os, step, lambda *args, real=real: (seen.append(path.read_text()), real(*args))[1])
    old, new = path.read_text(), "new\n" * 5000
    files.write(content.path, PAGE, new)
    # Before the file is on disk, before it is replaced, and before the folder is on disk.
    assert seen == [old, old, new]


def test_a_page_is_writable_if_the_process_may_create_files_in_its_folder(content, monkeypatch):
    assert files.is_writable(content.path, PAGE)
    monkeypatch.setattr(os, "access", lambda path, mode: not (path == content.path / "en" and mode & os.W_OK))
    assert not files.is_writable(content.path, PAGE)
    assert files.is_writable(content.path, "en/outcomes/under-18.md")


def test_a_file_is_deleted(content):
    files.remove(content.path, PAGE)
    assert not (content.path / PAGE).exists()


def test_normalizing_ends_every_line_with_one_newline():
    assert normalized("a\r\nb\rc\n\n\n", PAGE) == "a\nb\nc\n"


def test_the_digest_of_a_text_is_the_digest_of_its_file():
    assert digest("Résumé\n") == hashlib.sha256("Résumé\n".encode()).hexdigest()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("half \ud800 a sign", "half a character"),
        ("a nul \0 here", "control character"),
        ("a bell \a here", "control character"),
        ("é" * 40_000, "The page has 40,001 characters, and a page has at most 40,000. Split it into two pages."),
        ("a\n\n" + "[" * 9, "Line 3: More than 8 brackets “.” are open at once in this paragraph. Close each"),
    ],
)
def test_a_text_that_a_file_or_a_database_cannot_hold_is_refused(text, message):
    with pytest.raises(Refused, match=message):
        normalized(text, PAGE)


def test_a_data_file_may_be_longer_than_a_page_and_has_limits_of_its_own():
    assert normalized("a: b\n" * 10_000, "sources.yaml") == "a: b\n" * 10_000
    for text, message in (
        ("a: " + "b" * 200_000, "There are 200,004 characters here, and at most 200,000 can be read."),
        ("a: b\nb: \0", "Line 2: There is a control character here, which nobody sees. Delete it and type it again."),
    ):
        with pytest.raises(Refused) as refused:
            normalized(text, "sources.yaml")
        assert str(refused.value).startswith(message)


def test_the_longest_text_is_accepted_in_any_script():
    text = ("é" * 998 + "\n\n") * 40
    assert len(normalized(text, PAGE)) == LONGEST_PAGE - 1
