"""The privacy officer can create, change and close accounts, and cannot gain any other rights."""

import re
import threading

import pytest
from allauth.mfa.models import Authenticator
from bs4 import BeautifulSoup
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.utils import timezone

from staff.models import AccessEntry
from staff.roles import Role
from tests.desk import drawn_from, send
from tests.staff.second_steps import PASSWORD, give_app, staff

pytestmark = pytest.mark.django_db
LIST = "/staff/auth/user/"


def with_role(name, *roles, **fields):
    account = staff(name, **fields)
    account.groups.set(Group.objects.filter(name__in=roles))
    return account


@pytest.fixture
def olu(db):
    return with_role("olu", Role.PRIVACY_OFFICER)


@pytest.fixture
def rae(db):
    return with_role("rae", Role.REVIEWER, first_name="Rae", last_name="Moss", email="rae@clinic.example")


@pytest.fixture
def officer(olu, client):
    client.force_login(olu)
    return client


def address(account, page="change"):
    return f"{LIST}{account.pk}/{page}/"


def group(role):
    return str(Group.objects.get(name=role).pk)


def log():
    return list(AccessEntry.objects.order_by("id").values_list("actor", "action", "subject", "detail"))


def text(page):
    return re.sub(r"\s+", " ", BeautifulSoup(page.content, "html.parser").select_one("#content").text)


NEW = {
    **{"username": "nia", "first_name": "Nia", "last_name": "Ward", "email": "nia@clinic.example"},
    **{"password1": PASSWORD, "password2": PASSWORD},
}


class TestCreating:
    def test_a_new_account_is_staff_with_its_roles_and_no_superuser(self, officer):
        officer.post(f"{LIST}add/", NEW | {"groups": [group(Role.REVIEWER)], "is_superuser": "on", "is_staff": ""})
        nia = User.objects.get(username="nia")
        assert (nia.is_staff, nia.is_active, nia.is_superuser) == (True, True, False)
        assert [role.name for role in nia.groups.all()] == ["Reviewer"]
        assert (nia.get_full_name(), nia.email, nia.check_password(PASSWORD)) == (
            "Nia Ward",
            "nia@clinic.example",
            True,
        )
        assert log() == [
            ("olu", "changed-account", "nia", "made"),
            ("olu", "changed-roles", "nia", "+ Reviewer"),
        ]

    @pytest.mark.parametrize(
        ("password", "message"),
        [
            ("short one 14 ..", None),
            ("short one 14 .", "This password is too short. It must contain at least 15 characters."),
            ("1q2w3e4r5t6y7u8i", "This password is too common."),
            ("passwordpassword", "Names of the clinic, your own, and repeats do not count: 10 other characters are"),
            ("948302746510394827", "This password is entirely numeric."),
            ("nia.nia.nia.nia.nia", "Names of the clinic, your own, and repeats do not count: 10 other characters are"),
            ("harbor light 2026!", "Names of the clinic, your own, and repeats do not count: 10 other characters are"),
            ("qwertyuiopasdfgh", "This password is easy to guess."),
            ("P@ssw0rd12345678", "This password is easy to guess."),
        ],
    )
    def test_a_short_or_easy_password_is_refused_with_a_message(self, officer, password, message):
        page = officer.post(f"{LIST}add/", NEW | {"password1": password, "password2": password})
        assert User.objects.filter(username="nia").exists() == (message is None)
        assert message is None or message in text(page)

    def test_a_user_name_that_differs_in_capitals_only_is_refused(self, officer, rae):
        officer.post(f"{LIST}add/", NEW | {"username": "RAE"})
        assert User.objects.count() == 2


