"""A staff session ends after a time, or when the account changes. Sessions of visitors do not."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from staff.models import AccessEntry
from staff.sign_in.second_factor import COUNTS
from tests.desk import send
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import walk
from tests.staff.second_steps import PASSWORD, code, give_app, staff

pytestmark = pytest.mark.django_db
NOON = "2026-11-24T12:00:00Z"
MINUTE = timedelta(minutes=1)
# allauth says only after the commit that an app was added
AFTER_COMMIT = pytest.mark.django_db(transaction=True)


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
    @pytest.mark.promise("P17")
    def test_a_session_ends_after_15_minutes_without_a_request(self, desk, clock):
        clock.shift(15 * MINUTE - timedelta(seconds=1))
        assert is_signed_in(desk)
        clock.shift(15 * MINUTE)
        assert not is_signed_in(desk)

    def test_each_request_restarts_the_15_minutes(self, desk, clock):
        for _ in range(4):
            clock.shift(14 * MINUTE)
            assert is_signed_in(desk)

    @pytest.mark.promise("P17")
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

    @pytest.mark.parametrize(("set_back", "stays"), [(timedelta(hours=2), False), (MINUTE, False), (MINUTE / 4, True)])
    def test_a_session_ends_when_the_clock_is_set_back(self, desk, clock, set_back, stays):
        assert is_signed_in(desk)
        clock.shift(-set_back)
        assert is_signed_in(desk) == stays

    def test_a_clock_that_is_set_back_again_and_again_prolongs_no_session(self, desk, clock):
        for _ in range(2 * 15):
            clock.shift(-MINUTE / 4)
            is_signed_in(desk)
        assert not is_signed_in(desk)


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

    def test_the_sign_in_page_explains_that_the_clock_was_set_back(self, desk, clock):
        clock.shift(-timedelta(hours=2))
        assert "the server's clock was set back" in desk.get("/staff/", follow=True).content.decode()

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

    @pytest.mark.promise("P17")
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


SECOND_STEP = "/staff/account/second-step/"


def signed_in(account) -> Client:
    client = Client()
    client.force_login(account)
    client.post("/staff/account/again/", {"password": PASSWORD})
    return client


def set_up_app(client) -> None:
    page = BeautifulSoup(client.get(f"{SECOND_STEP}app/").content, "html.parser")
    client.post(f"{SECOND_STEP}app/", {"code": code(page.select_one("code.key").text)})


def remove_as_officer(account) -> None:
    officer = staff("olu", is_superuser=True)
    give_app(officer)
    send(signed_in(officer), reverse("admin:auth_user_second_step", args=(account.pk,)), {})


@pytest.mark.usefixtures("second_factor")
class TestSecondStepChanges:
    """A session that was open before a change of the second step ends. It never continues without the new one."""

    @AFTER_COMMIT
    def test_a_session_from_before_the_set_up_ends(self, rae):
        open_session, owner = signed_in(rae), signed_in(rae)
        set_up_app(owner)
        assert is_signed_in(owner)
        assert not is_signed_in(open_session)

    @AFTER_COMMIT
    def test_a_session_from_before_a_reset_ends_although_its_owner_has_set_up_a_new_app(self, rae):
        give_app(rae)
        open_session = signed_in(rae)
        remove_as_officer(rae)
        owner = signed_in(rae)
        set_up_app(owner)
        assert is_signed_in(owner)
        assert not is_signed_in(open_session)

    def test_a_session_from_before_a_reset_cannot_set_up_a_new_app(self, rae):
        give_app(rae)
        open_session = signed_in(rae)
        remove_as_officer(rae)
        assert open_session.get(f"{SECOND_STEP}app/").url.startswith("/staff/account/sign-in/")

    def test_the_session_in_which_a_person_removes_their_app_continues(self, rae):
        give_app(rae)
        open_session, owner = signed_in(rae), signed_in(rae)
        owner.post(f"{SECOND_STEP}app/remove/")
        assert owner.get(SECOND_STEP).status_code == 200
        assert open_session.get(SECOND_STEP).status_code == 302

    @pytest.mark.parametrize("kind", COUNTS)
    @pytest.mark.parametrize("change", ["save", "delete"])
    @pytest.mark.promise("P17")
    def test_adding_or_removing_any_kind_ends_every_session(self, rae, kind, change):
        authenticator = Authenticator(user=rae, type=kind, data={})
        if change == "delete":
            authenticator.save()
        open_session = signed_in(rae)
        getattr(authenticator, change)()
        assert "your account was changed" in open_session.get("/staff/", follow=True).content.decode()


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
