"""Makes many results at once: copies of this process make a share of them each, one on each core."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
# a copy of the process, and what it hands back, cost as much as a few pages
FEWEST = 20

_makes: Sequence[Callable[[], Any]] = ()


def made(makes: Sequence[Callable[[], T]], *, cores: int | None = None) -> list[T]:
    """What each of `makes` returns, in their order. What they return can be pickled."""
    cores = cores or len(os.sched_getaffinity(0)) if may_be_copied() else 1
    if cores == 1 or len(makes) < FEWEST:
        return [make() for make in makes]
    with multiprocessing.get_context("fork").Pool(cores, _begin, (makes,)) as pool:
        return pool.map(_make, range(len(makes)))


def may_be_copied() -> bool:
    """A copy has the thread that made it alone: with others, it could wait for a lock that none of its own holds."""
    return sys.platform == "linux" and threading.active_count() == 1 and _is_main_thread()


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _begin(makes: Sequence[Callable[[], Any]]) -> None:
    global _makes
    _makes = makes
    # Ctrl-C ends the process that waits for this one, which then ends this one
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # it ends soon, and a collection would copy all memory that it shares
    gc.disable()


def _make(number: int) -> Any:
    return _makes[number]()
