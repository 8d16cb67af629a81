"""Tests of the system checks for staff accounts."""

import pytest
from django.core.checks import run_checks

from staff.checks import check_that_roles_limit_every_account
from staff.sign_in import second_factor
from tests.staff.second_steps import staff


@pytest.fixture
def _site_that_others_can_reach(settings):
    settings.STAFF_SECOND_FACTOR = False
    settings.IS_ON_LOOPBACK = False
    settings.SITE_URL = "https://clinic.example"


@pytest.mark.usefixtures("_site_that_others_can_reach")
def test_a_site_that_others_can_reach_asks_for_a_second_factor_even_when_it_is_off():
    assert second_factor.is_needed()


def test_the_second_factor_may_be_off_on_a_site_on_this_machine(settings):
    assert not settings.STAFF_SECOND_FACTOR
    assert not second_factor.is_needed()


@pytest.mark.django_db
def test_a_superuser_is_reported_while_the_account_is_active():
    root = staff("root", is_superuser=True)
    [warning] = [message for message in run_checks(databases=["default"]) if message.id == "staff.W001"]
    assert warning.msg == "No role limits what these accounts may see: root."
    root.is_active = False
    root.save()
    assert check_that_roles_limit_every_account(None, databases=["default"]) == []
