"""Every page in every state in a browser: accessible in light and dark mode, and not wider than the screen."""

import pytest

from tests.browser.axe import violations

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# What is cut off or hangs out of its box at the right. A frame that scrolls may hold more than it shows.
BEYOND_THE_SCREEN = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth && !element.closest(".table-scroll"))
  .map((element) => `${element.tagName} ${element.className}`)"""
# so that four workers can share the states
SHARES = 4


@pytest.mark.parametrize("share", range(SHARES))
def test_every_state_is_accessible_and_fits_small_and_wide_screens(transactional_db, html_by_state, show, page, share):
    faults = {}
    for name, html in list(html_by_state.items())[share::SHARES]:
        page.set_viewport_size({"width": 320, "height": 640})
        show(html)
        for scheme, rules in (("light", RULES), ("dark", {"runOnly": ["color-contrast"]})):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for violation in violations(page, rules):
                faults[f"{name}, {scheme}: {violation['id']}"] = [
                    f"{node['html'][:120]} {node['failureSummary']}" for node in violation["nodes"]
                ]
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            faults[f"{name}: too wide"] = width
        page.set_viewport_size({"width": 1280, "height": 900})
        if beyond := page.evaluate(BEYOND_THE_SCREEN):
            faults[f"{name}: beyond a wide screen"] = beyond
    assert faults == {}
