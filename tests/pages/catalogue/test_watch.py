import itertools
import threading
from pathlib import Path

import pytest

from pages.catalogue.watch import Watch
from pages.schema.errors import BrokenContent, ContentError

BROKEN = ContentError("folder/a.md", 3, "This is wrong.", "Mend it.")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def read(folder: Path) -> str:
    """The text of the one file, which is broken when it says so."""
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


@pytest.fixture
def watch(file: Path, clock: Clock) -> Watch[str]:
    return Watch(file.parent, read, interval=1.0, clock=clock)


def test_a_change_shows_when_the_folder_is_looked_at_again(watch: Watch[str], file: Path, clock: Clock) -> None:
    assert watch.current() == "one"
    file.write_text("three")
    clock.now = 0.99
    assert watch.current() == "one"
    clock.now = 1.0
    assert watch.current() == "three"


def test_a_file_that_comes_or_goes_is_a_change(tmp_path: Path, file: Path, clock: Clock) -> None:
    watch = Watch(tmp_path, lambda folder: sorted(path.name for path in folder.iterdir()), interval=1, clock=clock)
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
        ("pages", 40, "The last good pages stay up. folder/a.md:3: This is wrong. Mend it.")
    ]
    file.write_text("mended")
    clock.now = 4
    assert watch.current() == "mended"


def test_an_edit_that_crashes_the_loader_keeps_the_last_good_version_too(
    file: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    watch = Watch(file.parent, lambda folder: len(read(folder)) // (read(folder) != "crash"), interval=1, clock=clock)
    assert watch.current() == 3
    file.write_text("crash")
    for clock.now in (1, 2, 3):
        assert watch.current() == 3
    assert caplog.messages == ["The last good pages stay up. The newest content cannot be read at all."]


def test_broken_from_the_start_it_raises_until_it_is_mended(watch: Watch[str], file: Path, clock: Clock) -> None:
    file.write_text("broken")
    for clock.now in (0, 0.5, 1):
        with pytest.raises(BrokenContent) as caught:
            watch.current()
        assert caught.value.errors == (BROKEN,)
    file.write_text("mended")
    clock.now = 2
    assert watch.current() == "mended"


def test_a_folder_that_is_away_is_for_the_loader_to_judge(tmp_path: Path) -> None:
    assert Watch(tmp_path / "gone", str, interval=1).current() == str(tmp_path / "gone")


def test_readers_go_on_with_the_old_version_while_one_of_them_builds_the_new(file: Path, clock: Clock) -> None:
    building, go_on = threading.Event(), threading.Event()

    def slow(folder: Path) -> str:
        text = read(folder)
        if text == "three":
            building.set()
            assert go_on.wait(5)
        return text

    watch = Watch(file.parent, slow, interval=1, clock=clock)
    assert watch.current() == "one"
    file.write_text("three")
    clock.now = 1
    results: list[str] = []
    builder = threading.Thread(target=lambda: results.append(watch.current()))
    builder.start()
    assert building.wait(5)
    assert watch.current() == "one"
    go_on.set()
    builder.join()
    assert results == ["three"]
    assert watch.current() == "three"


def test_threads_that_come_first_wait_for_the_first_version_and_load_it_once(file: Path) -> None:
    loads = itertools.count(1)
    watch = Watch(file.parent, lambda folder: next(loads), interval=1)
    results: list[int] = []
    threads = [threading.Thread(target=lambda: results.append(watch.current())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [1] * 8
