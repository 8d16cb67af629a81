"""Somebody records what was done about urgent help, once, and only who decides or phones can."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from screening.models import UrgentAction
from screening.submissions.decisions.urgent import open_urgent_decisions
from screening.submissions.reviewing import record_review
from staff.access_log import Action
from staff.models import AccessEntry
from staff.roles import Role
from tests.desk import drawn_from, send
from tests.screening.submitting import SUGGEST, submit

pytestmark = pytest.mark.django_db


def signed_in(role: Role) -> Client:
    person = User.objects.create_user(role.name.lower(), is_staff=True)
    person.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def submission():
    made = submit(SUGGEST)
    ann = User.objects.create_user("ann")
    record_review(made.pk, ann, disposition="urgent-help-now", reason="talk", note="MARKER")
    return made


@pytest.fixture
def page(submission):
    return f"/staff/screening/submission/{submission.pk}/urgent/"


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.REVIEWER, Role.CALLER, Role.CLINICAL_LEAD])
def test_what_was_done_is_recorded_sealed_with_who_and_when(submission, page, role):
    client = signed_in(role)
    assert "MARKER" not in client.get(page).text
    response = send(client, page, {"urgent-text": "Reached her brother."})
    assert (response.status_code, response["Location"]) == (302, "/staff/")
    action = UrgentAction.objects.get()
    assert (action.text, action.author.username, action.is_as_stored) == (
        *("Reached her brother.", role.name.lower(), True),
    )
    assert "brother" not in action.sealed_text
    assert list(open_urgent_decisions()) == []
    [entry] = AccessEntry.objects.filter(action=Action.ACTED_ON_URGENT)
    assert (entry.actor, entry.subject) == (role.name.lower(), submission.reference)
    assert "Nothing is open" in client.get(page).text


@pytest.mark.parametrize("role", [Role.CONTENT_EDITOR, Role.PRIVACY_OFFICER])
def test_others_cannot_record_anything(page, role):
    client = signed_in(role)
    assert (client.get(page).status_code, client.post(page, {"urgent-text": "x"}).status_code) == (403, 403)


def test_without_words_nothing_is_recorded(page):
    response = send(signed_in(Role.REVIEWER), page, {"urgent-text": ""})
    assert (response.status_code, UrgentAction.objects.count()) == (422, 0)
    assert "Write what was done" in response.text


def test_two_people_who_act_at_once_learn_of_each_other(page):
    first, second = signed_in(Role.FRONT_DESK), signed_in(Role.REVIEWER)
    drawn = drawn_from(second, page)
    send(first, page, {"urgent-text": "Called."})
    response = second.post(page, drawn | {"urgent-text": "Called, too."})
    assert (response.status_code, UrgentAction.objects.count()) == (409, 1)
    assert "front_desk, " in response.text
    assert ": recorded what was done" in response.text


def test_a_milder_decision_does_not_close_it(submission, page):
    milder = {"disposition": "suggest-consultation", "reason": "talk", "note": "Fine."}
    record_review(submission.pk, User.objects.get(username="ann"), **milder)
    assert [one.submission for one in open_urgent_decisions()] == [submission]


def test_withdrawn_answers_are_gone(submission, page):
    submission.delete()
    assert signed_in(Role.REVIEWER).get(page).status_code == 410
