"""Every page in every state in a browser: accessible in light and dark mode, and not wider than a small phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from tests.site_states import states

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


def all_states(share: int) -> list[tuple[str, str]]:
    client = Client(raise_request_exception=False)
    client.cookies.clear()
    html_by_state = [(name, response.content.decode()) for name, response in states(client)]
    return html_by_state[share::SHARES]


@pytest.mark.parametrize("share", range(SHARES))
def test_every_state_is_accessible_and_fits_a_small_phone(transactional_db, show, page, share):
    page.set_viewport_size({"width": 320, "height": 640})
    faults = {}
    for name, html in all_states(share):
        show(html)
        for scheme, rules in (("light", RULES), ("dark", {"runOnly": ["color-contrast"]})):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            for violation in Axe().run(page, options=rules).response["violations"]:
                faults[f"{name}, {scheme}: {violation['id']}"] = [
                    f"{node['html'][:120]} {node['failureSummary']}" for node in violation["nodes"]
                ]
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 320:
            faults[f"{name}: too wide"] = width
    assert faults == {}
