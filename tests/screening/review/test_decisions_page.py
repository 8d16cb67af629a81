"""The review page: waits, lapses, notes, what stands out, the print view, and what a blind review hides."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from screening.models import Note, Review, Submission
from screening.review.history import OVERTAKEN
from screening.submissions.reviewing import record_review
from screening.submissions.states import State
from staff.access_log import Action
from staff.models import AccessEntry
from tests.desk import drawn_from, send
from tests.screening.review.staff_members import REVIEWER, staff_member
from tests.screening.stricter_rules import with_stricter_rules
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit

pytestmark = pytest.mark.django_db
QUEUE = "/staff/screening/submission/"
SUGGESTED = "suggest-consultation"


@pytest.fixture
def ann() -> User:
    return staff_member("ann", *REVIEWER)


@pytest.fixture
def ben() -> User:
    return staff_member("ben", *REVIEWER)


@pytest.fixture
def desk(client: Client, ann: User) -> Client:
    client.force_login(ann)
    return client


def url(submission: Submission, action: str = "change") -> str:
    return f"{QUEUE}{submission.pk}/{action}/"


def page_of(client: Client, submission: Submission, action: str = "change") -> BeautifulSoup:
    response = client.get(url(submission, action))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def text_of(page: BeautifulSoup, selector: str = "#content-main") -> str:
    return " ".join(page.select_one(selector).get_text(" ").split())


def decide(client: Client, submission: Submission, **fields: str):
    data = {"review-disposition": "wait-until", "review-reason": "records", "review-note": "The letter."}
    data |= {f"review-{name}": value for name, value in fields.items()}
    return send(client, url(submission), data, "/decide/")


def recorded(submission: Submission, author: User, disposition: str, **fields: object) -> Review:
    return record_review(submission.pk, author, disposition=disposition, reason="talk", note="WHY", **fields)


def days_from_now(days: int):
    return timezone.localdate() + timedelta(days=days)


class TestWaiting:
    def test_a_wait_is_recorded_with_its_day_and_reason(self, desk):
        submission, day = submit(TALK_FIRST), days_from_now(7)
        response = decide(desk, submission, wait_until=str(day))
        assert response.status_code == 302
        review = Review.objects.get()
        assert (review.outcome, review.note) == (f"Wait until {date_format(day, 'F j, Y')}", "The letter.")
        submission.refresh_from_db()
        assert submission.state == State.WAITING
        page = page_of(desk, submission)
        assert f"Decision in force Wait until {date_format(day, 'F j, Y')}" in text_of(page)
        row = BeautifulSoup(desk.get(QUEUE).content, "html.parser").select_one(".field-how_far")
        assert row.text == review.outcome

    @pytest.mark.parametrize(
        ("fields", "errors"),
        [
            ({"wait_until": ""}, ["Enter the day on which a clinician decides again"]),
            ({"wait_until": "soon"}, ["Enter a day, such as 2027-01-15"]),
            ({"wait_until": "today"}, ["Enter a day after today"]),
            ({"wait_until": "in two years"}, ["Enter a day within a year"]),
            ({"wait_until": "tomorrow", "note": ""}, ["Write what to wait for"]),
            (
                {"disposition": "not-suitable-now", "wait_until": "tomorrow"},
                ["Select “Wait until a day” as well, or leave this empty"],
            ),
        ],
    )
    def test_a_wait_without_a_day_ahead_or_a_reason_is_refused(self, desk, fields, errors):
        days = {"today": 0, "tomorrow": 1, "in two years": 730}
        fields = {name: str(days_from_now(days[value])) if value in days else value for name, value in fields.items()}
        response = decide(desk, submit(TALK_FIRST), **fields)
        found = [error.text for error in BeautifulSoup(response.content, "html.parser").select(".errorlist li")]
        assert (response.status_code, found, Review.objects.count()) == (422, errors, 0)

    def test_nobody_waits_for_a_day_on_which_the_answers_are_gone(self, desk):
        submission = submit(TALK_FIRST)
        last = timezone.localdate(submission.kept_until)
        response = decide(desk, submission, wait_until=str(last))
        assert f"These answers are deleted on {date_format(last, 'F j, Y')}." in response.text
        assert decide(desk, submission, wait_until=str(last - timedelta(days=1))).status_code == 302

    def test_on_its_day_it_is_in_the_queue_again_with_the_reason(self, desk, ann):
        submission = submit(SUGGEST)
        recorded(submission, ann, "not-suitable-now", wait_until=days_from_now(7))
        day = date_format(days_from_now(7), "F j, Y")
        with time_machine.travel(timezone.now() + timedelta(days=7)):
            desk.force_login(ann)
            [row] = BeautifulSoup(desk.get(QUEUE).content, "html.parser").select(".field-how_far")
            assert row.text == f"New, back in the queue: Wait until {day}"
            text = text_of(page_of(desk, submission))
        decided = date_format(timezone.localdate(), "F j, Y")
        assert f"Back in the queue: Wait until {day}, as Ann decided on {decided}, no longer counts." in text
        assert f"No longer counts since {day}. The day until which to wait has come: {day}." in text
        assert "Decision in force" not in text
        assert "WHY" in text


def test_what_lapsed_with_the_rules_says_so(desk, ann, monkeypatch):
    submission = submit(TALK_FIRST)
    recorded(submission, ann, "talk-to-clinician-first")
    with_stricter_rules(monkeypatch, "pressure_told", "not_sure")
    text = text_of(page_of(desk, submission))
    assert "Back in the queue: Talk to a clinician first, as Ann decided on" in text
    assert text.count("The rules in force now are stricter about these answers.") == 2


def test_a_proposal_that_somebody_overtook_says_so(desk, ann, ben):
    submission = submit(NOT_NOW)
    recorded(submission, ann, SUGGESTED)
    assert OVERTAKEN not in text_of(page_of(desk, submission))
    recorded(submission, ben, "not-suitable-now")
    ended = page_of(desk, submission).select(".review__ended")
    assert [one.text for one in ended] == [OVERTAKEN]


class TestNotes:
    def test_a_note_decides_nothing_and_is_shown_with_who_and_when(self, desk, ann):
        submission = submit(NOT_NOW)
        response = send(desk, url(submission), {"note-text": "Call after <5>."}, "/note/")
        assert response.status_code == 302
        note = Note.objects.get()
        assert (note.text, note.author, note.submission, Review.objects.count()) == (
            *("Call after <5>.", ann, submission, 0),
        )
        assert "MARKER" not in note.sealed_text
        submission.refresh_from_db()
        assert submission.state == State.NEW
        assert "Note Ann , " in text_of(page_of(desk, submission), ".review__decisions")
        assert AccessEntry.objects.filter(action=Action.WROTE_NOTE, subject=submission.reference).count() == 1

    def test_an_empty_note_is_not_stored(self, desk):
        response = send(desk, url(submit()), {"note-text": " "}, "/note/")
        assert (response.status_code, Note.objects.count()) == (422, 0)
        page = BeautifulSoup(response.content, "html.parser")
        assert page.select_one(".review__note").has_attr("open")
        assert page.select_one(".review__note .errorlist").text == "Write the note"

    def test_a_double_click_stores_one_note(self, desk):
        submission = submit()
        data = drawn_from(desk, url(submission), "/note/") | {"note-text": "Once."}
        statuses = [desk.post(url(submission, "note"), data).status_code for _ in range(2)]
        assert (statuses, Note.objects.count()) == ([302, 302], 1)

    def test_who_decides_must_have_seen_the_newest_note(self, desk, ben):
        submission = submit(NOT_NOW)
        old_page = drawn_from(desk, url(submission), "/decide/")
        Note.write(ben, "She called.", submission=submission)
        data = {"review-disposition": "not-suitable-now", "review-reason": "talk"}
        response = desk.post(url(submission, "decide"), old_page | data)
        assert (response.status_code, Review.objects.count()) == (409, 0)
        assert "wrote a note. She called." in response.text

    def test_nobody_changes_a_note(self, ben):
        note = Note.write(ben, "x", submission=submit())
        with pytest.raises(TypeError):
            note.save()


def test_what_led_to_the_result_stands_out(desk):
    page = page_of(desk, submit(NOT_NOW | {"age": "65_plus"}))
    leads = page.select(".review__leads")
    assert [one.select_one(".level").text for one in leads] == ["not now"]
    marked = {row.select_one("dd .level").text for row in page.select(".review__counts")}
    assert marked == {one.text for one in page.select(".review__findings .level")}
    others = page.select(".review__answers > div:not(.review__counts)")
    assert len(others) > 20
    assert [row for row in others if row.select(".level")] == []


def test_no_two_boxes_of_the_page_have_the_same_name(desk, ben):
    submission = submit(NOT_NOW)
    recorded(submission, ben, SUGGESTED)
    page = page_of(desk, submission)
    names = [page.select_one(f"label[for='{box['id']}']").text for box in page.select("textarea, input[type=date]")]
    assert names == [
        *("Note without a decision", "Note about your agreement", "Wait until", "Note about your decision"),
    ]


def test_one_link_and_one_key_lead_to_the_decision(desk):
    page = page_of(desk, submit())
    [link] = page.select("[accesskey]")
    assert page.select_one(link["href"])["tabindex"] == "-1"


class TestPrintView:
    def test_it_has_everything_for_the_chart_and_nothing_to_select(self, desk, ben):
        submission = submit(NOT_NOW)
        recorded(submission, ben, "not-suitable-now")
        page = page_of(desk, submission, "print")
        text = text_of(page)
        for row in submission.record.answers:
            assert " ".join(row.text.split()) in text
        assert "led to the result" in text
        assert "Not suitable now (agrees) Ben" in text
        # it is cut in two, so that a screen reader reads only its beginning
        assert submission.ruleset_fingerprint in text.replace(" ", "")
        assert page.select("form, nav, #header, .breadcrumbs, a[href^='/']") == []
        entry = AccessEntry.objects.get(action=Action.SAW_ANSWERS, subject=submission.reference)
        assert entry.detail == "printed"


class TestBlind:
    @pytest.fixture
    def blind(self, desk):
        desk.post(f"{QUEUE}blind/", {"blind": "on"})
        return desk

    def test_neither_page_says_anything_about_a_result(self, blind, ann, ben):
        submission = submit(NOT_NOW)
        proposal = recorded(submission, ben, SUGGESTED)
        Note.write(ben, "SAID-BY-BEN", submission=submission)
        Note.write(ann, "SAID-BY-ANN", submission=submission)
        for action in ("change", "print"):
            page = page_of(blind, submission, action)
            text = text_of(page)
            assert page.select(".level, .review__counts, .review__leads, .review__ended, .disposition") == []
            assert "SAID-BY-ANN" in text
            for hidden in ("SAID-BY-BEN", "WHY", "Waiting for a second clinician", proposal.note):
                assert hidden not in text

    @pytest.mark.parametrize(
        ("disposition", "fields"), [("urgent-help-now", {}), ("not-suitable-now", {"wait_until": days_from_now(5)})]
    )
    def test_a_decision_of_a_colleague_looks_like_any_other(self, blind, ben, disposition, fields):
        submission, other = submit(SUGGEST), submit(SUGGEST)
        recorded(submission, ben, disposition, **fields)
        recorded(other, ben, SUGGESTED)
        texts = []
        for one in (submission, other):
            one.refresh_from_db()
            texts.append(text_of(page_of(blind, one), ".review__facts"))
        assert texts[0].replace("pm", "") == texts[1].replace("pm", "")
        assert "A colleague has decided" in texts[0]
        assert "Urgent help now:" not in page_of(blind, submission).text

    def test_the_next_one_is_the_oldest_and_no_proposal(self, blind, ben):
        older, newer, proposed = submit(SUGGEST), submit(NOT_NOW), submit(NOT_NOW)
        recorded(proposed, ben, SUGGESTED)
        assert [blind.post(f"{QUEUE}next/")["Location"] for _ in range(3)] == [url(older), url(newer), QUEUE]
        blind.post(url(proposed, "claim"))
        proposed.refresh_from_db()
        assert proposed.assignee is None


class TestTakeTheNextOne:
    def test_it_may_be_the_proposal_of_somebody_else(self, desk, ann, ben):
        own, theirs, mild = submit(NOT_NOW), submit(NOT_NOW), submit(SUGGEST)
        recorded(own, ann, SUGGESTED)
        recorded(theirs, ben, SUGGESTED)
        assert [desk.post(f"{QUEUE}next/")["Location"] for _ in range(3)] == [url(theirs), url(mild), QUEUE]
        theirs.refresh_from_db()
        assert (theirs.state, theirs.assignee) == (State.SECOND_OPINION, ann)

    def test_nobody_else_agrees_to_what_one_has_taken_and_it_can_be_returned(self, desk, ann, ben):
        submission = submit(NOT_NOW)
        recorded(submission, staff_member("cid"), SUGGESTED)
        desk.post(url(submission, "claim"))
        other = Client()
        other.force_login(ben)
        agree = {"second-has_read": "on"}
        assert "Ann is working on this one." in send(other, url(submission), agree, "/second/").text
        assert send(desk, url(submission), {}, "/release/").status_code == 302
        submission.refresh_from_db()
        assert (submission.state, submission.assignee) == (State.SECOND_OPINION, None)
        assert send(other, url(submission), agree, "/second/").status_code == 302

    def test_nobody_takes_their_own_proposal(self, desk, ann):
        submission = submit(NOT_NOW)
        recorded(submission, ann, SUGGESTED)
        assert page_of(desk, submission).select("form[action*='/claim/']") == []
        desk.post(url(submission, "claim"))
        submission.refresh_from_db()
        assert submission.assignee is None
