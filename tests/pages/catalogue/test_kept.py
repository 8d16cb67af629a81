"""Results that are kept on disk: used again when all that they were made from is the same, and never trusted."""

import os
import pickle
from pathlib import Path

import pytest

from pages.catalogue import kept, load
from pages.catalogue.kept import Kept
from pages.schema.errors import BrokenContent, ContentError

# of the small content folder; redirects.yaml is read each time, because it depends on the addresses of the site
DATA_FILES = ("clinic.yaml", "sources.yaml", "people.yaml", "glossary.yaml", "en/sections.yaml", "changes.yaml")
ERROR = ContentError("content/en/a.md", 3, "This is wrong.", "Fix it.")


@pytest.fixture(autouse=True)
def place(settings, tmp_path) -> Path:
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR / "content" / "pages.results"


def made(*texts: str) -> list[str]:
    """The texts for which there was no result yet."""
    new: list[str] = []

    def make(text: str) -> list[ContentError]:
        new.append(text)
        return [ERROR]

    with kept.kept("pages") as results:
        for text in texts:
            assert results.result(text, lambda text=text: make(text)) == [ERROR]
    return new


def test_a_result_is_made_once_for_each_text() -> None:
    assert made("one", "two", "one") == ["one", "two"]
    assert made("two", "three") == ["three"]
    assert made("one", "two", "three") == []


def test_only_the_owner_can_read_the_results(place) -> None:
    made("one")
    assert (place.stat().st_mode & 0o777, place.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.parametrize("data", [b"", b"no pickle", pickle.dumps("another thing"), pickle.dumps((1, 2, 3))])
def test_a_damaged_file_is_replaced(place, data) -> None:
    made("one")
    place.write_bytes(data)
    assert made("one") == ["one"]
    assert made("one") == []


class Attack:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("attacked",)


def test_a_file_of_results_cannot_run_code(place, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    made("one")
    place.write_bytes(pickle.dumps((kept._program(), {b"": Attack()})))
    assert made("one") == ["one"]
    assert not (tmp_path / "attacked").exists()


def test_another_program_makes_its_own_results(monkeypatch) -> None:
    made("one")
    monkeypatch.setattr(kept, "_program", lambda: "the next version")
    assert made("one") == ["one"]
    assert made("one") == []


@pytest.mark.parametrize("room", kept.PROGRAM)
def test_a_change_of_the_code_that_makes_results_is_another_program(monkeypatch, tmp_path, room) -> None:
    for name in kept.PROGRAM:
        (tmp_path / name).mkdir()
    monkeypatch.setattr(kept, "ROOT", tmp_path)
    before = kept._program.__wrapped__()
    (tmp_path / room / "new.py").write_text("changed = True")
    assert kept._program.__wrapped__() != before


def test_results_that_cannot_be_stored_are_made_each_time(place) -> None:
    place.parent.parent.write_text("a file where the folder should be")
    assert made("one") == ["one"]
    assert made("one") == ["one"]


def test_the_oldest_results_that_nothing_uses_are_dropped(monkeypatch) -> None:
    monkeypatch.setattr(kept, "MOST_UNUSED", 1)
    for text in ("one", "two", "three"):
        made(text)
    assert made("two", "three") == []
    assert made("one") == ["one"]


def test_many_results_are_made_once_each_and_come_in_their_order() -> None:
    results = Kept({kept.digest_of("two"): "known"})
    wanted = [(text, text.upper) for text in ("one", "two", "three", "one")]
    assert results.results(wanted) == ["ONE", "known", "THREE", "ONE"]
    assert results.results([("four", "four".upper)]) == ["FOUR"]
    assert Kept(results.all()).results([*wanted, ("four", str)]) == ["ONE", "known", "THREE", "ONE", "FOUR"]


class Counting(Kept):
    """Counts what is made anew."""

    count = 0

    def result(self, made_from, make):
        def counted():
            self.count += 1
            return make()

        return super().result(made_from, counted)

    def results(self, wanted):
        return [self.result(made_from, make) for made_from, make in wanted]


def test_after_a_change_of_one_page_only_that_page_is_read_again(content) -> None:
    first = Counting()
    before = load(content.path, kept=first)
    content.replace("en/what-it-is.md", "Nobody knows", "Nobody can tell")
    second = Counting(first.all())
    after = load(content.path, kept=second)
    assert (first.count, second.count) == (len(DATA_FILES) + len(before.pages) + len(before.outcomes), 1)
    assert [url for url, page in after.pages.items() if page != before.pages[url]] == ["/what-it-is/"]


def test_a_change_of_what_all_pages_may_use_reads_all_again(content) -> None:
    first = Counting()
    load(content.path, kept=first)
    content.replace("glossary.yaml", "A dummy", "An inert")
    second = Counting(first.all())
    load(content.path, kept=second)
    assert second.count == 1 + first.count - len(DATA_FILES)


@pytest.mark.parametrize(
    ("file", "right", "wrong", "count"),
    [
        ("en/what-it-is.md", "Nobody knows", "<b>Nobody</b> knows", 2),
        ("clinic.yaml", "America/New_York", "America/Newyork", 1),
        ("sources.yaml", "year: 2023", "year: then", 1),
    ],
)
def test_the_errors_of_a_file_are_kept_with_it(content, file, right, wrong, count) -> None:
    content.replace(file, right, wrong)
    results, errors = Counting(), []
    for _ in range(2):
        with pytest.raises(BrokenContent) as caught:
            load(content.path, kept=results)
        errors.append([str(error) for error in caught.value.errors])
    assert errors[0] == errors[1] == content.errors()
    assert len(errors[0]) == count
