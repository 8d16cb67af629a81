"""The queue: answers about suicide or harm come first, then the worst disposition, then the oldest."""

from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from screening.admin import SubmissionAdmin
from screening.earlier_rules import EARLIER
from screening.models import FindingDomain, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.states import State, week_of
from screening.submissions.submission import CRISIS
from screening.vocabulary.dispositions import Level
from tests.screening.review.staff_members import REVIEWER, staff_member
from tests.screening.submitting import NOT_NOW, SUGGEST, TALK_FIRST, as_if_stored, submit

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
    as_if_stored(submission, received_at=at, received_week=week_of(at))
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


CRISIS_ANSWERS = [
    {question.id: choice.id}
    for question in QUESTIONNAIRE.questions
    if question.shows_crisis_lines
    for choice in question.choices
    if choice.level not in (Level.CLEAR, Level.URGENT)
]
WISH: dict[str, object] = {"wish_to_be_dead": "yes"}


@pytest.mark.parametrize("answers", CRISIS_ANSWERS, ids=str)
def test_any_answer_about_suicide_or_harm_comes_before_a_worse_disposition(staff_client, answers):
    worse, first = submit(NOT_NOW), submit(answers)
    assert first.disposition == "talk-to-clinician-first"
    assert listed(staff_client) == [str(first), str(worse)]
    assert (first.comes_first, worse.comes_first) == (True, False)


def test_every_question_about_suicide_and_harm_is_among_them():
    assert {question for answers in CRISIS_ANSWERS for question in answers} == {
        *("wish_to_be_dead", "thoughts_of_suicide", "suicide_try", "suicide_steps", "harm_to_others"),
    }
    # Any other answer than no to these is urgent, so it is never sent.
    assert {question.id for question in QUESTIONNAIRE.questions if question.shows_crisis_lines} == {
        *("wish_to_be_dead", "thoughts_of_suicide", "suicide_try", "suicide_steps", "harm_to_others"),
        *("suicide_intention", "suicide_plan", "suicide_right_now"),
    }


def test_those_that_come_first_are_in_the_order_of_the_queue_until_they_are_decided(staff_client, reviewer):
    now = timezone.now()
    other, closed = submit(NOT_NOW), submit(WISH)
    newer, older = (received_at(submit(WISH), now - timedelta(days=days)) for days in (1, 2))
    worst = submit(WISH | NOT_NOW)
    closed.move_to(State.CLOSED, assignee=reviewer)
    assert listed(staff_client) == [str(submission) for submission in (worst, older, newer, other, closed)]
    page = BeautifulSoup(staff_client.get(QUEUE).content, "html.parser")
    assert [cell.text for cell in page.select("td.field-is_first")] == ["first", "first", "first", "-", "-"]
    worst.claim(reviewer)
    older.move_to(State.CLOSED, assignee=reviewer)
    expected = [str(submission) for submission in (worst, newer, other, closed, older)]
    assert sorted(listed(staff_client)[3:]) == sorted(expected[3:])
    assert listed(staff_client)[:3] == expected[:3]
    assert not closed.comes_first


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"disposition": "talk-to-clinician-first"}, "wish talk"),
        ({"state__exact": "new"}, "wish now talk"),
        ({"assignee": "nobody"}, "wish now talk"),
        ({"domain": "crisis"}, "wish"),
        ({"domain": "heart"}, "now talk"),
        ({"domain": "safety"}, ""),
        ({"disposition": "not-suitable-now"}, "now"),
    ],
)
def test_they_come_first_in_every_filtered_list(staff_client, query, expected):
    submissions = {"now": submit(NOT_NOW), "talk": submit(TALK_FIRST), "wish": submit(WISH)}
    assert listed(staff_client, **query) == [str(submissions[name]) for name in expected.split()]


def test_they_come_first_on_every_page_and_each_row_is_listed_once(staff_client, monkeypatch):
    monkeypatch.setattr(SubmissionAdmin, "list_per_page", 2)
    others = [submit(NOT_NOW) for _ in range(2)]
    first = [submit(WISH) for _ in range(3)]
    pages = [listed(staff_client, p=str(number)) for number in (1, 2, 3)]
    expected = [str(submission) for submission in (*first, *others)]
    assert pages == [expected[:2], expected[2:4], expected[4:]]


def test_take_the_next_one_takes_them_first(staff_client):
    submit(NOT_NOW)
    for _ in range(2):
        first = submit(WISH)
        assert staff_client.post(f"{QUEUE}next/")["Location"] == f"{QUEUE}{first.pk}/change/"


def test_they_come_first_for_a_blind_reviewer_too(staff_client):
    older, first = submit(NOT_NOW), submit(WISH)
    staff_client.post(f"{QUEUE}blind/", {"blind": "on"})
    assert listed(staff_client) == [str(first), str(older)]


def test_the_order_is_not_in_the_submission_and_its_reason_is_a_hash(staff_client):
    submission, other = submit(WISH), submit({"pregnancy": "maybe"})
    differing = {
        "id",
        "reference",
        "attempt_digest",
        "receipt_digest",
        "received_at",
        "sealed_record",
        "columns_digest",
    }
    first, second = (Submission.objects.values().get(pk=one.pk) for one in (submission, other))
    assert {name for name in first if first[name] != second[name]} <= differing
    assert "crisis" not in str(list(FindingDomain.objects.values()))


def test_no_section_has_the_name_of_this_domain():
    sections = [section.id for rules in (QUESTIONNAIRE, *EARLIER.values()) for section in rules.sections]
    assert CRISIS not in sections


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
    as_if_stored(submissions["suggest"], ruleset_version="0.9")
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
