import itertools
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from pages.catalogue.watch import Watch
from pages.schema.errors import BrokenContent, ContentError

BROKEN = ContentError("folder/a.md", 3, "This is wrong.", "Fix it.")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def read(folder: Path) -> str:
    """The text of the only file. Raises BrokenContent if that text is "broken"."""
    text = (folder / "a.md").read_text()
    if text == "broken":
        raise BrokenContent([BROKEN])
    return text


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("one")
    return tmp_path / "a.md"


def at_once(work: Callable[[], None]) -> None:
    work()


@pytest.fixture
def watch(file: Path, clock: Clock) -> Watch[str]:
    return Watch(file.parent, read, interval=1.0, clock=clock, start=at_once)


def test_a_change_shows_after_the_next_scan(watch: Watch[str], file: Path, clock: Clock) -> None:
    assert watch.current() == "one"
    file.write_text("three")
    clock.now = 0.99
    assert watch.current() == "one"
    clock.now = 1.0
    assert watch.current() == "three"


def test_asking_for_the_errors_now_does_not_wait_for_the_interval(watch: Watch[str], file: Path, clock: Clock) -> None:
    assert watch.errors() == ()
    file.write_text("broken")
    assert watch.errors() == ()
    assert watch.errors(now=True) == (BROKEN,)
    assert watch.current() == "one"
    file.write_text("fixed")
    assert watch.errors(now=True) == ()
    assert watch.current() == "fixed"


def test_the_stamps_change_exactly_when_a_file_changes(watch: Watch[str], file: Path, clock: Clock) -> None:
    before = watch.stamps()
    clock.now = 1
    assert watch.stamps() is before
    file.write_text("broken")
    clock.now = 2
    assert watch.stamps() != before


def test_a_file_that_is_added_or_deleted_is_a_change(tmp_path: Path, file: Path, clock: Clock) -> None:
    watch = Watch(
        tmp_path, lambda folder: sorted(path.name for path in folder.iterdir()), interval=1, clock=clock, start=at_once
    )
    assert watch.current() == ["a.md"]
    (tmp_path / "b.md").write_text("")
    clock.now = 1
    assert watch.current() == ["a.md", "b.md"]
    (tmp_path / "b.md").unlink()
    clock.now = 2
    assert watch.current() == ["a.md"]


def test_without_a_change_nothing_is_loaded_again(file: Path, clock: Clock) -> None:
    loads = itertools.count(1)
    watch = Watch(file.parent, lambda folder: next(loads), interval=1, clock=clock)
    for clock.now in range(5):
        assert watch.current() == 1


def test_a_broken_edit_keeps_the_last_good_version_and_logs_one_line(
    watch: Watch[str], file: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    assert watch.current() == "one"
    file.write_text("broken")
    for clock.now in (1, 2, 3):
        assert watch.current() == "one"
    assert caplog.record_tuples == [
        ("pages", 40, "The site keeps showing the last good pages. folder/a.md:3: This is wrong. Fix it.")
    ]
    file.write_text("fixed")
    clock.now = 4
    assert watch.current() == "fixed"


def test_an_edit_that_crashes_the_loader_keeps_the_last_good_version_too(
    file: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    def length(folder: Path) -> int:
        return len(read(folder)) // (read(folder) != "crash")

    watch = Watch(file.parent, length, interval=1, clock=clock, start=at_once)
    assert watch.current() == 3
    file.write_text("crash")
    for clock.now in (1, 2, 3):
        assert watch.current() == 3
    assert caplog.messages == ["The site keeps showing the last good pages. The newest content cannot be read."]


def test_a_folder_broken_from_the_start_raises_until_it_is_fixed(watch: Watch[str], file: Path, clock: Clock) -> None:
    file.write_text("broken")
    for clock.now in (0, 0.5, 1):
        with pytest.raises(BrokenContent) as caught:
            watch.current()
        assert caught.value.errors == (BROKEN,)
    file.write_text("fixed")
    clock.now = 2
    assert watch.current() == "fixed"


def test_a_missing_folder_is_passed_to_the_loader(tmp_path: Path) -> None:
    assert Watch(tmp_path / "gone", str, interval=1).current() == str(tmp_path / "gone")


def test_no_reader_waits_while_the_next_version_is_built(file: Path, clock: Clock) -> None:
    finish, builders = threading.Event(), list[threading.Thread]()

    def slow(folder: Path) -> str:
        text = read(folder)
        assert text == "one" or finish.wait(5)
        return text

    def start(work: Callable[[], None]) -> None:
        builders.append(threading.Thread(target=work))
        builders[-1].start()

    watch = Watch(file.parent, slow, interval=1, clock=clock, start=start)
    assert watch.current() == "one"
    file.write_text("three")
    clock.now = 1
    assert [watch.current() for _ in range(3)] == ["one"] * 3
    finish.set()
    for builder in builders:
        builder.join()
    assert (watch.current(), len(builders)) == ("three", 1)


def test_without_an_interval_every_reader_sees_a_change_at_once(file: Path) -> None:
    watch = Watch(file.parent, read, interval=0)
    assert watch.current() == "one"
    file.write_text("three")
    assert watch.current() == "three"


def test_a_copy_of_the_process_shows_nothing_old(
    watch: Watch[str], file: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert watch.current() == "one"
    monkeypatch.setattr(watch, "_start", lambda work: pytest.fail("a reader did not wait"))
    monkeypatch.setattr(os, "getpid", lambda: 1)
    file.write_text("three")
    clock.now = 1
    assert watch.current() == "three"


def test_threads_that_arrive_first_wait_for_the_first_version_which_is_loaded_once(file: Path) -> None:
    loads = itertools.count(1)
    watch = Watch(file.parent, lambda folder: next(loads), interval=1)
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(watch.current())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [1] * 8


def test_what_a_new_value_needs_later_is_made_when_all_use_it(file: Path, clock: Clock) -> None:
    warmed = []
    watch = Watch(
        file.parent,
        read,
        interval=1,
        clock=clock,
        start=at_once,
        warm=lambda value: warmed.append((value, watch.current())),
    )
    watch.current()
    assert warmed == []
    file.write_text("three")
    clock.now = 1.0
    watch.current()
    assert warmed == [("three", "three")]
