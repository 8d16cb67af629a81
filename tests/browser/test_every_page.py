"""Every page in every state, in a browser: accessible in light and dark, and never wider than the phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.site_states import states

pytestmark = pytest.mark.browser

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SHARE = 4  # so that four workers can look at the same time


@pytest.fixture
def drawn(live_server, page):
    """Show the HTML of a state at the address of the live server, so that stylesheet and icon load."""
    page.route("**/state/", lambda route: route.fulfill(body=page.state, content_type="text/html; charset=utf-8"))

    def draw(html: str):
        page.state = html
        page.goto(f"{live_server.url}/state/")
        return page

    return draw


def all_states(share: int) -> list[tuple[str, str]]:
    client = Client(raise_request_exception=False)
    client.cookies.clear()
    found = [(name, response.content.decode()) for name, response in states(client)]
    return found[share::SHARE]


@pytest.mark.parametrize("share", range(SHARE))
def test_every_state_is_accessible_in_light_and_dark_and_fits_a_small_phone(transactional_db, drawn, page, share):
    page.set_viewport_size({"width": 320, "height": 640})
    faults = {}
    for name, html in all_states(share):
        drawn(html)
        for scheme, rules in (("light", RULES), ("dark", {"runOnly": ["color-contrast"]})):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for violation in Axe().run(page, options=rules).response["violations"]:
                faults[f"{name}, {scheme}: {violation['id']}"] = [
                    f"{node['html'][:120]} {node['failureSummary']}" for node in violation["nodes"]
                ]
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            faults[f"{name}: too wide"] = width
    assert faults == {}
