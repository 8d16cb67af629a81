"""The review page."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import Client

from screening.models import Review, Submission
from screening.submissions.reviewing import record_review
from screening.submissions.states import State
from staff.access_log import Action
from staff.models import AccessEntry
from tests.screening.review.staff_members import REVIEWER, staff_member
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit

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


def test_every_view_is_logged_before_the_page_is_shown(staff_client, ann):
    submission = submit(NOT_NOW)
    staff_client.get(url(submission))
    staff_client.get(url(submission, "fhir"))
    entries = AccessEntry.objects.filter(subject=submission.reference).order_by("id")
    assert [(entry.actor, entry.action) for entry in entries] == [("ann", Action.SAW_ANSWERS)] * 2


def test_a_page_that_cannot_be_logged_is_not_shown(staff_client, monkeypatch):
    def fails(*args: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("screening.review.views.record", fails)
    staff_client.raise_request_exception = False
    response = staff_client.get(url(submit(NOT_NOW)))
    assert response.status_code == 500
    assert "blood" not in response.content.decode()


def test_a_changed_rule_is_shown(staff_client):
    submission = submit(NOT_NOW)
    Submission.objects.filter(pk=submission.pk).update(ruleset_fingerprint="0" * 64, ruleset_version="0.9")
    assert "The rules have changed since then" in text_of(staff_client.get(url(submission)))


def test_a_decision_is_recorded_and_shown(staff_client, ann):
    submission = submit(TALK_FIRST)
    response = staff_client.post(
        url(submission, "decide"), decision("not-suitable-now", "talk", "Called her."), follow=True
    )
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
    response = staff_client.post(url(submission, "decide"), data)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert page.title.text.strip().startswith("Error: ")
    assert [error.text for error in page.select(".errorlist li")] == errors
    checked = {field["value"] for field in page.select("input[checked]")}
    assert checked <= set(data.values())
    assert not Review.objects.exists()


def test_a_loosening_is_proposed_by_one_and_seconded_by_another(staff_client, ann):
    submission = submit(NOT_NOW)
    staff_client.post(url(submission, "decide"), decision("suggest-consultation", "talk", "Pressure is fine now."))
    assert "You proposed something milder than what counts now" in text_of(staff_client.get(url(submission)))
    proposal = Review.objects.get()
    own = {"second-proposal": str(proposal.pk), "second-has_read": "on"}
    assert "Another clinician has to agree before it takes effect" in text_of(
        staff_client.post(url(submission, "second"), own)
    )
    staff_client.force_login(clinician("ben"))
    assert "Ann proposes: Suggest a consultation" in text_of(staff_client.get(url(submission)))
    response = staff_client.post(url(submission, "second"), {"second-proposal": str(proposal.pk)})
    assert (response.status_code, Review.objects.count()) == (422, 1)
    staff_client.post(url(submission, "second"), own)
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
    staff_client.post(url(submission, "decide"), decision("not-suitable-now"))
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
    assert staff_client.post(url(first, "decide"), decision("not-suitable-now", and_next="1"))["Location"] == url(
        second
    )


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
    assert staff_client.post(url(submission, "release")).status_code == 302
    submission.refresh_from_db()
    assert (submission.state, submission.assignee) == (State.NEW, None)


@pytest.mark.parametrize("action", ["claim", "release", "decide", "second", "fhir"])
def test_a_withdrawn_submission_is_not_found(staff_client, action):
    submission = submit()
    withdrawn_url = url(submission, action)
    submission.delete()
    response = staff_client.get(withdrawn_url) if action == "fhir" else staff_client.post(withdrawn_url)
    assert response.status_code == 404


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
