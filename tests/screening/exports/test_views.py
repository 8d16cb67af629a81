"""The export page is for privacy officers only and asks for the password for every file."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User

from screening.exports.columns import QUESTIONS
from screening.submissions.states import State
from screening.vocabulary.dispositions import STORED
from staff.access_log import Action
from tests.screening.exports.export_page import EXPORT, PASSWORD, ask, log, signed_in
from tests.screening.submitting import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    return signed_in(client)


def errors(response) -> list[str]:
    page = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert page.title.text.strip().startswith("Error: ")
    return [one.text for one in page.select(".error-summary li")]


class TestWhoMay:
    def test_a_privacy_officer_finds_the_page_from_the_queue(self, client):
        desk = signed_in(client, "view_submission")
        links = BeautifulSoup(desk.get("/staff/screening/submission/").content, "html.parser").select("a")
        assert EXPORT in [link["href"] for link in links]
        assert desk.get(EXPORT).status_code == 200

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_everybody_else_is_rejected(self, client, method):
        assert getattr(client, method)(EXPORT).status_code == 302
        person = User.objects.create_user("rae", password=PASSWORD, is_staff=True)
        person.user_permissions.set(Permission.objects.exclude(codename="export_submission"))
        client.force_login(person)
        assert getattr(client, method)(EXPORT, {"password": PASSWORD}).status_code == 403
        assert EXPORT not in client.get("/staff/screening/submission/").content.decode()

    def test_opening_the_form_exports_and_logs_nothing(self, desk):
        submission = submit()
        page = desk.get(EXPORT, {"format": "csv", "password": PASSWORD, "every_answer": "on"})
        assert submission.reference not in page.content.decode()
        assert log() == []


class TestThePassword:
    @pytest.mark.parametrize(
        ("password", "words"),
        [
            ("", "Enter your password"),
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

    def test_is_not_checked_after_five_wrong_ones_within_15_minutes(self, desk):
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

    def test_a_wrong_one_is_logged_without_the_typed_text(self, desk):
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
        ({"columns": None, "every_answer": None}, "Select at least one column or answer"),
        ({"since": "2026-11-20", "until": "2026-11-19"}, "The last day is before the first one"),
        ({"since": "20.11.2026"}, "Write a day like 2026-11-20"),
        ({"until": "9999-12-31"}, "Choose a day from 2000 to 2099"),
        ({"since": "0001-01-01"}, "Choose a day from 2000 to 2099"),
        (
            {"columns": ["sealed_record"]},
            "Columns: Select a valid choice. sealed_record is not one of the available choices.",
        ),
        (
            {"state": "lost"},
            "How far the clinic is with it: Select a valid choice. lost is not one of the available choices.",
        ),
    ],
)
def test_an_impossible_selection_is_an_error(desk, choices, words):
    submit()
    assert errors(ask(desk, "csv", **choices)) == [words]
    assert log() == []


def test_an_unknown_format_is_an_error(desk):
    assert errors(ask(desk, "xlsx")) == ["Format: Select a valid choice. xlsx is not one of the available choices."]


def test_an_empty_export_is_an_error(desk):
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


def test_every_disposition_and_state_can_be_selected(desk):
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