class TestChanging:
    def form(self, account, **changes):
        fields = {"first_name": account.first_name, "last_name": account.last_name, "email": account.email}
        return fields | {"is_active": "on", "groups": [role.pk for role in account.groups.all()]} | changes

    def test_changes_of_name_address_and_roles_are_recorded(self, officer, rae):
        roles = [group(Role.FRONT_DESK), group(Role.CLINICAL_LEAD)]
        send(officer, address(rae), self.form(rae, last_name="Moss-Hale", email="", groups=roles))
        rae.refresh_from_db()
        assert (rae.last_name, rae.email) == ("Moss-Hale", "")
        assert log() == [
            ("olu", "changed-account", "rae", "last name, email address"),
            ("olu", "changed-roles", "rae", "+ Clinical lead; + Front desk; - Reviewer"),
        ]

    def test_closing_an_account_ends_its_session_and_is_recorded(self, officer, rae):
        other = Client()
        other.force_login(rae)
        form = self.form(rae)
        del form["is_active"]
        send(officer, address(rae), form)
        assert other.get("/staff/").status_code == 302
        assert log() == [("olu", "changed-account", "rae", "closed")]

    @pytest.mark.parametrize("field", ["is_superuser", "user_permissions", "password", "is_staff", "username"])
    def test_a_value_without_a_field_in_the_form_is_ignored(self, officer, rae, field):
        before = User.objects.values().get(pk=rae.pk)
        send(officer, address(rae), self.form(rae, **{field: "1"}))
        assert User.objects.values().get(pk=rae.pk) == before
        assert not rae.user_permissions.exists()
        page = BeautifulSoup(officer.get(address(rae)).content, "html.parser")
        assert page.select(f"[name={field}]") == []

    def test_the_pages_do_not_show_the_hash_of_a_password(self, officer, rae):
        page = officer.get(address(rae)).content.decode()
        assert rae.password not in page
        assert "md5" not in page
        assert officer.get(f"{LIST}?password__startswith=md5").url == LIST

    def test_the_list_shows_roles_and_who_has_a_second_step(self, officer, rae):
        give_app(rae)
        page = BeautifulSoup(officer.get(LIST).content, "html.parser")
        rows = [
            [*(cell.text for cell in row.select("th, td")[:3]), row.select("td img")[-1]["alt"]]
            for row in page.select("#result_list tbody tr")
        ]
        assert rows == [["olu", "-", "Privacy officer", "False"], ["rae", "Rae Moss", "Reviewer", "True"]]

    def test_an_account_cannot_be_deleted(self, officer, rae):
        assert officer.post(address(rae, "delete"), {"post": "yes"}).status_code == 403
        officer.post(LIST, {"action": "delete_selected", "_selected_action": [rae.pk], "post": "yes"})
        assert User.objects.count() == 2


