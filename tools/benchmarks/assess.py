"""Measures one assessment of a complete answer set. Goal: 30 microseconds.

.venv/bin/python -m tools.benchmarks.assess
"""

import timeit

from screening.assessment import assess
from screening.path import path
from tests.screening.answer_sets import CLEAR

ROUNDS, CALLS = 40, 500

for name, call in (("assess", lambda: assess(CLEAR)), ("path", lambda: path(CLEAR))):
    best = min(timeit.repeat(call, number=CALLS, repeat=ROUNDS)) / CALLS
    print(f"{name:8} {best * 1e6:6.1f} microseconds")
