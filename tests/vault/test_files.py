"""A file is replaced as a whole or not at all."""

import pytest

from vault.files import delete_unfinished, replacing


def names_in(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_file_gets_the_new_content_and_the_given_mode(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("old")
    with replacing(file, mode=0o640) as new:
        new.write(b"new")
        assert file.read_text() == "old"
    assert (file.read_text(), file.stat().st_mode & 0o777, names_in(tmp_path)) == ("new", 0o640, ["page.md"])


def test_a_file_that_did_not_exist_is_created(tmp_path):
    with replacing(tmp_path / "page.md") as new:
        new.write(b"new")
    assert (tmp_path / "page.md").read_text() == "new"
    assert names_in(tmp_path) == ["page.md"]


def test_an_exception_keeps_the_old_content_and_leaves_no_other_file(tmp_path):
    file = tmp_path / "page.md"
    file.write_text("old")

    def fail_halfway() -> None:
        with replacing(file) as new:
            new.write(b"half")
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        fail_halfway()
    assert (file.read_text(), names_in(tmp_path)) == ("old", ["page.md"])


def test_only_the_unfinished_files_of_a_killed_process_are_deleted(tmp_path):
    for name in ("page.md", ".page.md.abc.new", ".other.md.abc.new", "page.new"):
        (tmp_path / name).write_text("")
    delete_unfinished(tmp_path / "page.md")
    assert names_in(tmp_path) == [".other.md.abc.new", "page.md", "page.new"]
