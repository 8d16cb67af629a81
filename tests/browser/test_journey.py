"""The questionnaire from the home page to each result, with and without JavaScript."""

import pytest
from playwright.sync_api import expect

from consultations.models import ConsultationRequest
from screening.models import Submission
from tests.browser.conftest import send

pytestmark = pytest.mark.browser

OUTCOMES = [
    ({}, "A talk with our team could be a good next step"),
    ({"brain_bleed": "not_sure"}, "Let's have a clinician look at this first"),
    ({"health_history": ["seizures"], "seizures": "recent"}, "This may not be the right time"),
    ({"emergency_signs": "new_or_worse"}, "Call 911 now"),
    ({"age": "under_18"}, "This is for adults, but help is here for you"),
]


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def browser_context_args(browser_context_args, request):
    return browser_context_args | {"java_script_enabled": request.param}


@pytest.mark.parametrize(("answers", "title"), OUTCOMES)
@pytest.mark.promise("P24")
def test_a_person_reaches_each_outcome_from_the_home_page(person, answers, title):
    person.begin()
    person.answer(**answers)
    if "check-your-answers" in person.page.url:
        person.page.get_by_role("link", name="Show my result").first.click()
    expect(person.page.get_by_role("heading", level=1)).to_have_text(title)
    assert Submission.objects.count() == 0


@pytest.mark.promise("P24")
def test_a_person_can_send_the_answers_and_ask_for_a_call(person):
    page = person.page
    person.begin()
    person.has_answered(pressure_told="treated_unchecked")
    page.get_by_role("link", name="Send my answers to the clinic").click()
    send_button = page.get_by_role("button", name="Send my answers to the clinic and show my result")
    send_button.click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    page.get_by_label("I agree that the clinic may receive").check()
    send_button.click()
    reference = page.locator(".reference").inner_text()
    assert Submission.objects.get().reference == reference
    code = page.locator(".receipt-code").inner_text()
    page.get_by_role("link", name="Ask a clinician to call").click()
    page.get_by_label("What should we call you?").fill("Ann")
    page.get_by_label("What number should we call?").fill("212 555 0100")
    page.get_by_label("Yes, you may leave a message").check()
    page.get_by_label("Mornings").check()
    page.get_by_label("On the phone").check()
    page.get_by_label("I agree that the clinic keeps my name").check()
    page.get_by_role("button", name="Ask for a call").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request for a call")
    assert ConsultationRequest.objects.get().submission.reference == reference
    assert page.locator(".receipt-code").inner_text() == code


def test_a_person_can_delete_everything_with_the_receipt_code(person):
    page = person.page
    send(person)
    code = page.locator(".receipt-code").inner_text()
    page.get_by_role("link", name="/receipt/").click()
    page.get_by_label("What is your receipt code?").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Open my receipt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What we have from you")
    page.get_by_role("button", name="Delete what I sent").click()
    expect(page.get_by_role("link", name="Check the box to delete it, or leave this page to keep it")).to_be_visible()
    page.get_by_label("Yes, delete all of it").check()
    page.get_by_role("button", name="Delete what I sent").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("We deleted what you sent")
    assert not Submission.objects.exists()


def test_a_receipt_code_that_the_person_did_not_see_can_be_shown_again(person):
    page = person.page
    send(person)
    code = page.locator(".receipt-code").inner_text()
    page.reload()
    expect(page.locator(".receipt-code")).to_have_count(0)
    page.get_by_role("button", name="Show my receipt code again").click()
    expect(page.locator(".receipt-code")).to_have_text(code)
    page.reload()
    expect(page.locator(".receipt-code")).to_have_count(0)


def test_the_second_link_of_a_question_page_leaves_the_site(person):
    page = person.page
    person.begin()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    exit_link = page.get_by_role("link", name="Exit this page", exact=True)
    expect(exit_link).to_be_focused()
    expect(exit_link).to_be_in_viewport()


def test_a_change_link_leads_to_the_question_on_its_screen_and_then_back_to_the_list(person):
    page = person.page
    person.begin()
    person.has_answered()
    page.locator('a[href$="#decision_help"]').first.click()
    page.wait_for_url("**/age/#decision_help")
    question = page.locator("#decision_help")
    expect(question.get_by_label("No", exact=True)).to_be_checked()
    expect(question).to_be_in_viewport()
    question.get_by_label("Not sure").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers before you see your result")
    # Without the place of the question, which the next page does not have.
    assert page.url.endswith("/check-your-answers/")
    expect(page.get_by_text("Not sure")).to_be_visible()


