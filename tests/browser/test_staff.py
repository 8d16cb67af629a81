"""The review desk in a browser, under the content security policy of the site."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from screening.models import Submission

pytestmark = pytest.mark.browser


def send_and_sign_in(person, address: str) -> Submission:
    page = person.page
    person.begin()
    person.has_answered(nursing="yes")
    page.get_by_role("link", name="Send my answers to the clinic").click()
    page.get_by_label("I agree that the clinic may receive").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("Your reference is").wait_for()
    User.objects.create_superuser("ann", password="correct horse battery")
    page.goto(f"{address}/staff/")
    page.get_by_label("User name").fill("ann")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What waits for you")
    return Submission.objects.get()


def test_staff_can_sign_in_and_read_a_submission(person, live_server):
    page = person.page
    submission = send_and_sign_in(person, live_server.url)
    page.get_by_role("link", name="Submissions", exact=True).first.click()
    page.get_by_role("link", name=submission.reference).click()
    expect(page.get_by_text("Are you breastfeeding, chestfeeding, or pumping milk for a baby?")).to_be_visible()
    expect(page.get_by_text("not now", exact=True).first).to_be_visible()
