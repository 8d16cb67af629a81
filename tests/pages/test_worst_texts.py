"""The worst texts within the limits are rendered, checked and searched in few steps, counted and not timed."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType, SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

from pages.catalogue.drafts import read_draft
from pages.catalogue.library import read_library
from pages.lint import findings_of
from pages.schema.errors import Report
from pages.schema.front_matter import PageHead
from pages.schema.limits import LONGEST_PAGE, excess_of_page
from pages.search.index import Index
from pages.wording import read_claims
from tests.pages.worst_texts import SEEDS, worst_page

FOLDER = Path(settings.CONTENT_DIR)
# For each character of the longest page. A parser that reads the rest of a paragraph at each mark takes thousands.
MOST_STEPS = 60
# These took minutes before there were limits, or take the most steps now.
SLOWEST = ("[", "[a](", "*a_", "](")


@contextmanager
def counted() -> Iterator[Callable[[], int]]:
    """Counts the calls of functions, and each line that the inline and block parsers of Markdown execute."""
    steps = 0

    def lines(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal steps
        steps += 1
        return lines

    def calls(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal steps
        steps += 1
        is_parser = frame.f_code.co_filename.endswith(("inlinepatterns.py", "blockprocessors.py"))
        return lines if is_parser else None

    before = sys.gettrace()
    sys.settrace(calls)
    try:
        yield lambda: steps
    finally:
        sys.settrace(before)


@pytest.mark.parametrize("seed", SLOWEST)
def test_the_worst_page_takes_few_steps_for_each_character(seed: str) -> None:
    text, library, claims = worst_page(seed), read_library(FOLDER, []), read_claims(FOLDER)
    report = Report("content/en/x.md")
    with counted() as steps:
        draft = read_draft(PageHead, "x", text, library, report)
    assert steps() < MOST_STEPS * LONGEST_PAGE
    with counted() as steps:
        findings_of("content/en/x.md", text, claims, library.sources or {}, date(2026, 11, 28))
    assert steps() < 2 * MOST_STEPS * LONGEST_PAGE
    page: Any = SimpleNamespace(title="", description="", other_words="", passages=draft.rendered.passages)
    with counted() as steps:
        Index([page], ()).look_up("worst")
    assert steps() < MOST_STEPS * LONGEST_PAGE


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: repr(seed)[:12])
def test_any_repetition_to_the_size_of_a_file_is_refused_or_within_the_limits(seed: str) -> None:
    assert excess_of_page(worst_page(seed)) is None
    assert excess_of_page(seed * (100_000 // len(seed) + 1)) is not None
