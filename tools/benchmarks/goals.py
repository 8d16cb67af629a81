"""The goals of the site's speed, and what a benchmark measured."""

from dataclasses import dataclass
from enum import StrEnum


class Better(StrEnum):
    HIGHER = ">="
    LOWER = "<="


@dataclass(frozen=True)
class Goal:
    """`limit` is in `unit`, and is itself still good enough."""

    name: str
    better: Better
    limit: float
    unit: str

    def is_met_by(self, value: float) -> bool:
        return value >= self.limit if self.better is Better.HIGHER else value <= self.limit

    def __str__(self) -> str:
        return f"{self.better} {self.limit:g} {self.unit}".strip()


@dataclass(frozen=True)
class Figure:
    """What was measured for a goal. `where` is the database or another condition; `note` adds what explains it.

    `value` is None when it could not be measured; `note` then says why.
    """

    goal: Goal
    value: float | None
    where: str = ""
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.value is None:
            return "not measured"
        return "met" if self.goal.is_met_by(self.value) else "MISSED"

    @property
    def value_text(self) -> str:
        if self.value is None:
            return ""
        digits = 2 if abs(self.value) < 10 else 0
        return f"{self.value:,.{digits}f} {self.goal.unit}".strip()


def at_least(name: str, limit: float, unit: str = "") -> Goal:
    return Goal(name, Better.HIGHER, limit, unit)


def at_most(name: str, limit: float, unit: str = "") -> Goal:
    return Goal(name, Better.LOWER, limit, unit)


READING_TO_NGINX = at_least("reading page, compared with nginx", 0.75, "x")
READING_TO_BARE = at_least("reading page, compared with a bare WSGI app", 0.9, "x")
QUESTION_RATE = at_least("question page", 1000, "per s")
QUESTION_P99 = at_most("question page, p99", 60, "ms")
ANSWER_RATE = at_least("answer", 700, "per s")
ANSWER_P99 = at_most("answer, p99", 100, "ms")
SEND_RATE = at_least("send", 300, "per s")
SEND_P99 = at_most("send, p99", 500, "ms")
SEND_LOST = at_most("send, receipts that are not stored, and errors", 0)
CROWD_SECONDS = at_most("200 people send", 10, "s")
CROWD_ERRORS = at_most("200 people send, errors and lost receipts", 0)
FIRST_ANSWER = at_most("start to first answer", 1.2, "s")
SECOND_RUN = at_most("second make run, to first answer", 3, "s")
MEMORY_AFTER_START = at_most("memory after start", 200, "MB")
MEMORY_AFTER_READING = at_most("memory after 100,000 pages", 200, "MB")
MEMORY_AFTER_FORMS = at_most("memory after minutes of forms", 200, "MB")
QUEUE = at_most("queue, slowest page or filter", 60, "ms")
DESK = at_most("desk, slowest list, view or filter", 60, "ms")
DESK_LIST = at_most("desk, a list", 60, "ms")
QUEUE_BY_REFERENCE = at_most("queue, by reference", 20, "ms")
ASSESS = at_most("assess a complete answer set", 30, "microseconds")
PROVE_RULES = at_most("prove_rules", 60, "s")
CHECK = at_most("manage.py check", 3, "s")
CHECK_CONTENT = at_most("check_content", 2, "s")
CHECK_CONTENT_300 = at_most("check_content, 300 pages", 10, "s")
CHANGED_PAGE = at_most("one changed page of 300 is shown", 1, "s")
SLOWEST_DURING_CHANGE = at_most("slowest page while it changes", 100, "ms")
MEMORY_3000 = at_most("memory, 3,000 pages", 400, "MB")
PAGE_GROWTH = at_most("a page with 3,000 pages, compared with few", 1.02, "x")
