"""Waits for other threads in a test, without a clock."""

import os
from collections.abc import Callable


def wait_until(is_true: Callable[[], object]) -> None:
    while not is_true():
        os.sched_yield()
