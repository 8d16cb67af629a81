"""One screen to review a submission."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import Client

from screening.models import Review, Submission
from screening.submissions.reviewing import record_review
from screening.submissions.states import State
from staff.access_log import Action
from staff.models import AccessEntry
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit

pytestmark = pytest.mark.django_db
QUEUE = "/staff/screening/submission/"


def clinician(name: str) -> User:
    person = User.objects.create_user(name, first_name=name.title(), is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=["view_submission", "review_submission"]))
    return person


@pytest.fixture
def ann() -> User:
    return clinician("ann")


@pytest.fixture
def desk(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def url(submission: Submission, way: str = "change") -> str:
    return f"{QUEUE}{submission.pk}/{way}/"


def text_of(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("#content-main").get_text(" ").split())


def decision(disposition: str, reason: str = "answers", note: str = "", **more: str) -> dict[str, str]:
    return {"review-disposition": disposition, "review-reason": reason, "review-note": note, **more}


def test_it_shows_answers_and_findings_with_level_words_and_sources(desk):
    submission = submit(NOT_NOW)
    text = text_of(desk.get(url(submission)))
    for row in submission.record["answers"]:
        assert " ".join(row["text"].split()) in text
    assert "not now Blood pressure" in text or "not now High blood pressure" in text
    assert "Sources: " in text
    assert "The rules changed since" not in text


def test_every_look_is_written_down_before_it_is_shown(desk, ann):
    submission = submit(NOT_NOW)
    desk.get(url(submission))
    desk.get(url(submission, "fhir"))
    entries = AccessEntry.objects.filter(subject=submission.reference).order_by("id")
    assert [(entry.actor, entry.action) for entry in entries] == [("ann", Action.SAW_ANSWERS)] * 2


def test_what_cannot_be_written_down_is_not_shown(desk, monkeypatch):
    def fails(*args: object) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("screening.review.views.record", fails)
    desk.raise_request_exception = False
    response = desk.get(url(submit(NOT_NOW)))
    assert response.status_code == 500
    assert "blood" not in response.content.decode()


def test_a_changed_rule_is_told(desk):
    submission = submit(NOT_NOW)
    Submission.objects.filter(pk=submission.pk).update(ruleset_fingerprint="0" * 64, ruleset_version="0.9")
    assert "The rules changed since" in text_of(desk.get(url(submission)))


def test_a_decision_is_recorded_and_told(desk, ann):
    submission = submit(TALK_FIRST)
    response = desk.post(url(submission, "decide"), decision("not-suitable-now", "talk", "Called her."), follow=True)
    review = Review.objects.get()
    assert (review.author, review.disposition, review.reason, review.note, review.is_blind) == (
        *(ann, "not-suitable-now", "talk", "Called her.", False),
    )
    assert "is decided. Not suitable now." in response.content.decode()
    assert "Not suitable now (tightens)" in text_of(response)


@pytest.mark.parametrize(
    ("given", "errors"),
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
def test_an_unfinished_decision_is_told_and_kept(desk, given, errors):
    submission = submit(TALK_FIRST)
    response = desk.post(url(submission, "decide"), given)
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert page.title.text.strip().startswith("Error: ")
    assert [one.text for one in page.select(".errorlist li")] == errors
    checked = {field["value"] for field in page.select("input[checked]")}
    assert checked <= set(given.values())
    assert not Review.objects.exists()


def test_a_loosening_is_proposed_by_one_and_seconded_by_another(desk, ann):
    submission = submit(NOT_NOW)
    desk.post(url(submission, "decide"), decision("suggest-consultation", "talk", "Pressure is fine now."))
    assert "You proposed to loosen" in text_of(desk.get(url(submission)))
    proposal = Review.objects.get()
    own = {"second-proposal": str(proposal.pk), "second-has_read": "on"}
    assert "Another clinician has to second it" in text_of(desk.post(url(submission, "second"), own))
    desk.force_login(clinician("ben"))
    assert "Ann proposes: Suggest a consultation" in text_of(desk.get(url(submission)))
    response = desk.post(url(submission, "second"), {"second-proposal": str(proposal.pk)})
    assert (response.status_code, Review.objects.count()) == (422, 1)
    desk.post(url(submission, "second"), own)
    submission.refresh_from_db()
    assert (submission.state, submission.reviews.last().seconds) == (State.CLOSED, proposal)


def test_who_reviews_blind_is_shown_the_result_once_they_have_decided(desk):
    submission = submit(NOT_NOW)
    record_review(
        submission.pk, clinician("ben"), disposition="suggest-consultation", reason="talk", note="SAID-BY-BEN"
    )
    desk.post(f"{QUEUE}blind/", {"blind": "on"})
    before = desk.get(url(submission)).content.decode()
    for hidden in ("Not suitable now</dd>", "not now", "SAID-BY-BEN", "What the screening found"):
        assert hidden not in before
    desk.post(url(submission, "decide"), decision("not-suitable-now"))
    after = desk.get(url(submission)).content.decode()
    for shown in ("Not suitable now</dd>", "not now", "SAID-BY-BEN", "decided blind"):
        assert shown in after


def test_the_next_one_is_taken_on_by_one_alone(desk, ann):
    worst, other = submit(NOT_NOW), submit(SUGGEST)
    assert desk.post(f"{QUEUE}next/")["Location"] == url(worst)
    assert desk.post(f"{QUEUE}next/")["Location"] == url(other)
    assert desk.post(f"{QUEUE}next/")["Location"] == QUEUE
    assert {one.assignee for one in Submission.objects.all()} == {ann}


def test_a_decision_can_lead_to_the_next_one(desk):
    first, second = submit(NOT_NOW), submit(SUGGEST)
    desk.post(url(first, "claim"))
    assert desk.post(url(first, "decide"), decision("not-suitable-now", and_next="1"))["Location"] == url(second)


def test_what_somebody_has_taken_on_is_released_by_them_or_a_clinical_lead(desk, ann):
    submission = submit(NOT_NOW)
    desk.post(url(submission, "claim"))
    ben = clinician("ben")
    desk.force_login(ben)
    desk.post(url(submission, "claim"))
    submission.refresh_from_db()
    assert submission.assignee == ann
    assert desk.post(url(submission, "release")).status_code == 403
    ben.user_permissions.add(Permission.objects.get(codename="add_signoff"))
    assert desk.post(url(submission, "release")).status_code == 302
    submission.refresh_from_db()
    assert (submission.state, submission.assignee) == (State.NEW, None)


@pytest.mark.parametrize("way", ["claim", "release", "decide", "second", "fhir"])
def test_what_was_taken_back_is_not_there(desk, way):
    submission = submit()
    gone = url(submission, way)
    submission.delete()
    response = desk.get(gone) if way == "fhir" else desk.post(gone)
    assert response.status_code == 404


@pytest.mark.parametrize("way", ["claim", "release", "decide", "second"])
def test_a_look_changes_nothing_and_who_may_only_look_changes_nothing(client, way):
    submission = submit()
    looker = User.objects.create_user("kim", is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_submission"))
    client.force_login(looker)
    assert client.get(url(submission)).status_code == 200
    assert client.get(url(submission, way)).status_code == 405
    assert client.post(url(submission, way), decision("not-suitable-now")).status_code == 403
    assert not Review.objects.exists()


def test_a_record_whose_key_is_lost_says_so(desk, settings):
    submission = submit(NOT_NOW)
    settings.DATA_KEYS = {"other": b"o" * 32}
    assert "This record cannot be read" in text_of(desk.get(url(submission)))
