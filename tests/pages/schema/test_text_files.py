from pathlib import Path

import pytest

from pages.schema.text_files import copied, with_values


def test_the_copy_of_a_folder_that_nobody_may_write_to_can_be_changed(tmp_path: Path) -> None:
    folder = tmp_path / "content"
    (folder / "en").mkdir(parents=True)
    (folder / "en/a.md").write_text("A")
    (folder / "en/.a.md.swp").write_text("")
    (folder / "en/a.md").chmod(0o444)
    (folder / "en").chmod(0o555)
    with copied(folder) as copy:
        files = sorted(path.relative_to(copy.parent).as_posix() for path in copy.rglob("*"))
        assert files == ["content/en", "content/en/a.md"]
        assert (copy / "en/a.md").read_text() == "A"
        assert all(path.stat().st_mode & 0o200 for path in copy.rglob("*"))
    assert not copy.exists()


def test_a_folder_that_is_missing_has_an_empty_copy_or_none(tmp_path: Path) -> None:
    with copied(tmp_path / "gone") as copy:
        assert not copy.exists()


def test_a_link_that_leads_nowhere_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "gone.md")
    with pytest.raises(FileNotFoundError), copied(tmp_path):
        pass


def test_values_of_a_yaml_text_are_replaced_and_all_else_stays() -> None:
    text = "# ü\na:\n  day: # none yet\n  link: x   # kept\nb: {day: null, link: 'y'}\n"
    changed = with_values(text, lambda keys, value: "2027-05-22" if keys[-1] == "day" else None)
    assert changed == ("# ü\na:\n  day: 2027-05-22 # none yet\n  link: x   # kept\nb: {day: 2027-05-22, link: 'y'}\n")
