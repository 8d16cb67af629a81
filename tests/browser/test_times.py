"""A person picks a time after the result, moves it and cancels it, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from consultations.models import Appointment
from tests.consultations.appointments.times import front_desk

pytestmark = pytest.mark.browser


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def browser_context_args(browser_context_args, request):
    return browser_context_args | {"java_script_enabled": request.param, "viewport": {"width": 360, "height": 740}}


def test_a_person_picks_a_time_moves_it_and_cancels_it(person, live_server):
    front_desk(weekdays=range(7))
    page = person.page
    person.begin()
    person.has_answered()
    page.get_by_role("link", name="Show my result").first.click()
    page.get_by_role("link", name="Book a time").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.locator("[name=time]").first.check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What should we call you?").fill("Ann")
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    expect(page.get_by_label("What should we call you?")).to_have_value("Ann")
    page.get_by_label("What number should we call?").fill("212 555 0100")
    page.get_by_label("Yes, you may leave a message").check()
    page.get_by_label("I agree that the clinic keeps my name").check()
    page.get_by_role("button", name="Book this time").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your time is booked")
    booked = Appointment.objects.get()
    code = page.locator(".receipt-code").inner_text()

    page.get_by_role("link", name="Move or cancel it with your receipt code").click()
    page.get_by_label("What is your receipt code?").fill(code)
    page.get_by_role("main").get_by_role("button").click()
    page.get_by_role("button", name="Move it to another time").click()
    page.locator("[name=time]").last.check()
    page.get_by_role("button", name="Move it to this time").click()
    expect(page.get_by_role("heading", name="Move or cancel it")).to_be_visible()
    assert Appointment.objects.get().starts_at > booked.starts_at
    page.get_by_label("Yes, cancel it").check()
    page.get_by_role("button", name="Cancel this time").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("canceled")
    assert Appointment.objects.get().is_cancelled
