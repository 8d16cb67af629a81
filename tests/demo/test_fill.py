"""The demonstration has every state of the desk, and shows it to every role."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone

from consultations.models import ConsultationRequest
from consultations.models import State as CallState
from demo.accounts import ACCOUNTS, new_passwords
from demo.fill import fill
from kat_site.management.commands import serve
from operations.retention import purge
from pages import catalogue
from pages.models import ContentPage, Plan
from receipts.models import Erasure
from screening.models import FindingDomain, Review, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.review.rule_changes import RuleChanges
from screening.submissions.daily_totals import DailyTotal
from screening.submissions.states import Kind, State, week_of
from screening.vocabulary.dispositions import STORED
from staff.access_log import GUARD
from staff.access_log.verification import verify
from staff.roles import Role
from tests.append_only import install
from tests.kat_site.conftest import free_port

SUBMISSIONS = 60
BANNER = "Demo with made-up people. Nothing you enter here reaches a clinic."
DESK = "/staff/"
OPENS = {
    "editor": ["pages/contentpage/"],
    "frontdesk": ["consultations/consultationrequest/", "receipts/erasure/"],
    "reviewer": ["screening/submission/", "screening/signoff/"],
    "reviewer2": ["screening/submission/", "screening/signoff/"],
    "lead": ["screening/submission/", "screening/submission/agreement/", "screening/signoff/", "pages/contentpage/"],
    "privacy": ["screening/submission/", "screening/submission/export/", "staff/accessentry/", "auth/user/"],
}


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A demonstration as it is before anybody has done anything in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(DEMO=True):
            fill(SUBMISSIONS, timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(filled, db, settings) -> None:
    settings.DEMO = True


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def test_there_is_every_state_of_every_disposition_that_can_have_it(demo):
    assert Submission.objects.count() == SUBMISSIONS
    found = set(Submission.objects.values_list("state", "disposition"))
    mildest = STORED[0]
    assert found == {(state, one) for state in State for one in STORED} - {(State.SECOND_OPINION, mildest)}


def test_clinicians_agree_tighten_loosen_and_second_and_some_decide_blind(demo):
    reviews = Review.objects.all()
    assert {(one.kind, one.takes_effect) for one in reviews} == {
        (Kind.AGREE, True),
        (Kind.TIGHTEN, True),
        (Kind.LOOSEN, False),
        (Kind.LOOSEN, True),
    }
    assert {one.is_blind for one in reviews} == {True, False}
    assert all(one.made_at > one.submission.received_at for one in reviews)
    assert max(one.made_at for one in reviews) < timezone.now()


def test_there_is_a_finding_of_every_domain(demo):
    tokens = set(FindingDomain.objects.values_list("token", flat=True))
    assert tokens == {FindingDomain.token_of(section.id) for section in QUESTIONNAIRE.sections}


def test_the_queue_is_in_order_as_if_all_had_come_when_it_says(demo):
    for one in Submission.objects.all():
        assert one.received_week == week_of(one.received_at)
        assert {row.received_at for row in one.finding_domains.all()} <= {one.received_at}
    weeks = set(Submission.objects.values_list("received_week", flat=True))
    assert len(weeks) >= 4


def test_some_were_assessed_by_earlier_rules_that_today_say_otherwise(demo):
    earlier = Submission.objects.exclude(ruleset_fingerprint=QUESTIONNAIRE.fingerprint)
    assert set(earlier.values_list("ruleset_version", flat=True)) == {"0.9.0"}
    since = [RuleChanges.of(one.record, one.answers) for one in earlier]
    assert any(one.findings for one in since)
    assert [one.unanswered for one in since] == [()] * len(since)


def test_people_ask_for_calls_under_names_and_numbers_that_nobody_has(demo):
    requests = ConsultationRequest.objects.all()
    assert {one.state for one in requests} == set(CallState)
    assert {one.submission is None for one in requests} == {True, False}
    for one in requests:
        assert re.fullmatch(r"Sample Person \d+", one.contact["name"])
        assert re.fullmatch(r"212-555-01\d\d", one.contact["phone"])


def test_some_took_back_what_they_sent(demo):
    assert Erasure.objects.filter(held_answers=True, erased_at__lt=timezone.now() - timedelta(hours=1)).exists()


def test_eight_weeks_are_counted_by_day(demo):
    today = timezone.localdate()
    for what in DailyTotal.What:
        days = sorted(DailyTotal.objects.filter(what=what).values_list("day", flat=True))
        assert days[0] < today - timedelta(weeks=6)
        assert today - timedelta(weeks=1) < days[-1] <= today


def test_nothing_in_it_is_past_its_time(demo):
    purge(catalogue.current().clinic.kept)
    assert Submission.objects.count() == SUBMISSIONS


def test_the_access_log_is_whole(demo):
    install(GUARD)
    verified = verify("")
    assert verified.fault == ""
    assert verified.last > SUBMISSIONS


def test_a_page_has_a_draft_and_another_is_planned(demo):
    assert ContentPage.objects.exclude(draft=None).count() == 2
    [plan] = Plan.objects.all()
    assert plan.problem == ""
    assert plan.at > timezone.now()


def test_there_is_an_account_of_each_role_and_no_superuser(demo):
    roles = {one.username: list(one.groups.values_list("name", flat=True)) for one in User.objects.all()}
    assert roles == {one.username: [one.role] for one in ACCOUNTS}
    assert {one.role for one in ACCOUNTS} == set(Role)
    assert not User.objects.filter(is_superuser=True).exists()


def test_everybody_signs_in_with_the_password_that_is_told(demo):
    for username, password in new_passwords().items():
        validate_password(password, User.objects.get(username=username))
        client = Client()
        answer = client.post("/staff/account/sign-in/", {"login": username, "password": password}, follow=True)
        assert answer.redirect_chain[-1][0] == DESK
        assert BANNER in answer.text


@pytest.mark.parametrize(("username", "places"), OPENS.items())
def test_each_role_opens_its_places_and_the_banner_is_there(demo, username, places):
    client = signed_in(username)
    for place in ("", *places):
        answer = client.get(DESK + place)
        assert answer.status_code == 200, place
        assert BANNER in answer.text, place


def test_everything_that_was_made_up_opens(demo):
    reviewer, frontdesk, editor = signed_in("reviewer"), signed_in("frontdesk"), signed_in("editor")
    for one in Submission.objects.all():
        assert one.reference in reviewer.get(f"{DESK}screening/submission/{one.pk}/change/").text
    for request in ConsultationRequest.objects.all():
        page = frontdesk.get(f"{DESK}consultations/consultationrequest/{request.pk}/change/")
        assert request.contact["name"] in page.text
    for page in ContentPage.objects.exclude(draft=None):
        assert editor.get(f"{DESK}pages/contentpage/{page.pk}/change/").status_code == 200


def test_one_that_is_kept_has_the_same_people_and_new_passwords(demo, monkeypatch, capsys):
    started = []
    monkeypatch.setattr(serve.os, "execv", lambda path, arguments: started.append(arguments))
    call_command("demo", keep=True, port=free_port())
    told = capsys.readouterr().out
    assert Submission.objects.count() == SUBMISSIONS
    assert len(started) == 1
    for one in ACCOUNTS:
        [password] = re.findall(rf"^  {one.username} +(\S+) +{one.role}", told, re.MULTILINE)
        assert User.objects.get(username=one.username).check_password(password)
    assert "make staff" not in told
