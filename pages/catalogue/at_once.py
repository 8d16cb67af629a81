"""Makes many results at once: copies of this process make a share of them each, one on each core."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

T = TypeVar("T")
# a copy of the process, and what it hands back, cost as much as a few pages
FEWEST = 20
# that a copy takes at once, so that none waits long for the last
SHARE = 5

_makes: Sequence[Callable[[], Any]] = ()


def made(makes: Sequence[Callable[[], T]], *, cores: int | None = None) -> list[T]:
    """What each of `makes` returns, in their order. What they return can be pickled."""
    cores = cores or len(os.sched_getaffinity(0)) if may_be_copied() else 1
    if cores == 1 or len(makes) < FEWEST:
        return [make() for make in makes]
    try:
        with ProcessPoolExecutor(cores, multiprocessing.get_context("fork"), _begin, (makes,)) as pool:
            return list(pool.map(_make, range(len(makes)), chunksize=SHARE))
    # no memory and no process is left for a copy, or the system ended one
    except (OSError, BrokenProcessPool):
        return [make() for make in makes]


def may_be_copied() -> bool:
    """A copy has the thread that made it alone: with others, it could wait for a lock that none of its own holds."""
    return sys.platform == "linux" and threading.active_count() == 1 and _is_main_thread()


def _is_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _begin(makes: Sequence[Callable[[], Any]]) -> None:
    global _makes
    _makes = makes
    # Ctrl-C ends it without a traceback of its own
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # it ends soon, and a collection would copy all memory that it shares
    gc.disable()


def _make(number: int) -> Any:
    return _makes[number]()
