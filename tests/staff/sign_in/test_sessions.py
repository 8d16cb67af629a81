"""A session of the staff ends by itself, and with whatever it rested on; those of visitors are left alone."""

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


def is_in(client: Client) -> bool:
    return client.get("/staff/").status_code == 200


class TestAge:
    def test_it_ends_after_15_minutes_without_a_request(self, desk, clock):
        clock.shift(15 * MINUTE - timedelta(seconds=1))
        assert is_in(desk)
        clock.shift(15 * MINUTE)
        assert not is_in(desk)

    def test_each_request_begins_the_15_minutes_anew(self, desk, clock):
        for _ in range(4):
            clock.shift(14 * MINUTE)
            assert is_in(desk)

    def test_it_ends_after_8_hours_whatever_one_does(self, desk, clock):
        for _ in range(8 * 6 - 1):
            clock.shift(10 * MINUTE)
            assert is_in(desk)
        clock.shift(10 * MINUTE)
        assert not is_in(desk)

    def test_requests_that_follow_each_other_quickly_write_it_once(self, desk, clock):
        clock.shift(MINUTE)
        is_in(desk)
        before = desk.session["staff"]["seen"]
        clock.shift(timedelta(seconds=29))
        is_in(desk)
        assert desk.session["staff"]["seen"] == before
        clock.shift(timedelta(seconds=1))
        is_in(desk)
        assert desk.session["staff"]["seen"] == before + 30

    def test_what_ended_is_gone_and_written_down(self, desk, clock):
        key = desk.session.session_key
        clock.shift(15 * MINUTE)
        is_in(desk)
        assert not desk.session.exists(key)
        entry = AccessEntry.objects.get()
        assert (entry.actor, entry.action, entry.detail) == ("rae", "signed-out", "15 minutes without a click")


class TestWayBack:
    def test_the_sign_in_says_why_and_leads_back(self, desk, clock):
        clock.shift(15 * MINUTE)
        answer = desk.get("/staff/screening/submission/?state=new")
        page = BeautifulSoup(desk.get(answer.url).content, "html.parser")
        assert page.select_one(".note").text.startswith("You were signed out because nothing happened for 15 minutes.")
        assert page.select_one("[name=next]")["value"] == "/staff/screening/submission/?state=new"

    @pytest.mark.parametrize(
        ("referer", "back"),
        [
            ("http://testserver/staff/auth/user/?q=a", "/staff/auth/user/?q=a"),
            ("https://evil.example/staff/", None),
            ("", None),
        ],
    )
    def test_whoever_sent_a_form_is_led_back_to_it(self, desk, clock, referer, back):
        clock.shift(15 * MINUTE)
        answer = desk.post("/staff/auth/user/1/password/", headers={"referer": referer})
        field = BeautifulSoup(desk.get(answer.url).content, "html.parser").select_one("[name=next]")
        assert (field and field["value"]) == back

    def test_8_hours_are_named_too(self, desk, clock):
        session = desk.session
        session["staff"] |= {"began": session["staff"]["began"] - 8 * 3600}
        session.save()
        page = desk.get("/staff/", follow=True)
        assert "a sign-in lasts 8 hours" in page.content.decode()


class TestWhatEndsIt:
    def test_the_end_of_the_account_at_the_next_request_and_for_good(self, desk, rae):
        rae.is_active = False
        rae.save()
        assert not is_in(desk)
        rae.is_active = True
        rae.save()
        assert not is_in(desk)

    def test_a_new_password(self, desk, rae):
        rae.set_password(PASSWORD[::-1])
        rae.save()
        page = desk.get("/staff/", follow=True)
        assert "your account was changed" in page.content.decode()

    @pytest.mark.parametrize("role", ["Reviewer", "Front desk"])
    def test_a_role_less_or_more(self, desk, rae, role):
        if role == "Reviewer":
            rae.groups.clear()
        else:
            rae.groups.add(Group.objects.get(name=role))
        assert not is_in(desk)

    def test_no_longer_being_of_the_staff(self, desk, rae):
        rae.is_staff = False
        rae.save()
        assert not is_in(desk)

    def test_of_two_sessions_the_one_that_changed_the_password_goes_on(self, desk, rae):
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
        assert is_in(desk)
        assert not is_in(other)
        assert AccessEntry.objects.filter(action="changed-account", detail="own password").count() == 1

    def test_a_session_without_a_beginning_is_none(self, desk):
        session = desk.session
        del session["staff"]
        session.save()
        assert not is_in(desk)


class TestVisitors:
    def test_a_questionnaire_stays_for_hours(self, client, db, clock):
        walk(client, CLEAR)
        clock.shift(timedelta(hours=19))
        assert client.get("/screening/").status_code == 200
        assert "attempts" in client.session

    def test_a_reading_page_asks_neither_for_the_session_nor_for_the_database(
        self, desk, clock, django_assert_num_queries
    ):
        clock.shift(15 * MINUTE)
        with django_assert_num_queries(0):
            page = desk.get("/")
        assert (page.status_code, page.cookies) == (200, {})
