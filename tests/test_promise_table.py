"""Every promise of the site has tests that hold it, and docs/promises.md lists them."""

from tests.promise_table import PAGE, page, promises_held


def test_every_promise_is_held_by_a_test():
    assert [number for number, tests in promises_held().items() if not tests] == []


def test_the_page_of_promises_lists_the_tests_of_today():
    assert PAGE.read_text(encoding="utf-8") == page(), "Run python -m tests.promise_table and commit docs/promises.md."
