"""The queue: the worst submissions come first, the oldest first among them, and every filter keeps that order."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.models import FindingDomain, Submission
from screening.submissions.states import State, week_of
from tests.screening.review.staff_members import REVIEWER, staff_member
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit

pytestmark = pytest.mark.django_db
QUEUE = "/staff/screening/submission/"


@pytest.fixture
def reviewer() -> User:
    return staff_member("rae", *REVIEWER)


@pytest.fixture
def staff_client(client: Client, reviewer: User) -> Client:
    client.force_login(reviewer)
    return client


def received_at(submission: Submission, at: datetime) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(received_at=at, received_week=week_of(at))
    FindingDomain.objects.filter(submission=submission).update(received_at=at)
    return submission


def listed(staff_client: Client, **query: str) -> list[str]:
    """The references, in order."""
    response = staff_client.get(QUEUE, query)
    assert response.status_code == 200
    return [cell.text for cell in BeautifulSoup(response.content, "html.parser").select("#result_list tbody th")]


def test_unreviewed_come_first_then_the_worst_then_the_oldest(staff_client, reviewer):
    now = timezone.now()
    suggest, talk, closed = submit(SUGGEST), submit(TALK_FIRST), submit(NOT_NOW)
    newer, older = (received_at(submit(NOT_NOW), now - timedelta(days=days)) for days in (1, 2))
    closed.move_to(State.CLOSED, assignee=reviewer)
    expected = [str(submission) for submission in (older, newer, talk, suggest, closed)]
    assert listed(staff_client) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"disposition": "talk-to-clinician-first"}, "talk"),
        ({"state__exact": "in-review"}, "mine"),
        ({"domain": "heart"}, "mine talk"),
        ({"domain": "pregnancy"}, "mine"),
        ({"assignee": "me"}, "mine"),
        ({"assignee": "nobody"}, "talk suggest"),
        ({"rules": "0.9"}, "suggest"),
        ({"week": str(week_of(timezone.now()))}, "mine suggest"),
        ({"q": "nothing"}, ""),
        ({"domain": "heart", "assignee": "nobody"}, "talk"),
    ],
)
def test_each_filter_lists_only_what_it_names(staff_client, reviewer, query, expected):
    submissions = {"suggest": submit(SUGGEST), "talk": submit(TALK_FIRST), "mine": submit(NOT_NOW | {"nursing": "yes"})}
    submissions["mine"].claim(reviewer)
    received_at(submissions["talk"], timezone.now() - timedelta(weeks=3))
    Submission.objects.filter(pk=submissions["suggest"].pk).update(ruleset_version="0.9")
    assert listed(staff_client, **query) == [str(submissions[name]) for name in expected.split()]


def test_a_closed_submission_comes_last_in_the_list_of_its_domain_too(staff_client, reviewer):
    first, second = submit(NOT_NOW), submit(NOT_NOW)
    first.move_to(State.CLOSED, assignee=reviewer)
    assert listed(staff_client, domain="heart") == [str(second), str(first)]


@pytest.mark.parametrize("typed", ["{}", "{}  ", "lower", "no hyphen"])
def test_a_reference_is_found_however_it_is_typed(staff_client, typed):
    submission = submit()
    submit()
    text = str(submission)
    query = {"lower": text.lower(), "no hyphen": text.replace("-", " ")}.get(typed, typed.format(text))
    assert listed(staff_client, q=query) == [text]


def test_the_list_counts_undecided_submissions(staff_client, reviewer):
    submit(SUGGEST)
    for _ in range(2):
        submit(NOT_NOW)
    submit(NOT_NOW).move_to(State.CLOSED, assignee=reviewer)
    page = BeautifulSoup(staff_client.get(QUEUE).content, "html.parser")
    assert [row.get_text(" ") for row in page.select(".waiting > div")] == [
        "Not suitable now 2",
        "Talk to a clinician first 0",
        "Suggest a consultation 1",
    ]


def test_a_blind_reviewer_sees_new_submissions_oldest_first_without_dispositions(staff_client, reviewer):
    now = timezone.now()
    newer = received_at(submit(NOT_NOW), now - timedelta(days=1))
    older = received_at(submit(SUGGEST), now - timedelta(days=2))
    submit(NOT_NOW).claim(reviewer)
    staff_client.post(f"{QUEUE}blind/", {"blind": "on"})
    assert listed(staff_client) == [str(older), str(newer)]
    text = staff_client.get(QUEUE).content.decode()
    assert "Not suitable" not in text
    assert "By disposition" not in text
    staff_client.post(f"{QUEUE}blind/", {"blind": "off"})
    assert "Not suitable" in staff_client.get(QUEUE).content.decode()


def test_the_list_reads_no_record_and_takes_as_many_queries_for_many_rows_as_for_one(staff_client):
    def queries() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            staff_client.get(QUEUE)
        return [query["sql"] for query in captured.captured_queries]

    submit(NOT_NOW)
    first = queries()
    for _ in range(20):
        submit(NOT_NOW)
    assert len(queries()) == len(first)
    assert [query for query in first if "sealed_record" in query] == []


def test_the_list_counts_no_further_than_it_pages(staff_client, monkeypatch):
    monkeypatch.setattr("staff.paging.MOST_COUNTED", 2)
    for _ in range(3):
        submit()
    assert "2 submissions" in staff_client.get(QUEUE).content.decode()
