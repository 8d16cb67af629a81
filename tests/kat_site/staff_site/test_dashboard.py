"""The dashboard shows each person what waits for them, and nothing that their role does not allow."""

from datetime import date, timedelta
from itertools import chain

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from consultations.models import ConsultationRequest
from kat_site.staff_site.dashboard import Bar, Card, Line, cards
from operations import runs
from operations.models import MaintenanceRun
from pages.catalogue import current
from screening.earlier_rules import EARLIER
from screening.models import SignOff, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal, add, sums
from screening.submissions.reviewing import record_review
from staff.roles import Role
from tests.consultations.call_requests import call_url, form
from tests.screening.submitting import NOT_NOW, SUGGEST, submit

pytestmark = pytest.mark.django_db
What = DailyTotal.What
QUEUE = "/staff/screening/submission/"


def person(role: Role) -> User:
    user = User.objects.create_user(role.name.lower(), is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


def card(role: Role, card_id: str) -> Card:
    return next(card for card in chain(*cards(person(role))) if card.id == card_id)


@pytest.mark.parametrize(
    ("role", "card_ids"),
    [
        (Role.CONTENT_EDITOR, ["content"]),
        (Role.FRONT_DESK, ["calls"]),
        (Role.REVIEWER, ["waiting", "this-week", "stops"]),
        (Role.CLINICAL_LEAD, ["waiting", "content", "this-week", "stops", "errs-most", "order"]),
        (Role.PRIVACY_OFFICER, ["waiting", "calls", "this-week", "stops", "order"]),
    ],
)
def test_each_role_sees_its_own_cards(role, card_ids):
    assert [card.id for card in chain(*cards(person(role)))] == card_ids


def test_a_person_without_a_role_sees_no_cards(client):
    client.force_login(User.objects.create_user("new", is_staff=True))
    assert BeautifulSoup(client.get("/staff/").content, "html.parser").select(".card") == []


def test_the_waiting_card_counts_submissions_and_links_to_the_queue():
    for answers in (NOT_NOW, NOT_NOW, SUGGEST):
        submit(answers)
    assert card(Role.REVIEWER, "waiting").bars == [
        Bar("Not suitable now", "2", 100, f"{QUEUE}?disposition=not-suitable-now"),
        Bar("Talk to a clinician first", "0", 0, f"{QUEUE}?disposition=talk-to-clinician-first"),
        Bar("Suggest a consultation", "1", 50, f"{QUEUE}?disposition=suggest-consultation"),
    ]


def test_the_waiting_card_shows_overdue_submissions_and_second_opinions():
    old, proposed = submit(NOT_NOW), submit(NOT_NOW)
    Submission.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=9))
    ann = User.objects.create_user("ann")
    record_review(proposed.pk, ann, disposition="suggest-consultation", reason="talk", note="")
    assert card(Role.REVIEWER, "waiting").lines == [
        Line("1 overdue: we promise an answer within 2 business days.", True, QUEUE),
        Line("1 waiting for a second clinician.", url=f"{QUEUE}?state__exact=second-opinion"),
    ]


def test_the_front_desk_sees_how_many_calls_are_waiting_and_overdue():
    desk = "/staff/consultations/consultationrequest/"
    assert card(Role.FRONT_DESK, "calls").lines == []
    client = Client()
    client.post(call_url(client), form())
    ConsultationRequest.objects.update(requested_at=timezone.now() - timedelta(days=9))
    User.objects.all().delete()
    assert card(Role.FRONT_DESK, "calls").lines == [
        Line("1 to call.", url=desk),
        Line("1 overdue: we promise a call within 2 business days.", True, desk),
    ]


def test_the_waiting_card_and_the_calls_card_say_how_many_come_first():
    submit({"wish_to_be_dead": "yes"})
    client = Client()
    client.post(call_url(client, wish_to_be_dead="yes"), form())
    text = "1 to read first: an answer is about suicide or about hurting someone."
    assert card(Role.REVIEWER, "waiting").lines == [Line(text, True, QUEUE)]
    assert card(Role.FRONT_DESK, "calls").lines[1:] == [
        Line("1 to call first.", True, "/staff/consultations/consultationrequest/")
    ]


def test_a_small_number_of_people_is_hidden_in_the_text_and_in_the_bar():
    for count, key in ((3, "age"), (20, "nursing"), (1, "gone-since")):
        for _ in range(count):
            add(What.STOPPED_AT, [key])
    assert card(Role.REVIEWER, "stops").bars == [
        Bar(f"Before: {QUESTIONNAIRE.by_id['nursing'].topic}", "20", 100),
        Bar("Before: your age, who makes decisions for you", "<5", 10),
        Bar("gone-since", "<5", 10),
    ]


def test_a_place_to_stop_is_named_after_what_its_screen_asks_also_under_earlier_rules():
    for key in ("wish_to_be_dead", "suicidal_thoughts", "medicines"):
        add(What.STOPPED_AT, [key])
    topics = QUESTIONNAIRE.by_id
    assert {bar.label for bar in card(Role.REVIEWER, "stops").bars} == {
        f"Before: {topics['wish_to_be_dead'].topic}, {topics['thoughts_of_suicide'].topic}",
        f"Before: {EARLIER['1.0.1'].by_id['suicidal_thoughts'].topic} (no longer asked)",
        f"Before: {topics['medicines'].topic}, {topics['more_medicines'].topic}",
    }


