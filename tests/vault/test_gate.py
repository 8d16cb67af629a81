"""A bounded number of threads is inside, and the others come in by order of arrival."""

import threading

from tests.vault.waiting import wait_until
from vault.gate import Gate

LONG = 600


def start(target) -> threading.Thread:
    thread = threading.Thread(target=target)
    thread.start()
    return thread


def start_in_order(gate, visits):
    """Start one thread after another: each when the one before waits at the gate."""
    threads = []
    for number, visit in enumerate(visits, 1):
        threads.append(start(visit))
        wait_until(lambda number=number: gate.waiting == number)
    return threads


def test_as_many_threads_come_in_as_there_are_places():
    gate = Gate(3)
    assert [gate.enter(0) for _ in range(5)] == [True, True, True, False, False]
    gate.leave()
    assert [gate.enter(0) for _ in range(2)] == [True, False]


def test_those_who_wait_come_in_by_order_of_arrival():
    gate, order = Gate(1), []
    assert gate.enter(0)

    def visit_as(number):
        def visit():
            assert gate.enter(LONG)
            order.append(number)
            gate.leave()

        return visit

    threads = start_in_order(gate, [visit_as(number) for number in range(6)])
    gate.leave()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4, 5]


def test_a_place_that_becomes_free_goes_to_whoever_waits_and_not_to_whoever_comes_just_then():
    gate = Gate(1)
    assert gate.enter(0)
    came_in, may_leave = threading.Event(), threading.Event()

    def visit():
        assert gate.enter(LONG)
        came_in.set()
        may_leave.wait()
        gate.leave()

    [thread] = start_in_order(gate, [visit])
    gate.leave()
    assert not gate.enter(0)
    may_leave.set()
    thread.join()
    assert came_in.is_set()
    assert gate.enter(0)


def test_whoever_gives_up_loses_no_place_for_the_others():
    gate = Gate(1)
    assert gate.enter(0)
    assert not gate.enter(0.001)
    assert gate.waiting == 0
    gate.leave()
    assert gate.enter(0)


def test_nobody_lines_up_behind_more_people_than_the_gate_allows():
    gate, came_in = Gate(1, most_waiting=2), []
    assert gate.enter(0)

    def visit():
        came_in.append(gate.enter(LONG))
        gate.leave()

    threads = start_in_order(gate, [visit, visit])
    assert not gate.enter(LONG)
    gate.leave()
    for thread in threads:
        thread.join()
    assert came_in == [True, True]