class TestLastOfficer:
    def test_the_last_privacy_officer_who_can_sign_in_cannot_be_removed(self, officer, olu):
        with_role("pia", Role.PRIVACY_OFFICER, is_active=False)
        for form in ({"groups": [group(Role.PRIVACY_OFFICER)]}, {"is_active": "on", "groups": [group(Role.REVIEWER)]}):
            page = send(officer, address(olu), form)
            assert "This is the only privacy officer who can sign in." in text(page)
        olu.refresh_from_db()
        assert (olu.is_active, [role.name for role in olu.groups.all()]) == (True, ["Privacy officer"])
        assert log() == []

    def test_one_of_two_privacy_officers_can_be_removed(self, officer, olu):
        with_role("pia", Role.PRIVACY_OFFICER)
        send(officer, address(olu), {"is_active": "on", "groups": [group(Role.REVIEWER)]})
        assert [role.name for role in olu.groups.all()] == ["Reviewer"]

    @pytest.mark.django_db(transaction=True)
    def test_one_officer_stays_when_two_are_closed_at_the_same_moment(self):
        for role in Role:
            Group.objects.get_or_create(name=role)
        root = staff("root", is_superuser=True)
        officers = [with_role(name, Role.PRIVACY_OFFICER) for name in ("olu", "pia")]
        start = threading.Barrier(2)

        def close(account):
            client = Client()
            client.force_login(root)
            page = drawn_from(client, address(account))
            start.wait()
            client.post(address(account), page | {"groups": [group(Role.PRIVACY_OFFICER)]})
            connection.close()

        threads = [threading.Thread(target=close, args=(account,)) for account in officers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert User.objects.filter(is_active=True, groups__name=Role.PRIVACY_OFFICER).count() == 1


class TestHelpingColleagues:
    def test_a_privacy_officer_can_set_a_new_password(self, officer, rae):
        new = "another quiet stone 10"
        send(officer, address(rae, "password"), {"password1": new, "password2": new})
        rae.refresh_from_db()
        assert rae.check_password(new)
        assert log() == [("olu", "changed-account", "rae", "password")]

    @pytest.mark.parametrize("form", [{}, {"usable_password": "false", "unset-password": "1"}])
    def test_an_account_cannot_be_without_a_password(self, officer, rae, form):
        page = send(officer, address(rae, "password"), form)
        rae.refresh_from_db()
        assert (page.status_code, rae.has_usable_password(), log()) == (200, True, [])

    def test_a_privacy_officer_can_remove_a_lost_second_step(self, officer, rae, settings):
        give_app(rae)
        link = BeautifulSoup(officer.get(address(rae)).content, "html.parser").select_one(".field-second_step a")
        assert "Remove the second step of rae?" in text(officer.get(link["href"]))
        assert Authenticator.objects.filter(user=rae).count() == 2
        send(officer, link["href"], {})
        assert not Authenticator.objects.filter(user=rae).exists()
        assert log() == [("olu", "changed-second-factor", "rae", "removed because it was lost")]


class TestOldPages:
    def test_an_old_page_does_not_undo_what_a_colleague_changed(self, officer, rae):
        old_page = drawn_from(officer, address(rae))
        form = {"first_name": "Rae", "last_name": "Moss", "email": "rae@clinic.example", "is_active": "on"}
        pia = Client()
        pia.force_login(with_role("pia", Role.PRIVACY_OFFICER))
        send(pia, address(rae), {**form, "is_active": "", "groups": [group(Role.FRONT_DESK)]})
        before = log()
        response = officer.post(address(rae), old_page | form | {"last_name": "Hale", "groups": [group(Role.REVIEWER)]})
        rae.refresh_from_db()
        assert (response.status_code, rae.last_name, rae.is_active, log()) == (409, "Moss", False, before)
        assert [role.name for role in rae.groups.all()] == ["Front desk"]
        page = BeautifulSoup(response.content, "html.parser")
        assert [re.sub("pia, .* [AP]M:", "pia:", change.text) for change in page.select(".stale li")] == [
            "pia: changed an account (closed)",
            "pia: changed roles (+ Front desk; - Reviewer)",
            "May sign in: “yes” when you opened the page, “no” now",
            "Roles: “Reviewer” when you opened the page, “Front desk” now",
        ]
        assert page.select_one("[name=last_name]")["value"] == "Hale"

    def test_signing_in_meanwhile_is_no_change(self, officer, rae):
        old_page = drawn_from(officer, address(rae))
        User.objects.filter(pk=rae.pk).update(last_login=timezone.now())
        response = officer.post(address(rae), old_page | {"first_name": "Rae", "is_active": "on", "groups": []})
        assert response.status_code == 302

    def test_a_password_that_a_colleague_set_meanwhile_is_not_replaced(self, officer, rae):
        old_page = drawn_from(officer, address(rae, "password"))
        first, other = "another quiet stone 10", "a third bright river 7"
        send(officer, address(rae, "password"), {"password1": first, "password2": first})
        response = officer.post(address(rae, "password"), old_page | {"password1": other, "password2": other})
        rae.refresh_from_db()
        assert (response.status_code, rae.check_password(first)) == (409, True)
        assert ": changed an account (password)" in text(response)
        assert rae.password.split("$")[-1] not in response.text

    def test_a_second_step_that_was_set_up_since_is_not_removed(self, officer, rae):
        give_app(rae)
        old_page = drawn_from(officer, address(rae, "second-step"))
        Authenticator.objects.all().delete()
        give_app(rae)
        response = officer.post(address(rae, "second-step"), old_page)
        assert (response.status_code, Authenticator.objects.count()) == (409, 2)
        assert "This changed after you opened the page" in text(response)


class TestLimits:
    @pytest.mark.parametrize("role", [role for role in Role if role != Role.PRIVACY_OFFICER])
    def test_no_other_role_can_open_the_pages_of_accounts(self, client, rae, role):
        client.force_login(with_role("sam", role))
        for path in (LIST, f"{LIST}add/", address(rae), address(rae, "password"), address(rae, "second-step")):
            assert (client.get(path).status_code, client.post(path).status_code) == (403, 403)

    @pytest.mark.parametrize("page", ["change", "password", "second-step"])
    def test_an_officer_cannot_take_over_the_account_of_a_superuser(self, officer, page):
        root = staff("root", is_superuser=True)
        give_app(root)
        officer.post(
            address(root, page), {"password1": PASSWORD[::-1], "password2": PASSWORD[::-1], "email": "o@x.example"}
        )
        root.refresh_from_db()
        assert (root.check_password(PASSWORD), root.email, Authenticator.objects.count()) == (True, "", 2)

    def test_the_other_admin_pages_of_django_and_allauth_for_accounts_are_removed(self):
        labels = {f"{model._meta.app_label}.{model._meta.model_name}" for model in admin.site._registry}
        assert {label for label in labels if label.split(".")[0] in {"auth", "account", "mfa"}} == {"auth.user"}
