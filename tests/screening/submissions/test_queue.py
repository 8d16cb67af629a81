"""The queue: what waits longest among the worst comes first, and every filter keeps that order."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.models import FindingDomain, Submission
from screening.submissions.states import State, rank_of, week_of
from screening.submissions.submission import as_reference
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, submit

pytestmark = pytest.mark.django_db
QUEUE = "/staff/screening/submission/"


@pytest.fixture
def reviewer() -> User:
    person = User.objects.create_user("rae", first_name="Rae", is_staff=True)
    person.user_permissions.set(Permission.objects.filter(codename__in=["view_submission", "review_submission"]))
    return person


@pytest.fixture
def desk(client: Client, reviewer: User) -> Client:
    client.force_login(reviewer)
    return client


def received(submission: Submission, at: datetime) -> Submission:
    """As if it had come at another time."""
    Submission.objects.filter(pk=submission.pk).update(received_at=at, received_week=week_of(at))
    FindingDomain.objects.filter(submission=submission).update(received_at=at)
    return submission


def listed(desk: Client, **query: str) -> list[str]:
    """The references in the list, in order."""
    response = desk.get(QUEUE, query)
    assert response.status_code == 200
    return [cell.text for cell in BeautifulSoup(response.content, "html.parser").select("#result_list tbody th")]


def test_unreviewed_come_first_then_the_worst_then_the_oldest(desk, reviewer):
    now = timezone.now()
    suggest, talk, closed = submit(SUGGEST), submit(TALK_FIRST), submit(NOT_NOW)
    newer, older = (received(submit(NOT_NOW), now - timedelta(days=days)) for days in (1, 2))
    closed.move_to(State.CLOSED, assignee=reviewer)
    expected = [str(one) for one in (older, newer, talk, suggest, closed)]
    assert listed(desk) == expected


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
def test_each_filter_finds_what_it_says(desk, reviewer, query, expected):
    there = {"suggest": submit(SUGGEST), "talk": submit(TALK_FIRST), "mine": submit(NOT_NOW | {"nursing": "yes"})}
    there["mine"].claim(reviewer)
    received(there["talk"], timezone.now() - timedelta(weeks=3))
    Submission.objects.filter(pk=there["suggest"].pk).update(ruleset_version="0.9")
    assert listed(desk, **query) == [str(there[name]) for name in expected.split()]


def test_a_closed_submission_sinks_in_the_list_of_its_domain_too(desk, reviewer):
    first, second = submit(NOT_NOW), submit(NOT_NOW)
    first.move_to(State.CLOSED, assignee=reviewer)
    assert listed(desk, domain="heart") == [str(second), str(first)]


@pytest.mark.parametrize("typed", ["{}", "{}  ", "lower", "no hyphen"])
def test_a_reference_is_found_however_it_is_typed(desk, typed):
    submission = submit()
    submit()
    text = str(submission)
    query = {"lower": text.lower(), "no hyphen": text.replace("-", " ")}.get(typed, typed.format(text))
    assert listed(desk, q=query) == [text]


def test_a_reference_is_read_as_it_is_heard():
    assert as_reference(" o1il-2345 ") == "0111-2345"


def test_the_list_counts_what_waits(desk, reviewer):
    submit(SUGGEST)
    for _ in range(2):
        submit(NOT_NOW)
    submit(NOT_NOW).move_to(State.CLOSED, assignee=reviewer)
    page = BeautifulSoup(desk.get(QUEUE).content, "html.parser")
    assert [row.get_text(" ") for row in page.select(".waiting > div")] == [
        "Not suitable now 2",
        "Talk to a clinician first 0",
        "Suggest a consultation 1",
    ]


def test_who_reviews_blind_sees_what_is_new_oldest_first_and_nothing_the_screening_says(desk, reviewer):
    now = timezone.now()
    newer = received(submit(NOT_NOW), now - timedelta(days=1))
    older = received(submit(SUGGEST), now - timedelta(days=2))
    submit(NOT_NOW).claim(reviewer)
    desk.post(f"{QUEUE}blind/", {"blind": "on"})
    assert listed(desk) == [str(older), str(newer)]
    text = desk.get(QUEUE).content.decode()
    assert "Not suitable" not in text
    assert "By disposition" not in text
    desk.post(f"{QUEUE}blind/", {"blind": "off"})
    assert "Not suitable" in desk.get(QUEUE).content.decode()


def test_the_list_reads_no_record_and_takes_as_many_queries_for_many_rows_as_for_one(desk):
    def queries() -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            desk.get(QUEUE)
        return [query["sql"] for query in captured.captured_queries]

    submit(NOT_NOW)
    first = queries()
    for _ in range(20):
        submit(NOT_NOW)
    assert len(queries()) == len(first)
    assert [query for query in first if "sealed_record" in query] == []


def test_the_list_counts_no_further_than_it_pages(desk, monkeypatch):
    monkeypatch.setattr("staff.paging.MOST_COUNTED", 2)
    for _ in range(3):
        submit()
    assert "2 submissions" in desk.get(QUEUE).content.decode()


def test_which_domain_a_finding_is_of_does_not_stand_in_the_table():
    submission = submit(NOT_NOW | {"nursing": "yes"})
    rows = submission.finding_domains.values_list("token", flat=True)
    assert set(rows) == {FindingDomain.token_of("heart"), FindingDomain.token_of("pregnancy")}
    assert [token for token in rows if {"heart", "pregnancy"} & {token}] == []


def test_a_week_begins_on_monday_in_the_time_zone_of_the_site():
    sunday_night = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # still Sunday in New York
    assert (week_of(sunday_night), week_of(sunday_night + timedelta(hours=3))) == (202647, 202648)


def test_the_place_in_the_queue_follows_state_and_disposition():
    assert rank_of("new", "not-suitable-now") < rank_of("new", "suggest-consultation")
    assert rank_of("second-opinion", "suggest-consultation") < rank_of("closed", "not-suitable-now")
