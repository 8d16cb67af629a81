"""The review page."""

import re
import threading

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client

from bases.versions import NAME
from screening.models import Review, Submission
from screening.submissions.daily_totals import DailyTotal, sums
from screening.submissions.reviewing import record_review
from screening.submissions.states import State
from staff.access_log import Action
from staff.models import AccessEntry
from tests.desk import drawn_from, send
from tests.screening.review.staff_members import REVIEWER, staff_member
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, as_if_stored, submit

pytestmark = pytest.mark.django_db
QUEUE = "/staff/screening/submission/"


def clinician(name: str) -> User:
    return staff_member(name, *REVIEWER)


@pytest.fixture
def ann() -> User:
    return clinician("ann")


@pytest.fixture
def staff_client(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def url(submission: Submission, action: str = "change") -> str:
    return f"{QUEUE}{submission.pk}/{action}/"


def do(client: Client, submission: Submission, action: str, data: dict[str, str], **extra):
    return send(client, url(submission), data, f"/{action}/", **extra)


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("#content-main").get_text(" ").split())


def decision(disposition: str, reason: str = "answers", note: str = "", **buttons: str) -> dict[str, str]:
    return {"review-disposition": disposition, "review-reason": reason, "review-note": note, **buttons}


def test_it_shows_answers_and_findings_with_level_words_and_sources(staff_client):
    submission = submit(NOT_NOW)
    text = text_of(staff_client.get(url(submission)))
    for row in submission.record.answers:
        assert " ".join(row.text.split()) in text
    assert "not now Blood pressure" in text or "not now High blood pressure" in text
    assert "Sources: " in text
    assert "The rules have changed since then" not in text


def test_it_says_that_a_submission_comes_first(staff_client):
    assert "First in the queue" not in text_of(staff_client.get(url(submit(NOT_NOW))))
    assert "First in the queue" in text_of(staff_client.get(url(submit({"wish_to_be_dead": "yes"}))))


@pytest.mark.promise("P15")
def test_every_view_is_logged_before_the_page_is_shown(staff_client, ann):
    submission = submit(NOT_NOW)
    staff_client.get(url(submission))
    staff_client.get(url(submission, "fhir"))
    entries = AccessEntry.objects.filter(subject=submission.reference).order_by("id")
    assert [(entry.actor, entry.action) for entry in entries] == [("ann", Action.SAW_ANSWERS)] * 2


@pytest.mark.promise("P15")
def test_a_page_that_cannot_be_logged_is_not_shown(staff_client, monkeypatch):
    def fails(*args: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("screening.review.page.record", fails)
    staff_client.raise_request_exception = False
    response = staff_client.get(url(submit(NOT_NOW)))
    assert response.status_code == 500
    assert "blood" not in response.content.decode()


def test_a_changed_rule_is_shown(staff_client):
    submission = as_if_stored(submit(NOT_NOW), ruleset_fingerprint="0" * 64, ruleset_version="0.9")
    assert "The rules have changed since then" in text_of(staff_client.get(url(submission)))


def test_a_decision_is_recorded_and_shown(staff_client, ann):
    submission = submit(TALK_FIRST)
    response = do(staff_client, submission, "decide", decision("not-suitable-now", "talk", "Called her."), follow=True)
    review = Review.objects.get()
    assert (review.author, review.disposition, review.reason, review.note, review.is_blind) == (
        *(ann, "not-suitable-now", "talk", "Called her.", False),
    )
    assert "is decided. Not suitable now." in response.content.decode()
    assert "Not suitable now (tightens)" in text_of(response)


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({}, ["Select what you decide", "Select why"]),
        (decision("incomplete"), ["Select a valid choice. incomplete is not one of the available choices."]),
        (decision("talk-to-clinician-first", "other"), ["Write the reason"]),
        (
            decision("suggest-consultation"),
            ["Write for the second clinician why you loosen what the screening said"],
        ),
    ],
)
def test_an_incomplete_decision_shows_errors_and_keeps_the_input(staff_client, data, errors):
    submission = submit(TALK_FIRST)
    response = do(staff_client, submission, "decide", data)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert page.title.text.strip().startswith("Error: ")
    assert [error.text for error in page.select(".errorlist li")] == errors
    checked = {field["value"] for field in page.select("input[checked]")}
    assert checked <= set(data.values())
    assert not Review.objects.exists()


