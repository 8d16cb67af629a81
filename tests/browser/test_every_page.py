"""Every page in every state in a browser: accessible in light and dark mode, and not wider than a small phone."""

import pytest

from tests.browser.axe import violations

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# so that four workers can share the states
SHARES = 4


@pytest.fixture
def show(live_server, page):
    """A function that shows HTML at an address of the live server, so that stylesheets and icons load."""
    page.route("**/state/", lambda route: route.fulfill(body=page.state, content_type="text/html; charset=utf-8"))

    def show_html(html: str):
        page.state = html
        page.goto(f"{live_server.url}/state/")
        return page

    return show_html


@pytest.mark.parametrize("share", range(SHARES))
def test_every_state_is_accessible_and_fits_a_small_phone(transactional_db, html_by_state, show, page, share):
    page.set_viewport_size({"width": 320, "height": 640})
    faults = {}
    for name, html in list(html_by_state.items())[share::SHARES]:
        show(html)
        for scheme, rules in (("light", RULES), ("dark", {"runOnly": ["color-contrast"]})):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for violation in violations(page, rules):
                faults[f"{name}, {scheme}: {violation['id']}"] = [
                    f"{node['html'][:120]} {node['failureSummary']}" for node in violation["nodes"]
                ]
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            faults[f"{name}: too wide"] = width
    assert faults == {}
