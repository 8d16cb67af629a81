"""Staff can look up a withdrawal and change nothing about it."""

import pytest
from django.contrib.auth.models import User

from receipts.models import Erasure

pytestmark = pytest.mark.django_db

LIST = "/staff/receipts/erasure/"


@pytest.fixture
def erasure():
    return Erasure.objects.create(reference="AAAA-0000", held_answers=True, held_contact=False)


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("ann"))
    return client


@pytest.mark.parametrize("typed", ["AAAA-0000", "aaaa 0000", "aaaaoooo"])
def test_a_withdrawal_is_found_by_its_reference_however_it_is_typed(staff, erasure, typed):
    assert "1 erasure" in staff.get(LIST, {"q": typed}).content.decode()


def test_a_part_of_a_reference_finds_nothing(staff, erasure):
    assert "0 erasures" in staff.get(LIST, {"q": "AAAA"}).content.decode()


def test_nobody_adds_changes_or_deletes_a_withdrawal(staff, erasure):
    assert staff.get(f"{LIST}add/").status_code == 403
    assert staff.post(f"{LIST}{erasure.pk}/change/", {"reference": "BBBB-0000"}).status_code == 403
    assert staff.post(f"{LIST}{erasure.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Erasure.objects.get().reference == "AAAA-0000"


def test_a_visitor_sees_nothing(client, erasure):
    assert "/staff/login/" in client.get(LIST)["Location"]


def test_a_withdrawal_without_a_reference_says_what_it_was():
    assert str(Erasure(held_answers=False, held_contact=True)) == "Request for a call"