def test_a_loosening_is_proposed_by_one_and_seconded_by_another(staff_client, ann):
    submission = submit(NOT_NOW)
    do(staff_client, submission, "decide", decision("suggest-consultation", "talk", "Pressure is fine now."))
    assert "You proposed something milder than what counts now" in text_of(staff_client.get(url(submission)))
    proposal = Review.objects.get()
    own = {"second-has_read": "on"}
    forged = own | drawn_from(staff_client, url(submission), "/decide/")
    assert "Another clinician has to agree before it takes effect" in text_of(
        staff_client.post(url(submission, "second"), forged)
    )
    staff_client.force_login(clinician("ben"))
    assert "Ann proposes: Suggest a consultation" in text_of(staff_client.get(url(submission)))
    response = do(staff_client, submission, "second", {})
    assert (response.status_code, Review.objects.count()) == (422, 1)
    do(staff_client, submission, "second", own)
    submission.refresh_from_db()
    assert (submission.state, submission.reviews.last().seconds) == (State.CLOSED, proposal)


def test_a_blind_reviewer_sees_the_result_after_deciding(staff_client):
    submission = submit(NOT_NOW)
    record_review(
        submission.pk, clinician("ben"), disposition="suggest-consultation", reason="talk", note="SAID-BY-BEN"
    )
    staff_client.post(f"{QUEUE}blind/", {"blind": "on"})
    before = staff_client.get(url(submission)).content.decode()
    for hidden in ("Not suitable now</dd>", "not now", "SAID-BY-BEN", "What the screening found"):
        assert hidden not in before
    do(staff_client, submission, "decide", decision("not-suitable-now"))
    after = staff_client.get(url(submission)).content.decode()
    for shown in ("Not suitable now</dd>", "not now", "SAID-BY-BEN", "decided blind"):
        assert shown in after


def test_take_the_next_one_claims_each_submission_once(staff_client, ann):
    worst, other = submit(NOT_NOW), submit(SUGGEST)
    assert staff_client.post(f"{QUEUE}next/")["Location"] == url(worst)
    assert staff_client.post(f"{QUEUE}next/")["Location"] == url(other)
    assert staff_client.post(f"{QUEUE}next/")["Location"] == QUEUE
    assert {submission.assignee for submission in Submission.objects.all()} == {ann}


def test_a_decision_can_lead_to_the_next_one(staff_client):
    first, second = submit(NOT_NOW), submit(SUGGEST)
    staff_client.post(url(first, "claim"))
    assert do(staff_client, first, "decide", decision("not-suitable-now", and_next="1"))["Location"] == url(second)


def test_a_claimed_submission_is_released_by_its_assignee_or_a_clinical_lead(staff_client, ann):
    submission = submit(NOT_NOW)
    staff_client.post(url(submission, "claim"))
    ben = clinician("ben")
    staff_client.force_login(ben)
    staff_client.post(url(submission, "claim"))
    submission.refresh_from_db()
    assert submission.assignee == ann
    assert staff_client.post(url(submission, "release")).status_code == 403
    ben.user_permissions.add(Permission.objects.get(codename="add_signoff"))
    assert do(staff_client, submission, "release", {}).status_code == 302
    submission.refresh_from_db()
    assert (submission.state, submission.assignee) == (State.NEW, None)


def test_who_opened_the_page_before_a_decision_sees_it_and_records_nothing(staff_client):
    submission = submit(SUGGEST)
    old_page = drawn_from(staff_client, url(submission), "/decide/")
    record_review(submission.pk, clinician("ben"), disposition="not-suitable-now", reason="talk", note="Heart.")
    mild = decision("suggest-consultation", "answers", "Nothing found.")
    response = staff_client.post(url(submission, "decide"), old_page | mild)
    page, text = BeautifulSoup(response.content, "html.parser"), text_of(response)
    assert (response.status_code, Review.objects.count()) == (409, 1)
    assert page.title.text.strip().startswith("Error: ")
    assert "This changed after you opened the page, so nothing was stored." in text
    assert page.select(".error-summary") == []
    assert re.search(r"Meanwhile Ben, [A-Z][a-z]+ \d+, 2\d{3}, \d+:\d\d [AP]M: Not suitable now", text)
    assert {field["value"] for field in page.select("input[checked]")} == {"suggest-consultation", "answers"}
    assert page.select_one("[name=review-note]").text.strip() == "Nothing found."
    # The page that is drawn again carries what it shows.
    again = {NAME: page.select_one(f"form[action*='/decide/'] [name={NAME}]")["value"]}
    assert staff_client.post(url(submission, "decide"), again | mild).status_code == 302
    assert [review.takes_effect for review in submission.reviews.all()] == [True, False]