def test_a_change_of_the_rules_is_said_with_the_counts_that_it_falls_into(time_machine):
    time_machine.move_to("2026-12-10T17:00:00Z")  # a Thursday
    for day, version in ((date(2026, 11, 1), "1.0.1"), (date(2026, 12, 4), "2.0.0")):
        add(What.RULES, [version], day)
        add(What.SENT, ["suggest-consultation"], day)
    line = Line("Rules changed on December 4, 2026 (version 2.0.0). Counts before that day are of earlier rules.")
    assert line in card(Role.REVIEWER, "stops").lines
    assert card(Role.CLINICAL_LEAD, "this-week").lines == []
    add(What.RULES, ["2.0.1"], date(2026, 12, 8))
    User.objects.all().delete()
    assert card(Role.REVIEWER, "this-week").lines == [
        Line("Rules changed on December 8, 2026 (version 2.0.1). Counts before that day are of earlier rules.")
    ]
    assert sums(What.SENT) == {"suggest-consultation": 2}


def test_results_seen_early_and_questions_asked_for_someone_else_are_counted_below_the_stops():
    for number, key in ((4, "11"), (3, "9")):
        for _ in range(number):
            add(What.ENDED_EARLY, [key])
    add(What.FOR_SOMEONE_ELSE, ["answering_for"])
    assert [line.text for line in card(Role.REVIEWER, "stops").lines] == [
        "7 saw the result early.",
        "<5 asked for someone else.",
    ]


def test_this_week_begins_on_monday():
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    for day in (monday - timedelta(days=1), monday):
        for _ in range(6):
            add(What.SENT, ["suggest-consultation"], day)
    assert [(bar.label, bar.number) for bar in card(Role.REVIEWER, "this-week").bars] == [
        ("Not suitable now", "0"),
        ("Talk to a clinician first", "0"),
        ("Suggest a consultation", "6"),
    ]


def add_run(kind: MaintenanceRun.Kind, ago: timedelta, problem: str = "") -> None:
    moment = timezone.now() - ago
    MaintenanceRun.objects.create(kind=kind, started_at=moment, finished_at=moment, problem=problem)


def test_late_or_failed_maintenance_is_marked():
    add_run(runs.Kind.BACKUP, timedelta(days=3))
    add_run(runs.Kind.PURGE, timedelta(hours=2))
    add_run(runs.Kind.PURGE, timedelta(hours=1), problem="The clock may have jumped.")
    assert card(Role.PRIVACY_OFFICER, "order").lines == [
        Line("Backup: 3\xa0days ago.", True),
        Line("Deleting what is past its time failed 1\xa0hour ago: The clock may have jumped.", True),
        Line("Mail to staff is not set up: nobody is told when something comes in.", True),
        Line("No clinician has approved the rules that are live.", True),
    ]


def test_rules_that_one_of_two_clinicians_has_approved_are_marked():
    for name in ("ann", "ben"):
        lines = card(Role.PRIVACY_OFFICER, "order").lines
        assert (Line("One of two clinicians has approved the rules that are live.", True) in lines) is (name == "ben")
        SignOff.objects.create(
            ruleset_version=QUESTIONNAIRE.version,
            ruleset_fingerprint=QUESTIONNAIRE.fingerprint,
            approves=True,
            signed_by=User.objects.create_user(name),
            signer=name,
        )
        User.objects.filter(username=Role.PRIVACY_OFFICER.name.lower()).delete()
    assert not [line for line in card(Role.PRIVACY_OFFICER, "order").lines if "approved" in line.text]


def test_maintenance_on_time_is_not_marked():
    add_run(runs.Kind.BACKUP, timedelta(minutes=5))
    add_run(runs.Kind.PURGE, timedelta(hours=20))
    assert card(Role.PRIVACY_OFFICER, "order").lines[:2] == [
        Line("Backup: 5\xa0minutes ago."),
        Line("Deleting what is past its time: 20\xa0hours ago."),
    ]


@pytest.mark.usefixtures("_shortly_before_a_review")
def test_the_content_card_lists_pages_that_are_due_for_review_soon():
    *due, sources = card(Role.CONTENT_EDITOR, "content").lines
    pages = [line for line in due if not line.text.startswith("Look up again: ")]
    assert pages
    assert all(line.text.count(": by ") == 1 for line in pages)
    assert sources.text == f"{len(current().sources)} sources that nobody has looked at in 12 months."
    assert {line.url for line in (*due, sources)} == {"/staff/pages/contentpage/due/"}


@pytest.fixture
def _shortly_before_a_review(time_machine):
    first_review = min(page.review_by for page in current().pages.values())
    time_machine.move_to(first_review - timedelta(days=3))


def test_the_page_shows_every_card(client):
    submit(NOT_NOW)
    client.force_login(person(Role.CLINICAL_LEAD))
    page = BeautifulSoup(client.get("/staff/").content, "html.parser")
    assert [card["id"] for card in page.select(".card")] == [
        f"card-{card_id}" for card_id in ("waiting", "content", "this-week", "stops", "errs-most", "order", "services")
    ]
    assert [number.get_text() for number in page.select("#card-waiting dd")] == ["1", "0", "0"]
