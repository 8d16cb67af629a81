"""The calculations of the agreement report, and its page."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.utils import timezone
from django.utils.formats import date_format

from screening.earlier_rules import EARLIER
from screening.review.agreement import Agreement, BarPiece, DecisionCounts, most_disputed_question, share_text
from screening.submissions.daily_totals import BLURRED, DailyTotal
from screening.submissions.reviewing import record_review, second
from screening.submissions.states import Kind
from screening.vocabulary.dispositions import Disposition
from tests.screening.review.staff_members import staff_member
from tests.screening.submitting import NOT_NOW, TALK_FIRST, submit

REPORT = "/staff/screening/submission/agreement/"
SUGGEST, TALK, NOW, URGENT = (
    Disposition.SUGGEST_CONSULTATION,
    Disposition.TALK_TO_CLINICIAN_FIRST,
    Disposition.NOT_SUITABLE_NOW,
    Disposition.URGENT_HELP_NOW,
)


def count(what: DailyTotal.What, key: str, number: int, days_ago: int = 0) -> None:
    DailyTotal.objects.create(what=what, key=key, count=number, day=timezone.localdate() - timedelta(days=days_ago))


def test_the_table_compares_the_screening_with_the_decisions():
    report = Agreement.of({f"{SUGGEST} {SUGGEST}": 40, f"{SUGGEST} {NOW}": 4, f"{NOW} {TALK}": 6}, {})
    table = {screening: [(cell.kind, cell.number) for cell in cells] for screening, cells in report.table}
    agree, tighten, loosen = Kind.AGREE, Kind.TIGHTEN, Kind.LOOSEN
    assert table == {
        SUGGEST: [(agree, "40"), (tighten, "0"), (tighten, "<5"), (tighten, "0")],
        TALK: [(loosen, "0"), (agree, "0"), (tighten, "0"), (tighten, "0")],
        NOW: [(loosen, "0"), (loosen, "6"), (agree, "0"), (tighten, "0")],
        URGENT: [(loosen, "0"), (loosen, "0"), (loosen, "0"), (agree, "0")],
    }
    assert report.overall == DecisionCounts(agreed=40, tightened=BLURRED, loosened=6)


def test_questions_with_enough_decisions_come_first_and_the_most_disputed_among_them():
    counts = {
        "few agree": 1,
        "few loosen": 9,
        "calm agree": 30,
        "disputed agree": 10,
        "disputed tighten": 8,
        "disputed loosen": 5,
        "less agree": 15,
        "less loosen": 5,
    }
    questions = [(question.question_id, question.counts) for question in Agreement.of({}, counts).questions]
    assert questions == [
        ("disputed", DecisionCounts(10, 8, 5)),
        ("less", DecisionCounts(15, 0, 5)),
        ("calm", DecisionCounts(30, 0, 0)),
        ("few", DecisionCounts(BLURRED, 0, 9)),
    ]


@pytest.mark.parametrize(
    ("counts", "text"),
    [
        (DecisionCounts(), "too few decisions to tell"),
        (DecisionCounts(agreed=19), "too few decisions to tell"),
        (DecisionCounts(agreed=20), "all"),
        (DecisionCounts(loosened=20), "none"),
        (DecisionCounts(agreed=52, tightened=5), "about 90%"),
    ],
)
def test_agreement_is_given_as_text_once_there_are_enough_decisions(counts, text):
    assert counts.as_text == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "none"), (0.02, "less than 5%"), (0.13, "about 15%"), (0.5, "about 50%"), (0.98, "nearly all"), (1, "all")],
)
def test_a_share_is_rounded_to_five_percent(share, text):
    assert share_text(share) == text


def test_a_bar_is_cut_where_the_counts_say():
    pieces = DecisionCounts(agreed=30, tightened=10).bar
    assert pieces == (BarPiece(Kind.AGREE, 0, 75), BarPiece(Kind.TIGHTEN, 75, 25))
    assert DecisionCounts().bar == ()


def test_nothing_reveals_which_small_number_it_is():
    def counts(small: int) -> dict[str, int]:
        return {"age agree": 18, "age loosen": small, "nursing agree": 18, "nursing tighten": 5 - small}

    decisions = {small: {f"{NOW} {NOW}": 18, f"{NOW} {TALK}": small} for small in (1, 2, 3, 4)}
    reports = [Agreement.of(decisions[small], counts(small)) for small in decisions]
    assert reports == [reports[0]] * 4


@pytest.mark.django_db
class TestTheMostDisputedQuestion:
    def test_is_the_one_where_clinicians_differ_most_often_of_those_with_enough_decisions(self):
        what = DailyTotal.What.JUDGED_QUESTION
        for key, number in (("age agree", 30), ("age tighten", 6), ("pressure_told agree", 15)):
            count(what, key, number)
        count(what, "pressure_told loosen", 10)
        count(what, "nursing loosen", 19)
        question = most_disputed_question()
        assert (question.question_id, question.topic) == ("pressure_told", "high blood pressure")
        assert question.as_text == "clinicians decide otherwise in about 40% of the cases, mostly milder"

    @pytest.mark.parametrize(("agreed", "loosened", "days_ago"), [(30, 4, 0), (100, 0, 0), (30, 20, 366), (14, 5, 0)])
    def test_is_none_with_too_few_decisions(self, agreed, loosened, days_ago):
        count(DailyTotal.What.JUDGED_QUESTION, "age agree", agreed, days_ago)
        count(DailyTotal.What.JUDGED_QUESTION, "age loosen", loosened, days_ago)
        assert most_disputed_question() is None

    def test_may_be_one_that_is_no_longer_asked(self):
        count(DailyTotal.What.JUDGED_QUESTION, "gone tighten", 20)
        assert most_disputed_question().topic == "gone"

    def test_has_the_topic_of_then_when_earlier_rules_asked_it(self):
        count(DailyTotal.What.JUDGED_QUESTION, "brain_vessels tighten", 20)
        assert most_disputed_question().topic == EARLIER["1.0.1"].by_id["brain_vessels"].topic


@pytest.fixture
def lead(client):
    client.force_login(staff_member("lea", "add_signoff"))
    return client


def page_of(client, period: str = "") -> BeautifulSoup:
    response = client.get(REPORT, {"period": period} if period else {})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def texts(page: BeautifulSoup, selector: str) -> list[str]:
    return [" ".join(element.get_text(" ").split()) for element in page.select(selector)]


@pytest.mark.django_db
class TestThePage:
    def test_counts_decisions_as_they_take_effect(self, lead):
        ann, ben = User.objects.create_user("ann"), User.objects.create_user("ben")
        submission = submit(NOT_NOW)
        proposal = record_review(submission.pk, ann, disposition=TALK, reason="talk", note="fine now")
        assert "Nothing was decided in this period" in page_of(lead).text
        second(submission.pk, proposal.pk, ben, note="")
        record_review(submit(TALK_FIRST).pk, ann, disposition=TALK, reason="answers", note="")
        page = page_of(lead)
        assert texts(page, ".agreement__table tbody tr")[1:3] == [
            "Talk to a clinician first 0 <5 0 0",
            "Not suitable now 0 <5 0 0",
        ]
        assert texts(page, ".agreement__questions tbody tr") == [
            "High blood pressure pressure_told <5 0 <5 too few decisions to tell"
        ]

    def test_shows_shares_and_questions_with_a_bar(self, lead):
        count(DailyTotal.What.JUDGED, f"{NOW} {NOW}", 60)
        count(DailyTotal.What.JUDGED, f"{NOW} {TALK}", 20)
        count(DailyTotal.What.JUDGED_QUESTION, "age loosen", 20)
        page = page_of(lead)
        assert texts(page, ".agreement__share") == [
            "Clinicians agreed with the screening in about 75% of their decisions."
        ]
        assert [(piece["x"], piece["width"]) for piece in page.select_one("svg.pieces").select("rect")] == [
            ("0.0", "75.0"),
            ("75.0", "25.0"),
        ]
        assert texts(page, ".agreement__table tbody tr") == [
            "Suggest a consultation 0 0 0 0",
            "Talk to a clinician first 0 0 0 0",
            "Not suitable now 0 20 60 0",
            "Urgent help now 0 0 0 0",
            "Your age age 0 0 20 none",
        ]
        assert "One that replaces an earlier decision on the same submission counts again" in page.text

    @pytest.mark.parametrize(
        ("period", "marked", "agreed"),
        [
            ("30", "Last 30 days", "10"),
            ("90", "Last 90 days", "20"),
            ("365", "Last year", "30"),
            ("ever", "Ever", "40"),
            ("", "Last 90 days", "20"),
            ("-1", "Last 90 days", "20"),
            ("９０", "Last 90 days", "20"),
        ],
    )
    def test_covers_the_chosen_period(self, lead, period, marked, agreed):
        for days_ago in (30, 90, 365, 366):
            count(DailyTotal.What.JUDGED, f"{NOW} {NOW}", 10, days_ago)
        page = page_of(lead, period)
        assert texts(page, "[aria-current=page]") == [marked]
        assert texts(page, ".cell--agree")[2] == agreed

    def test_says_when_the_rules_changed_and_which_questions_are_gone(self, lead):
        for days_ago, version in ((200, "1.0.1"), (40, "2.0.0")):
            count(DailyTotal.What.RULES, version, 1, days_ago)
        count(DailyTotal.What.JUDGED, f"{NOW} {NOW}", 20)
        for question in ("brain_vessels", "age"):
            count(DailyTotal.What.JUDGED_QUESTION, f"{question} agree", 20)
        day = date_format(timezone.localdate() - timedelta(days=40), "F j, Y")
        line = f"Rules changed on {day} (version 2.0.0). Counts before that day are of earlier rules."
        for period, lines in (("30", []), ("90", [line]), ("365", [line]), ("ever", [line])):
            assert texts(page_of(lead, period), ".agreement__rules") == lines
        assert texts(page_of(lead), ".agreement__questions th[scope=row]") == [
            "Your age age",
            f"{EARLIER['1.0.1'].by_id['brain_vessels'].topic.capitalize()} brain_vessels no longer asked",
        ]

    def test_is_only_for_those_who_sign_off_the_rules(self, client):
        assert client.get(REPORT).status_code == 302
        person = User.objects.create_user("rae", is_staff=True)
        person.user_permissions.set(Permission.objects.exclude(codename="add_signoff"))
        client.force_login(person)
        assert client.get(REPORT).status_code == 403
        assert "agreement" not in client.get("/staff/screening/submission/").content.decode()

    def test_changes_nothing(self, lead):
        assert lead.post(REPORT).status_code == 405

    def test_is_linked_from_the_queue(self, lead):
        lea = User.objects.get(username="lea")
        lea.user_permissions.add(Permission.objects.get(codename="view_submission"))
        links = BeautifulSoup(lead.get("/staff/screening/submission/").content, "html.parser").select("a")
        assert REPORT in [link["href"] for link in links]
