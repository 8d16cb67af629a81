"""A staff session ends after a time, or when the account changes. Sessions of visitors do not."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from staff.models import AccessEntry
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import walk
from tests.staff.second_steps import PASSWORD, staff

pytestmark = pytest.mark.django_db
NOON = "2026-11-24T12:00:00Z"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def rae(db, clock):
    rae = staff("rae")
    rae.groups.add(Group.objects.get(name="Reviewer"))
    return rae


@pytest.fixture
def desk(rae, client):
    client.force_login(rae)
    return client


def is_signed_in(client: Client) -> bool:
    return client.get("/staff/").status_code == 200


class TestExpiry:
    def test_a_session_ends_after_15_minutes_without_a_request(self, desk, clock):
        clock.shift(15 * MINUTE - timedelta(seconds=1))
        assert is_signed_in(desk)
        clock.shift(15 * MINUTE)
        assert not is_signed_in(desk)

    def test_each_request_restarts_the_15_minutes(self, desk, clock):
        for _ in range(4):
            clock.shift(14 * MINUTE)
            assert is_signed_in(desk)

    def test_a_session_ends_after_8_hours_of_use(self, desk, clock):
        for _ in range(8 * 6 - 1):
            clock.shift(10 * MINUTE)
            assert is_signed_in(desk)
        clock.shift(10 * MINUTE)
        assert not is_signed_in(desk)

    def test_a_session_is_written_at_most_every_30_seconds(self, desk, clock):
        clock.shift(MINUTE)
        is_signed_in(desk)
        before = desk.session["staff"]["seen"]
        clock.shift(timedelta(seconds=29))
        is_signed_in(desk)
        assert desk.session["staff"]["seen"] == before
        clock.shift(timedelta(seconds=1))
        is_signed_in(desk)
        assert desk.session["staff"]["seen"] == before + 30

    def test_an_expired_session_is_deleted_and_recorded(self, desk, clock):
        key = desk.session.session_key
        clock.shift(15 * MINUTE)
        is_signed_in(desk)
        assert not desk.session.exists(key)
        entry = AccessEntry.objects.get()
        assert (entry.actor, entry.action, entry.detail) == ("rae", "signed-out", "15 minutes without a click")


class TestReturn:
    def test_the_sign_in_page_explains_why_and_returns_to_the_page_before(self, desk, clock):
        clock.shift(15 * MINUTE)
        response = desk.get("/staff/screening/submission/?state=new")
        page = BeautifulSoup(desk.get(response.url).content, "html.parser")
        assert page.select_one(".note").text.startswith("You were signed out because you did nothing for 15 minutes.")
        assert page.select_one("[name=next]")["value"] == "/staff/screening/submission/?state=new"

    @pytest.mark.parametrize(
        ("referer", "next_url"),
        [
            ("http://testserver/staff/auth/user/?q=a", "/staff/auth/user/?q=a"),
            ("https://evil.example/staff/", None),
            ("", None),
        ],
    )
    def test_a_person_who_sent_a_form_returns_to_the_page_of_the_form(self, desk, clock, referer, next_url):
        clock.shift(15 * MINUTE)
        response = desk.post("/staff/auth/user/1/password/", headers={"referer": referer})
        field = BeautifulSoup(desk.get(response.url).content, "html.parser").select_one("[name=next]")
        assert (field and field["value"]) == next_url

    def test_the_sign_in_page_explains_the_limit_of_8_hours(self, desk, clock):
        session = desk.session
        session["staff"] |= {"began": session["staff"]["began"] - 8 * 3600}
        session.save()
        page = desk.get("/staff/", follow=True)
        assert "a sign-in lasts 8 hours" in page.content.decode()


class TestAccountChanges:
    def test_closing_the_account_ends_the_session_for_good(self, desk, rae):
        rae.is_active = False
        rae.save()
        assert not is_signed_in(desk)
        rae.is_active = True
        rae.save()
        assert not is_signed_in(desk)

    def test_a_new_password_ends_the_session(self, desk, rae):
        rae.set_password(PASSWORD[::-1])
        rae.save()
        page = desk.get("/staff/", follow=True)
        assert "your account was changed" in page.content.decode()

    @pytest.mark.parametrize("role", ["Reviewer", "Front desk"])
    def test_removing_or_adding_a_role_ends_the_session(self, desk, rae, role):
        if role == "Reviewer":
            rae.groups.clear()
        else:
            rae.groups.add(Group.objects.get(name=role))
        assert not is_signed_in(desk)

    def test_losing_staff_access_ends_the_session(self, desk, rae):
        rae.is_staff = False
        rae.save()
        assert not is_signed_in(desk)

    def test_only_the_session_that_changed_the_password_continues(self, desk, rae):
        rae.set_password(PASSWORD)
        rae.save()
        other = Client()
        for client in (desk, other):
            client.force_login(rae)
        new = "another quiet stone 10"
        desk.post(
            reverse("admin:password_change"),
            {"old_password": PASSWORD, "new_password1": new, "new_password2": new},
        )
        assert is_signed_in(desk)
        assert not is_signed_in(other)
        assert AccessEntry.objects.filter(action="changed-account", detail="own password").count() == 1

    def test_a_session_without_a_start_time_is_not_signed_in(self, desk):
        session = desk.session
        del session["staff"]
        session.save()
        assert not is_signed_in(desk)


class TestVisitors:
    def test_the_session_of_a_visitor_lasts_for_hours(self, client, db, clock):
        walk(client, CLEAR)
        clock.shift(timedelta(hours=19))
        assert client.get("/screening/").status_code == 200
        assert "attempts" in client.session

    def test_a_reading_page_uses_neither_session_nor_database(self, desk, clock, django_assert_num_queries):
        clock.shift(15 * MINUTE)
        with django_assert_num_queries(0):
            page = desk.get("/")
        assert (page.status_code, page.cookies) == (200, {})