def test_the_back_button_of_the_browser_shows_the_previous_screen_with_its_answers(person):
    page = person.page
    person.begin()
    page.get_by_label("Yes", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("group", name="How old are you?")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you filling this in about yourself?")
    expect(page.get_by_label("Yes", exact=True)).to_be_checked()


def test_an_urgent_answer_is_answered_before_the_other_questions_of_its_screen(person):
    page = person.page
    person.begin()
    person.has_answered_until("suicide_plan")
    page.locator("#suicide_plan").get_by_label("Prefer not to say").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Please talk with someone now")
    links = page.locator(".help-links").get_by_role("link")
    assert [" ".join(text.split()) for text in links.all_inner_texts()] == [
        *("Call 988", "Text 988", "Chat at 988lifeline.org", "Call 911")
    ]
    expect(links.first).to_be_in_viewport()


def test_going_back_from_help_says_why_the_answers_are_gone_and_offers_a_new_start(person):
    page = person.page
    person.begin()
    person.has_answered_until("harm_to_others")
    person.answer(harm_to_others="yes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Please get help right now")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("We no longer have these answers")
    expect(page.get_by_text("One of your answers led to a page with help.")).to_be_in_viewport()
    page.get_by_role("link", name="start again").click()
    page.get_by_role("link", name="Start now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Are you filling this in about yourself?")


def test_a_person_can_stop_early_and_go_on_later(person):
    page = person.page
    person.begin()
    person.has_answered_until("aneurysm", pregnancy="yes")
    expect(page.get_by_role("heading", level=1)).to_have_text("You can stop here if you like")
    page.get_by_role("button", name="See my result now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This may not be the right time")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("You can stop here if you like")
    page.get_by_role("button", name="Keep going").click()
    person.answer(pregnancy="yes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers before you see your result")


def test_a_person_can_keep_going_to_the_end(person):
    page = person.page
    person.begin()
    person.answer(pregnancy="yes")
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers before you see your result")


def test_every_missing_answer_of_a_screen_has_an_error_and_what_was_given_stays(person):
    page = person.page
    person.begin()
    person.has_answered_until("aneurysm")
    page.locator("#avm").get_by_label("Not sure").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.locator(".error-summary a")).to_have_count(3)
    expect(page.locator("#avm").get_by_label("Not sure")).to_be_checked()
    expect(page.locator(".question__error")).to_have_count(3)


def test_on_a_phone_the_receipt_code_is_a_grid_and_no_part_of_the_result_touches_the_next(person):
    page = person.page
    page.set_viewport_size({"width": 360, "height": 740})
    send(person)
    groups = [group.bounding_box() for group in page.locator(".receipt-code span").all()]
    lines = {top: [group["x"] for group in groups if group["y"] == top] for top in (group["y"] for group in groups)}
    first_line, *others = lines.values()
    assert all(line == first_line[: len(line)] for line in others)
    assert page.locator(".reference").evaluate("e => e.getClientRects().length") == 1
    touching = """parts => parts.flatMap(part => {
        const next = part.nextElementSibling;
        const gap = next && next.getBoundingClientRect().top - part.getBoundingClientRect().bottom;
        return next && part.offsetParent && next.offsetParent && gap < 4 ? [part.outerHTML.slice(0, 80)] : [];
    })"""
    assert page.locator("main > *, main > section > *, main .sent section > *").evaluate_all(touching) == []


@pytest.mark.parametrize("size", [(360, 740), (1280, 720)])
def test_a_question_and_its_first_answers_are_seen_without_scrolling(person, size):
    page = person.page
    page.set_viewport_size({"width": size[0], "height": size[1]})
    person.begin()
    hidden = []
    for screen in person.screens(health_history=["seizures", "breathing"], seizures="no", breathing="no"):
        second_answer = page.locator(f"#{screen.first.id} .choice").nth(1).bounding_box()
        if second_answer["y"] + second_answer["height"] > size[1]:
            hidden.append(screen.first.id)
        back, heading = page.get_by_role("link", name="Back", exact=True), page.get_by_role("heading", level=1)
        assert heading.bounding_box()["y"] - back.bounding_box()["y"] - back.bounding_box()["height"] >= 4
    assert hidden == []
