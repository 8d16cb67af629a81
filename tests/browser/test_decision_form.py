"""The decision form stays in view beside the answers, at every height, and one key and one link lead to it."""

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, expect

from tests.screening.submitting import NOT_NOW, submit

pytestmark = pytest.mark.browser

# Whether the element is inside the window, and nothing is drawn over it.
IS_IN_VIEW = """element => {
  const box = element.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + Math.min(box.height, 40) / 2
  const top = document.elementFromPoint(x, y)
  return box.top >= 0 && box.bottom <= window.innerHeight && Boolean(top) && (top === element || element.contains(top))
}"""


@pytest.fixture
def review(site: Page, live_server) -> Page:
    submission, client = submit(NOT_NOW), Client()
    client.force_login(User.objects.create_superuser("ann"))
    name = settings.SESSION_COOKIE_NAME
    site.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
    site.goto(f"{live_server.url}/staff/screening/submission/{submission.pk}/change/")
    return site


@pytest.mark.parametrize("height", [900, 600])
def test_every_field_and_button_is_in_view_wherever_somebody_reads(review, height):
    review.set_viewport_size({"width": 1280, "height": height})
    panel = review.locator("#your-decision")
    for place in (0, 0.5, 1):
        review.evaluate("place => window.scrollTo(0, place * document.documentElement.scrollHeight)", place)
        scrolled = review.evaluate("window.scrollY")
        for name in ("Record it", "Record it, then take the next one"):
            assert panel.get_by_role("button", name=name, exact=True).evaluate(IS_IN_VIEW)
        for field in panel.locator("form input:not([type=hidden]), form textarea").all():
            field.focus()
            assert field.evaluate(IS_IN_VIEW), field.get_attribute("id")
        assert review.evaluate("window.scrollY") == scrolled


def press_access_key(page: Page, key: str) -> None:
    """As a keyboard does: Playwright leaves out the character that the browser compares with `accesskey`."""
    line = page.context.new_cdp_session(page)
    for kind in ("rawKeyDown", "char", "keyUp"):
        alt = {"modifiers": 1, "key": key, "text": key, "unmodifiedText": key}
        line.send("Input.dispatchKeyEvent", {"type": kind, **alt})


def test_one_key_and_one_link_lead_to_it(review):
    review.set_viewport_size({"width": 1280, "height": 900})
    panel = review.locator("#your-decision")
    review.get_by_role("link", name="Go to your decision").click()
    expect(panel).to_be_focused()
    review.get_by_role("link", name="Go to your decision").focus()
    press_access_key(review, "y")
    expect(panel).to_be_focused()
    review.keyboard.press("Tab")
    expect(panel.get_by_label("Suggest a consultation")).to_be_focused()


@pytest.mark.parametrize("width", [320, 360])
def test_on_a_phone_it_covers_no_answer_and_nothing_scrolls_sideways(review, width):
    review.set_viewport_size({"width": width, "height": 640})
    assert review.evaluate("document.documentElement.scrollWidth") == width
    answers, panel = (review.locator(one).bounding_box() for one in (".review__read", "#your-decision"))
    assert panel["y"] >= answers["y"] + answers["height"]
