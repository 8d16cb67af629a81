"""The page to export: for the privacy officer, with a fresh password, written down before anything is sent."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kat_site.logs import ScrubbedFormatter
from screening.exports.columns import COLUMNS, QUESTIONS
from screening.exports.selection import BATCH, Format, Selection, rows
from screening.exports.views import STOPPED
from screening.models import STORED, Submission
from screening.review import State, record_review
from staff.access_log import Action, times_seen
from staff.models import AccessEntry
from tests.screening.exports.exporting import EXPORT, PASSWORD, ask, sent, signed_in
from tests.screening.submissions import NOT_NOW, SUGGEST, TALK_FIRST, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    return signed_in(client)


def exported(desk, **choices: object) -> list[str]:
    """The references in the file, in order."""
    choices = {"columns": ["reference"], "every_answer": None} | choices
    return sent(ask(desk, "csv", **choices)).decode("utf-8-sig").split()[1:]


def errors(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert page.title.text.strip().startswith("Error: ")
    return [one.text for one in page.select(".errornote li")]


def log() -> list[tuple[str, str, str, str]]:
    entries = AccessEntry.objects.exclude(action=Action.SAW_ACCESS_LOG).order_by("id")
    return list(entries.values_list("actor", "action", "subject", "detail"))


def received(submission: Submission, at: datetime) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(received_at=at)
    return submission


class TestWhoMay:
    def test_whoever_may_export_finds_it_from_the_queue(self, client):
        desk = signed_in(client, "view_submission")
        links = BeautifulSoup(desk.get("/staff/screening/submission/").content, "html.parser").select("a")
        assert EXPORT in [link["href"] for link in links]
        assert desk.get(EXPORT).status_code == 200

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_nobody_else(self, client, method):
        assert getattr(client, method)(EXPORT).status_code == 302
        person = User.objects.create_user("rae", password=PASSWORD, is_staff=True)
        person.user_permissions.set(Permission.objects.exclude(codename="export_submission"))
        client.force_login(person)
        assert getattr(client, method)(EXPORT, {"password": PASSWORD}).status_code == 403
        assert EXPORT not in client.get("/staff/screening/submission/").content.decode()

    def test_a_look_at_the_form_sends_nothing_and_leaves_no_entry(self, desk):
        submission = submit()
        page = desk.get(EXPORT, {"format": "csv", "password": PASSWORD, "every_answer": "on"})
        assert submission.reference not in page.content.decode()
        assert log() == []


class TestThePassword:
    @pytest.mark.parametrize(
        ("password", "words"),
        [
            ("", "Write your password"),
            ("wrong", "That is not your password."),
            (f" {PASSWORD}", "That is not your password."),
        ],
    )
    def test_is_asked_for_every_export(self, desk, password, words):
        submit()
        assert errors(ask(desk, "csv", password=password)) == [words]
        assert Action.EXPORTED not in [action for _, action, _, _ in log()]
        ask(desk, "csv")
        assert errors(ask(desk, "csv", password=password)) == [words]

    def test_is_not_looked_at_after_five_wrong_ones_in_a_quarter_of_an_hour(self, desk):
        submit()
        with time_machine.travel("2026-11-20T12:00:00Z", tick=False) as clock:
            desk.force_login(User.objects.get(username="pia"))
            for _ in range(5):
                ask(desk, "csv", password="wrong")
            assert errors(ask(desk, "csv")) == ["Too many tries. Wait 15 minutes, then try again."]
            clock.shift(timedelta(minutes=14, seconds=59))
            assert errors(ask(desk, "csv")) == ["Too many tries. Wait 15 minutes, then try again."]
            desk.force_login(User.objects.get(username="pia"))
            clock.shift(timedelta(seconds=1))
            assert ask(desk, "csv").status_code == 200

    def test_that_is_right_does_not_count(self, desk):
        submit()
        assert {ask(desk, "csv").status_code for _ in range(8)} == {200}

    def test_a_wrong_one_is_written_down_without_what_was_typed(self, desk):
        submit()
        ask(desk, "csv", password="MARKER")
        assert log() == [("", Action.SIGN_IN_REFUSED, "pia", "")]

    def test_an_error_keeps_every_other_choice(self, desk):
        submit()
        given = {"columns": ["state"], "every_answer": "on", "questions": ["age"], "since": "2026-11-01"}
        given |= {"until": "2026-11-30", "disposition": "not-suitable-now", "state": "closed", "password": "wrong"}
        page = BeautifulSoup(ask(desk, "json", **given).content, "html.parser")
        kept = {(one["name"], one.get("value", "on")) for one in page.select("input[checked]")}
        assert kept == {("format", "json"), ("columns", "state"), ("every_answer", "on"), ("questions", "age")}
        assert [one["value"] for one in page.select("option[selected]")] == ["not-suitable-now", "closed"]
        assert [one["value"] for one in page.select("input[type=date]")] == ["2026-11-01", "2026-11-30"]
        assert "wrong" not in page.select_one("input[type=password]").attrs.values()
        assert [section.summary.text for section in page.select("details[open]")] == ["About you"]


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"columns": None, "every_answer": None}, "Tick at least one column or answer"),
        ({"since": "2026-11-20", "until": "2026-11-19"}, "The last day is before the first one"),
        ({"since": "20.11.2026"}, "Write a day like 2026-11-20"),
        ({"until": "9999-12-31"}, "Ensure this value is less than or equal to 2099-12-31."),
        ({"since": "0001-01-01"}, "Ensure this value is greater than or equal to 2000-01-01."),
        ({"columns": ["sealed_record"]}, "Select a valid choice. sealed_record is not one of the available choices."),
        ({"state": "lost"}, "Select a valid choice. lost is not one of the available choices."),
    ],
)
def test_what_cannot_be_exported_is_told(desk, choices, words):
    submit()
    assert errors(ask(desk, "csv", **choices)) == [words]
    assert log() == []


def test_an_unknown_format_is_told(desk):
    assert errors(ask(desk, "xlsx")) == ["Select a valid choice. xlsx is not one of the available choices."]


def test_an_empty_export_is_none(desk):
    response = ask(desk, "csv")
    assert response.status_code == 422
    assert "No submission fits what you chose" in response.content.decode()
    assert log() == []


@pytest.mark.parametrize(
    ("format", "name", "content_type"),
    [
        ("csv", "screening-2026-11-20.csv", "text/csv; charset=utf-8; header=present"),
        ("json", "screening-2026-11-20.json", "application/json"),
        ("fhir", "screening-2026-11-20.fhir.json", "application/fhir+json; charset=utf-8"),
    ],
)
def test_the_file_is_a_download_with_the_day_in_its_name_and_never_cached(client, format, name, content_type):
    with time_machine.travel("2026-11-21T03:00:00Z", tick=False):  # still the 20th in New York
        desk = signed_in(client)
        submit()
        response = ask(desk, format)
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert response["Content-Type"] == content_type
    assert response["Cache-Control"] == "no-store, private"
    assert response["X-Content-Type-Options"] == "nosniff"


class TestWhichSubmissions:
    @pytest.mark.parametrize(
        ("choices", "expected"),
        [
            ({}, "old talk now"),
            ({"disposition": "talk-to-clinician-first"}, "talk"),
            ({"state": "closed"}, "now"),
            ({"disposition": "not-suitable-now", "state": "closed"}, "now"),
            ({"since": "2026-11-10"}, "talk now"),
            ({"until": "2026-11-10"}, "old talk"),
            ({"since": "2026-11-10", "until": "2026-11-10"}, "talk"),
        ],
    )
    def test_are_those_asked_for_the_oldest_first(self, desk, choices, expected):
        there = {"now": submit(NOT_NOW), "talk": submit(TALK_FIRST), "old": submit(SUGGEST)}
        received(there["old"], datetime(2026, 11, 10, 4, 59, 59, tzinfo=UTC))  # New York: the evening of the 9th
        received(there["talk"], datetime(2026, 11, 11, 4, 59, 59, tzinfo=UTC))  # ... the last second of the 10th
        received(there["now"], datetime(2026, 11, 11, 5, 0, 0, tzinfo=UTC))  # ... the first of the 11th
        ann = User.objects.create_user("ann")
        record_review(there["now"].pk, ann, disposition="not-suitable-now", reason="answers", note="")
        assert exported(desk, **choices) == [there[name].reference for name in expected.split()]

    def test_are_each_in_it_once_across_batches_also_those_of_one_moment(self, desk, monkeypatch):
        monkeypatch.setattr("screening.exports.selection.BATCH", 2)
        moment = datetime(2026, 11, 10, tzinfo=UTC)
        there = [received(submit(), moment) for _ in range(5)] + [received(submit(), moment + timedelta(days=1))]
        expected = [one.reference for one in sorted(there[:5], key=lambda one: one.pk)] + [there[5].reference]
        assert exported(desk) == expected

    def test_are_read_batch_by_batch_and_what_is_taken_back_meanwhile_is_not_in_it(self, desk, monkeypatch):
        monkeypatch.setattr("screening.exports.selection.BATCH", 2)
        there = [received(submit(), datetime(2026, 11, day, tzinfo=UTC)) for day in (1, 2, 3, 4)]
        found = rows(officer_there(), Selection(Format.CSV, columns=("reference",)))
        first = next(found).submission
        there[2].delete()
        assert [first, *(row.submission for row in found)] == [there[0], there[1], there[3]]

    def test_take_two_queries_a_batch_and_one_to_see_the_end(self, desk):
        for _ in range(3):
            submit()
        person = officer_there()
        with CaptureQueriesContext(connection) as queries:
            assert len(list(rows(person, Selection(Format.CSV, columns=("reference",))))) == 3
        assert len(queries) == 3
        assert "sealed_record" not in " ".join(query["sql"] for query in queries)
        assert BATCH <= 500


def officer_there() -> User:
    return User.objects.get(username="pia")


class TestTheAccessLog:
    def test_has_the_export_before_anything_is_sent_and_each_look_before_it(self, desk):
        there = [submit(answers).reference for answers in (NOT_NOW, SUGGEST)]
        response = ask(desk, "csv", columns=["reference", "state"], disposition="not-suitable-now", since="2026-01-01")
        detail = (
            "csv, 1 submission asked for: from 2026-01-01 not-suitable-now; "
            "columns: reference, state; answers: every answer"
        )
        exported = ("pia", Action.EXPORTED, "", detail)
        assert log() == [exported]
        sent(response)
        assert log() == [exported, ("pia", Action.SAW_ANSWERS, there[0], "in an export")]
        assert [times_seen(reference) for reference in there] == [1, 0]

    def test_counts_no_look_where_no_answer_is_in_the_file(self, desk):
        submission = submit(NOT_NOW)
        columns = [name for name in COLUMNS if name != "findings"]
        file = sent(ask(desk, "csv", columns=columns, every_answer=None)).decode()
        assert "problem" not in file
        assert times_seen(submission.reference) == 0
        sent(ask(desk, "csv", columns=["findings"], every_answer=None))
        assert times_seen(submission.reference) == 1

    @pytest.mark.parametrize("format", ["csv", "json"])
    def test_names_every_question_asked_for_in_as_many_entries_as_that_takes(self, desk, format):
        submit()
        sent(ask(desk, format, every_answer=None, questions=list(QUESTIONS)))
        told = " ".join(detail for _, action, _, detail in log() if action == Action.EXPORTED)
        assert told == (
            f"{format}, 1 submission asked for: all there are; columns: reference; answers: {', '.join(QUESTIONS)}"
        )

    def test_that_cannot_be_written_sends_nothing(self, desk, monkeypatch):
        def fails(*args: object, **kwargs: object) -> None:
            raise RuntimeError("disk full")

        submission = submit()
        monkeypatch.setattr("screening.exports.selection.record", fails)
        desk.raise_request_exception = False
        response = ask(desk, "csv")
        assert (response.status_code, response.streaming) == (500, False)
        assert submission.reference not in response.content.decode()

    @pytest.mark.parametrize("format", Format.values)
    def test_that_fails_on_the_way_stops_the_file_which_says_so(self, desk, monkeypatch, caplog, format):
        def fails(*args: object) -> None:
            raise RuntimeError("MARKER")

        submission = submit()
        monkeypatch.setattr("screening.exports.selection.record_each", fails)
        file = sent(ask(desk, format)).decode()
        assert file.endswith(STOPPED)
        assert submission.reference not in file
        [entry] = [entry for entry in caplog.records if entry.name == "screening.exports"]
        logged = ScrubbedFormatter().format(entry)
        assert "RuntimeError" in logged
        assert "MARKER" not in logged


def test_every_disposition_and_state_can_be_asked_for(desk):
    page = BeautifulSoup(desk.get(EXPORT).content, "html.parser")
    offered = {select["name"]: [one["value"] for one in select.select("option")] for select in page.select("select")}
    assert offered == {"disposition": ["", *(one.value for one in STORED)], "state": ["", *State.values]}


def test_every_field_has_its_label_and_nothing_is_inline(desk):
    page = BeautifulSoup(desk.get(EXPORT).content, "html.parser").select_one("#content-main")
    fields = [one for one in page.select("input, select") if one.get("type") != "hidden" and "hidden" not in one.attrs]
    labels = {label["for"] for label in page.select("label")}
    assert {field["id"] for field in fields} == labels
    assert {field["value"] for field in fields if field["name"] == "questions"} == set(QUESTIONS)
    assert page.select("[style], script, style") == []
