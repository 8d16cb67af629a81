"""The review desk in a browser, under the same strict policy as the rest of the site."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from screening.models import Submission

pytestmark = pytest.mark.browser


def test_staff_sign_in_and_read_what_was_sent(person, live_server):
    page = person.page
    person.begin()
    person.answer(nursing="yes")
    page.get_by_label("I agree that the clinic may receive").check()
    page.get_by_role("button", name="Send my answers").click()
    page.get_by_text("Your reference is").wait_for()
    User.objects.create_superuser("ann", password="correct horse battery")
    page.goto(f"{live_server.url}/staff/")
    page.get_by_label("Username").fill("ann")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("link", name="Submissions", exact=True).first.click()
    page.get_by_role("link", name=Submission.objects.get().reference).click()
    expect(page.get_by_text("Are you breastfeeding, chestfeeding, or pumping milk for a baby?")).to_be_visible()
    expect(page.get_by_text("not_now")).to_be_visible()
