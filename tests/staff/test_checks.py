"""What must not be so on a site that others can reach."""

import pytest
from django.core.checks import run_checks

from staff.checks import check_that_a_second_factor_is_needed, check_that_roles_limit_every_account
from staff.sign_in import second_factor
from tests.staff.second_steps import staff


@pytest.fixture
def elsewhere(settings):
    settings.STAFF_SECOND_FACTOR = False
    settings.IS_ON_LOOPBACK = False
    settings.SITE_URL = "https://clinic.example"


def test_without_a_second_factor_the_site_is_not_for_others(elsewhere):
    assert [(found.id, found.level) for found in check_that_a_second_factor_is_needed(None)] == [("staff.E001", 40)]


def test_and_asks_for_one_all_the_same(elsewhere):
    assert second_factor.is_needed()


def test_on_this_machine_alone_it_may_be_off(settings):
    assert not settings.STAFF_SECOND_FACTOR
    assert check_that_a_second_factor_is_needed(None) == []
    assert not second_factor.is_needed()


@pytest.mark.django_db
def test_a_superuser_is_named_while_the_account_is_open():
    root = staff("root", is_superuser=True)
    [warning] = [found for found in run_checks(databases=["default"]) if found.id == "staff.W001"]
    assert warning.msg == "No role limits what these accounts may see: root."
    root.is_active = False
    root.save()
    assert check_that_roles_limit_every_account(None, databases=["default"]) == []