def test_a_stale_second_opinion_can_be_given_to_what_is_proposed_now(staff_client, ann):
    submission, ben = submit(NOT_NOW), clinician("ben")
    record_review(submission.pk, ben, disposition="suggest-consultation", reason="talk", note="Fine.")
    old_page = drawn_from(staff_client, url(submission), "/second/")
    record_review(submission.pk, ben, disposition="talk-to-clinician-first", reason="talk", note="Not so fine.")
    agree = {"second-has_read": "on", "second-note": "Seen."}
    response = staff_client.post(url(submission, "second"), old_page | agree)
    assert (response.status_code, Review.objects.count()) == (409, 2)
    text = text_of(response)
    assert "Talk to a clinician first (proposed)" in text
    assert "Ben proposes: Talk to a clinician first ." in text
    page = BeautifulSoup(response.content, "html.parser")
    # They agreed to something else.
    assert not page.select("[name=second-has_read][checked]")
    assert page.select_one("[name=second-note]").text.strip() == "Seen."
    again = {NAME: page.select_one(f"form[action*='/second/'] [name={NAME}]")["value"]}
    assert staff_client.post(url(submission, "second"), again | agree).status_code == 302
    assert [(one.disposition, one.author.username) for one in submission.reviews.filter(takes_effect=True)] == [
        ("talk-to-clinician-first", "ann")
    ]


@pytest.mark.parametrize("drawn", [{}, {NAME: ""}, {NAME: "forged"}])
def test_a_decision_without_the_version_of_its_page_is_not_recorded(staff_client, drawn):
    submission = submit(SUGGEST)
    response = staff_client.post(url(submission, "decide"), drawn | decision("suggest-consultation"))
    assert (response.status_code, Review.objects.count()) == (409, 0)
    assert "opened too long ago" in text_of(response)


def test_what_another_form_of_the_page_carries_is_not_enough(staff_client, ann):
    submission = submit(NOT_NOW)
    submission.claim(ann)
    other = drawn_from(staff_client, url(submission), "/release/")
    response = staff_client.post(url(submission, "decide"), other | decision("not-suitable-now"))
    assert (response.status_code, Review.objects.count()) == (409, 0)


def test_who_reviews_blind_learns_that_somebody_decided_and_not_how(staff_client):
    submission = submit(NOT_NOW)
    staff_client.post(f"{QUEUE}blind/", {"blind": "on"})
    old_page = drawn_from(staff_client, url(submission), "/decide/")
    record_review(submission.pk, clinician("ben"), disposition="urgent-help-now", reason="talk", note="SAID-BY-BEN")
    response = staff_client.post(url(submission, "decide"), old_page | decision("not-suitable-now"))
    assert response.status_code == 409
    [meanwhile] = BeautifulSoup(response.content, "html.parser").select(".stale li")
    assert meanwhile.text.endswith(": decided. You see how after you have decided")
    assert "SAID-BY-BEN" not in response.text


@pytest.mark.parametrize("buttons", [{}, {"and_next": "1"}])
def test_the_second_click_of_a_double_click_leads_to_what_the_first_stored(staff_client, ann, buttons):
    submission, _ = submit(NOT_NOW), submit(SUGGEST)
    data = drawn_from(staff_client, url(submission), "/decide/") | decision("not-suitable-now", "talk", "x", **buttons)
    first, second = (staff_client.post(url(submission, "decide"), data, follow=True) for _ in range(2))
    assert Review.objects.count() == 1
    assert sums(DailyTotal.What.JUDGED) == {"not-suitable-now not-suitable-now": 1}
    assert Submission.objects.filter(state=State.IN_REVIEW).count() == len(buttons)
    assert second.redirect_chain == [(f"{QUEUE}?assignee=me" if buttons else url(submission), 302)]
    assert "is decided. Not suitable now." in first.text
    assert "is decided. Not suitable now." in second.text


