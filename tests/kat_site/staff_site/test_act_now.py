"""What cannot wait is at the top of the first page: urgent help for everybody, until somebody has recorded it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client

from screening.models import Closure, UrgentAction
from screening.submissions.closures import Service
from screening.submissions.decisions.urgent import open_urgent_decisions
from screening.submissions.reviewing import record_review
from staff.roles import Role
from tests.screening.submitting import SUGGEST, submit

pytestmark = pytest.mark.django_db
MAY_RECORD = {Role.FRONT_DESK, Role.REVIEWER, Role.CALLER, Role.CLINICAL_LEAD}


def first_card(role: Role | None) -> BeautifulSoup | None:
    person = User.objects.create_user(role.name.lower() if role else "new", is_staff=True)
    if role:
        person.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(person)
    return BeautifulSoup(client.get("/staff/").content, "html.parser").select_one(".card")


@pytest.fixture
def urgent():
    ann = User.objects.create_user("ann")
    return record_review(submit(SUGGEST).pk, ann, disposition="urgent-help-now", reason="talk", note="MARKER")


@pytest.mark.parametrize("role", [*Role, None])
def test_everybody_sees_who_needs_urgent_help_and_who_may_record_it_gets_a_link(urgent, role):
    card = first_card(role)
    assert card["id"] == "card-act-now"
    text = " ".join(card.select_one("li").text.split())
    assert text.startswith(f"Attention: {urgent.submission} needs urgent help now: a clinician decided so ")
    links = [link["href"] for link in card.select("a")]
    assert links == ([f"/staff/screening/submission/{urgent.submission_id}/urgent/"] if role in MAY_RECORD else [])
    assert text.endswith("Record what was done" if role in MAY_RECORD else "Tell a clinician or the front desk.")


def test_it_is_above_what_is_closed(urgent):
    Closure.objects.create(
        service=Service.CALLS, closes=True, reason="Ill", made_by=User.objects.get(username="ann"), author_name="Ann"
    )
    assert first_card(Role.FRONT_DESK)["id"] == "card-act-now"


def test_it_goes_when_somebody_recorded_what_was_done(urgent):
    UrgentAction.write(User.objects.get(username="ann"), "Called.", review=urgent)
    assert list(open_urgent_decisions()) == []
    assert first_card(None) is None
