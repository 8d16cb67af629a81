"""Many results are made by copies of this process, where that is safe."""

import os
import threading
from functools import partial

import pytest

from pages.catalogue import at_once
from pages.catalogue.at_once import FEWEST, made


@pytest.fixture
def may_be_copied(monkeypatch):
    monkeypatch.setattr(at_once, "may_be_copied", lambda: True)


def square_and_process(number: int) -> tuple[int, int]:
    return number * number, os.getpid()


def makes(count: int):
    return [partial(square_and_process, number) for number in range(count)]


def test_copies_of_the_process_make_the_results_and_their_order_stays(may_be_copied):
    results = made(makes(FEWEST), cores=2)
    assert [square for square, _ in results] == [number * number for number in range(FEWEST)]
    assert os.getpid() not in {process for _, process in results}


@pytest.mark.parametrize(("count", "cores"), [(FEWEST - 1, 2), (FEWEST, 1)])
def test_a_few_results_and_those_of_one_core_are_made_here(may_be_copied, count, cores):
    assert {process for _, process in made(makes(count), cores=cores)} == {os.getpid()}


def test_what_cannot_be_pickled_need_not_be(may_be_copied):
    secret = threading.Lock()
    assert made([lambda: str(type(secret))] * FEWEST, cores=2) == [str(type(secret))] * FEWEST


def process_unless_a_copy(here: int) -> int:
    if os.getpid() != here:
        os._exit(9)
    return here


def test_after_the_end_of_a_copy_all_are_made_here(may_be_copied):
    assert made([partial(process_unless_a_copy, os.getpid())] * FEWEST, cores=2) == [os.getpid()] * FEWEST


def test_without_room_for_a_copy_all_are_made_here(may_be_copied, monkeypatch):
    def no_room(*arguments):
        raise BlockingIOError

    monkeypatch.setattr(at_once, "ProcessPoolExecutor", no_room)
    assert {process for _, process in made(makes(FEWEST), cores=2)} == {os.getpid()}


def test_an_error_of_one_is_an_error_of_all(may_be_copied):
    with pytest.raises(ZeroDivisionError):
        made([*makes(FEWEST), lambda: (1 // 0, 0)], cores=2)


def test_a_process_with_more_than_one_thread_is_not_copied():
    ended = threading.Event()
    other = threading.Thread(target=ended.wait)
    other.start()
    try:
        assert not at_once.may_be_copied()
        assert {process for _, process in made(makes(FEWEST), cores=2)} == {os.getpid()}
    finally:
        ended.set()
        other.join()