def test_the_second_click_of_an_agreement_leads_to_what_the_first_stored(staff_client):
    submission = submit(NOT_NOW)
    record_review(submission.pk, clinician("ben"), disposition="suggest-consultation", reason="talk", note="Fine.")
    data = drawn_from(staff_client, url(submission), "/second/") | {"second-has_read": "on", "second-note": ""}
    responses = [staff_client.post(url(submission, "second"), data) for _ in range(2)]
    assert [response.url for response in responses] == [url(submission)] * 2
    assert Review.objects.filter(takes_effect=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_posts_of_one_decision_at_the_same_moment_are_stored_and_counted_once():
    ann, submission = clinician("ann"), submit(NOT_NOW)
    client = Client()
    client.force_login(ann)
    data = drawn_from(client, url(submission), "/decide/") | decision("not-suitable-now")
    start, statuses = threading.Barrier(2), []

    def post():
        own = Client()
        own.force_login(ann)
        start.wait()
        statuses.append(own.post(url(submission, "decide"), data).status_code)
        connection.close()

    threads = [threading.Thread(target=post) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (statuses, Review.objects.count()) == ([302, 302], 1)
    assert sums(DailyTotal.What.JUDGED) == {"not-suitable-now not-suitable-now": 1}


def test_nobody_returns_to_the_queue_what_a_colleague_has_taken_since(staff_client, ann):
    submission = submit(NOT_NOW)
    ann.user_permissions.add(Permission.objects.get(codename="add_signoff"))
    submission.claim(ann)
    old_page = drawn_from(staff_client, url(submission), "/release/")
    submission.release()
    submission.claim(clinician("ben"))
    response = staff_client.post(url(submission, "release"), old_page)
    submission.refresh_from_db()
    assert (response.status_code, submission.assignee.username) == (409, "ben")
    assert "Assigned to: “Ann” when you opened the page, “Ben” now" in text_of(response)


@pytest.mark.parametrize(
    ("action", "data"),
    [
        ("claim", {}),
        ("release", {}),
        ("decide", decision("not-suitable-now", "talk", "Asked about <her> heart.")),
        ("second", {"second-note": "Asked about <her> heart."}),
        ("change", None),
        ("fhir", None),
    ],
)
def test_who_opens_or_writes_about_a_withdrawn_submission_is_told_so_and_keeps_the_note(staff_client, action, data):
    submission = submit()
    withdrawn_url = url(submission, action)
    submission.delete()
    response = staff_client.get(withdrawn_url) if data is None else staff_client.post(withdrawn_url, data)
    assert response.status_code == 410
    assert "The person withdrew their answers, or their time was up." in text_of(response)
    notes = [note.text.strip() for note in BeautifulSoup(response.content, "html.parser").select("textarea")]
    assert notes == (["Asked about <her> heart."] if data else [])


def test_a_line_break_counts_as_one_character_of_a_note(staff_client):
    submission = submit(NOT_NOW)
    lines = "\r\n".join(["x"] * 1000)
    response = do(staff_client, submission, "decide", decision("not-suitable-now", note=f"{lines}\r\n"))
    assert (response.status_code, Review.objects.get().note) == (302, lines.replace("\r\n", "\n"))


def test_the_filters_of_the_list_stay_while_somebody_works_through_it(staff_client):
    submission, other = submit(NOT_NOW), submit(NOT_NOW)
    filters = "disposition=not-suitable-now"
    queue = BeautifulSoup(staff_client.get(f"{QUEUE}?{filters}").content, "html.parser")
    page_url = queue.select_one("#result_list th a")["href"]
    kept = f"?_changelist_filters={filters.replace('=', '%3D')}"
    assert page_url == url(submission) + kept
    assert queue.select_one("form[action*='/next/']")["action"] == f"{QUEUE}next/{kept}"
    page = BeautifulSoup(staff_client.get(page_url).content, "html.parser")
    assert page.select_one(f".breadcrumbs [href^='{QUEUE}']")["href"] == f"{QUEUE}?{filters}"
    actions = [form["action"] for form in page.select("#content-main form")]
    assert actions == [url(submission, action) + kept for action in ("claim", "note", "decide")]
    assert staff_client.post(actions[0]).url == page_url
    drawn = drawn_from(staff_client, page_url, "/decide/")
    response = staff_client.post(actions[2], drawn | decision("not-suitable-now", and_next="1"))
    assert response.url == url(other) + kept
    assert staff_client.post(url(other, "release") + kept, drawn_from(staff_client, url(other), "/release/")).url == (
        f"{QUEUE}?{filters}"
    )


@pytest.mark.parametrize("action", ["claim", "release", "decide", "second"])
def test_a_person_with_only_view_permission_can_change_nothing(client, action):
    submission = submit()
    client.force_login(staff_member("kim", "view_submission"))
    assert client.get(url(submission)).status_code == 200
    assert client.get(url(submission, action)).status_code == 405
    assert client.post(url(submission, action), decision("not-suitable-now")).status_code == 403
    assert not Review.objects.exists()


def test_a_record_whose_key_is_lost_says_so(staff_client, settings):
    submission = submit(NOT_NOW)
    settings.DATA_KEYS = {"other": b"o" * 32}
    assert "This record cannot be read" in text_of(staff_client.get(url(submission)))
