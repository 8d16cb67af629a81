"""Whoever opens a submission that was changed past the site is told, and nothing is decided until an officer looks."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client

from screening.journey.results import Result
from screening.models import FindingDomain, Review, Submission
from screening.submissions.faults import digest_of, faults_of
from screening.submissions.reviewing import CannotReview, record_review, second
from staff.access_log import Action
from staff.models import AccessEntry
from tests.desk import drawn_from
from tests.screening.review.staff_members import REVIEWER, staff_member
from tests.screening.submitting import NOT_NOW, SUGGEST, submit

pytestmark = pytest.mark.django_db
QUEUE = "/staff/screening/submission/"
WARNING = "Do not trust the lists about this submission"
SAYS = "The table says “Suggest a consultation”. The sealed record says “Not suitable now”."


@pytest.fixture
def ann() -> User:
    return staff_member("ann", *REVIEWER)


@pytest.fixture
def officer() -> User:
    return staff_member("olu", "view_submission", "delete_submission")


@pytest.fixture
def changed() -> Submission:
    return change(submit(NOT_NOW))


def change(submission: Submission) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(disposition="suggest-consultation", queue_rank=3)
    FindingDomain.objects.filter(submission=submission).update(queue_rank=3)
    return Submission.objects.get(pk=submission.pk)


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(person: User, submission: Submission) -> str:
    response = signed_in(person).get(f"{QUEUE}{submission.pk}/change/")
    return " ".join(BeautifulSoup(response.content, "html.parser").select_one("#content-main").get_text(" ").split())


def post(person: User, submission: Submission, action: str, data: dict[str, str] | None = None):
    return signed_in(person).post(f"{QUEUE}{submission.pk}/{action}/", data or {}, follow=True)


def look_into(person: User, submission: Submission) -> str:
    """Presses the button."""
    response = signed_in(person).get(f"{QUEUE}{submission.pk}/change/")
    value = BeautifulSoup(response.content, "html.parser").select_one("[name=faults]")["value"]
    return post(person, submission, "look-into", {"faults": value}).content.decode()


def decide(person: User, submission: Submission) -> None:
    drawn = drawn_from(signed_in(person), f"{QUEUE}{submission.pk}/change/", "/decide/")
    post(person, submission, "decide", drawn | decision("not-suitable-now"))


def decision(disposition: str) -> dict[str, str]:
    return {"review-disposition": disposition, "review-reason": "answers", "review-note": "My long note."}


def test_a_list_shows_that_a_row_was_changed_and_never_the_milder_result(ann, changed):
    other = submit(SUGGEST)
    rows = BeautifulSoup(signed_in(ann).get(QUEUE).content, "html.parser").select("#result_list tbody tr")
    shown = {row.th.text: row.select_one(".field-result").text for row in rows}
    assert shown == {str(changed): "Changed past this site: open it", str(other): "Suggest a consultation"}


def test_the_page_warns_with_what_the_sealed_record_says(ann, changed):
    text = page(ann, changed)
    assert text.startswith(WARNING)
    assert SAYS in text
    assert "Screening result Not suitable now" in text
    assert "Nothing can be decided here until a privacy officer has looked" in text
    assert "Record it" not in text
    assert WARNING not in page(ann, submit(NOT_NOW))


def test_who_reviews_blind_is_warned_without_the_result(ann, changed):
    client = signed_in(ann)
    client.post(f"{QUEUE}blind/", {"blind": "on"})
    text = client.get(f"{QUEUE}{changed.pk}/change/").content.decode()
    assert WARNING in text
    assert "The table says" not in text


def test_a_decision_is_refused_and_the_note_is_kept(ann):
    submission = submit(NOT_NOW)
    drawn = drawn_from(signed_in(ann), f"{QUEUE}{submission.pk}/change/", "/decide/")
    change(submission)
    response = post(ann, submission, "decide", drawn | decision("suggest-consultation"))
    assert response.status_code == 422
    text = response.content.decode()
    assert "Nothing is decided on it until a privacy officer has looked at it. Please tell them." in text
    assert "My long note." in text
    assert not Review.objects.exists()


def test_a_second_opinion_is_refused_too(ann):
    submission = submit(NOT_NOW)
    proposal = record_review(submission.pk, ann, disposition="suggest-consultation", reason="talk", note="Fine.")
    Submission.objects.update(ruleset_version="0.9")
    with pytest.raises(CannotReview, match="Somebody changed this submission"):
        second(submission.pk, proposal.pk, staff_member("ben"), note="")


def test_an_officer_puts_back_what_the_record_says_and_it_is_logged(ann, officer, changed):
    assert "I have looked at it" not in page(ann, changed)
    assert "I have looked at it: show what the sealed record says" in page(officer, changed)
    assert post(ann, changed, "look-into").status_code == 403
    text = look_into(officer, changed)
    assert f"{changed} shows what its sealed record says. Clinicians can decide on it." in text
    now = Submission.objects.get()
    assert (now.disposition, now.is_as_stored, faults_of(now)) == ("not-suitable-now", True, ())
    assert {mark.queue_rank for mark in FindingDomain.objects.all()} == {now.queue_rank} == {1}
    entry = AccessEntry.objects.filter(action=Action.REVIEWED).get()
    assert (entry.actor, entry.subject, entry.detail) == (
        *("olu", changed.reference, "looked into a change past the site"),
    )
    decide(ann, changed)
    assert Review.objects.get().disposition == "not-suitable-now"


def test_what_cannot_be_put_back_stays_on_the_page_and_decisions_go_on(ann, officer):
    submission = submit(NOT_NOW)
    Submission.objects.update(ruleset_version="0.9")
    assert "What could not be put back stays on this page." in look_into(officer, submission)
    text = page(ann, submission)
    assert "A privacy officer has looked at it, and clinicians can decide." in text
    assert "The reference, the time, the result, the rules" in text
    decide(ann, submission)
    assert Review.objects.count() == 1
    Submission.objects.update(consent_language="de", disposition="suggest-consultation")
    assert "Nothing can be decided here" in page(ann, submission)


def test_an_officer_puts_nothing_back_that_they_have_not_seen(officer, changed):
    seen = {"faults": digest_of(changed, faults_of(changed))}
    Submission.objects.update(consent_language="de")
    text = post(officer, changed, "look-into", seen).content.decode()
    assert "Nothing was changed: this page shows something else by now. Read it again." in text
    assert "Nothing was changed" in post(officer, changed, "look-into").content.decode()
    assert Submission.objects.get().disposition == "suggest-consultation"


def test_an_officer_cannot_put_back_a_record_that_nobody_can_read(officer, changed):
    Submission.objects.update(sealed_record="v1.lost.AAAA")
    seen = {"faults": digest_of(changed, faults_of(Submission.objects.get()))}
    text = post(officer, changed, "look-into", seen).content.decode()
    assert "Nothing was changed: the record cannot be read." in text
    assert Submission.objects.get().disposition == "suggest-consultation"


def test_the_person_sees_the_result_of_the_record(changed):
    assert Result.as_sent(changed).disposition == "not-suitable-now"


def test_nothing_is_downloaded_of_a_changed_submission(ann, changed):
    text = signed_in(ann).get(f"{QUEUE}{changed.pk}/fhir/", follow=True).content.decode()
    assert SAYS in text
    assert "Nothing was downloaded." in text
