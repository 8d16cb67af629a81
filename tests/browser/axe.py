"""Asks axe for the accessibility faults of a page that a machine can see."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ASK = "options => axe.run(options).then(results => results.violations)"


def violations(page: Page, options: dict[str, object] | None = None) -> list[dict[str, Any]]:
    """The rules that the page breaks, each with its nodes. Loads axe into the page once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(ASK, {"resultTypes": ["violations"]} | (options or {}))
    return found
