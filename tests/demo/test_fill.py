"""The demo has submissions in every state, and each role can open its pages."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from django.utils import timezone

from consultations.appointments.states import State as TimeState
from consultations.models import Appointment, ConsultationRequest
from consultations.models import State as CallState
from demo.accounts import ACCOUNTS, set_new_passwords
from demo.fill import fill
from kat_site.management.commands import serve
from operations.retention import purge
from operations.verification import faults
from pages import catalogue
from pages.models import ContentPage, Plan
from receipts.models import Erasure
from screening.assessment import assess
from screening.earlier_rules import EARLIER
from screening.models import FindingDomain, Review, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.daily_totals import DailyTotal, rules_changed
from screening.submissions.decisions.rule_changes import RuleChanges
from screening.submissions.states import Kind, State, week_of
from screening.submissions.submission import CRISIS
from screening.vocabulary.dispositions import STORED, Disposition
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
    "frontdesk": [
        *("consultations/consultationrequest/", "consultations/appointment/", "consultations/appointment/today/"),
        *("consultations/schedule/", "receipts/erasure/"),
    ],
    "caller": ["consultations/consultationrequest/", "consultations/appointment/?show=waiting"],
    "reviewer": ["screening/submission/", "screening/signoff/"],
    "reviewer2": ["screening/submission/", "screening/signoff/"],
    "lead2": ["screening/submission/agreement/", "screening/signoff/"],
    "lead": ["screening/submission/", "screening/submission/agreement/", "screening/signoff/", "pages/contentpage/"],
    "privacy": ["screening/submission/", "screening/submission/export/", "staff/accessentry/", "auth/user/"],
}


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A new demo."""
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


def test_every_disposition_has_a_submission_in_every_possible_state(demo):
    assert Submission.objects.count() == SUBMISSIONS
    combinations = set(Submission.objects.values_list("state", "disposition"))
    mildest = STORED[0]
    assert combinations == {(state, disposition) for state in State for disposition in STORED} - {
        (State.SECOND_OPINION, mildest)
    }


def test_there_are_reviews_of_every_kind_and_blind_ones(demo):
    reviews = Review.objects.all()
    assert {(review.kind, review.takes_effect) for review in reviews} == {
        (Kind.AGREE, True),
        (Kind.TIGHTEN, True),
        (Kind.LOOSEN, False),
        (Kind.LOOSEN, True),
    }
    assert {review.is_blind for review in reviews} == {True, False}
    assert all(review.made_at > review.submission.received_at for review in reviews)
    assert max(review.made_at for review in reviews) < timezone.now()


def test_every_section_has_a_finding(demo):
    tokens = set(FindingDomain.objects.values_list("token", flat=True))
    domains = [CRISIS, *(section.id for section in QUESTIONNAIRE.sections)]
    assert tokens == {FindingDomain.token_of(domain) for domain in domains}
    assert FindingDomain.first_in_line().exists()


def test_the_columns_of_the_queue_follow_the_date_of_each_submission(demo):
    for submission in Submission.objects.all():
        assert submission.received_week == week_of(submission.received_at)
        assert {row.received_at for row in submission.finding_domains.all()} <= {submission.received_at}
    weeks = set(Submission.objects.values_list("received_week", flat=True))
    assert len(weeks) >= 4


def test_some_submissions_were_sent_under_the_rules_before_with_their_words(demo):
    earlier = Submission.objects.exclude(ruleset_fingerprint=QUESTIONNAIRE.fingerprint)
    assert set(earlier.values_list("ruleset_version", "ruleset_fingerprint")) == {
        ("1.0.1", EARLIER["1.0.1"].fingerprint)
    }
    for submission in earlier:
        assessment = assess(submission.answers, EARLIER["1.0.1"])
        assert submission.disposition == assessment.disposition
        assert RuleChanges.of(submission.record, Disposition(submission.disposition)).is_too_little_known


def test_the_rules_changed_once_within_the_eight_weeks(demo):
    [(day, version)] = rules_changed()
    assert version == QUESTIONNAIRE.version
    assert timezone.localdate() - timedelta(weeks=4) < day < timezone.localdate() - timedelta(weeks=1)


def test_call_requests_have_names_and_numbers_that_nobody_has(demo):
    requests = ConsultationRequest.objects.all()
    assert {request.state for request in requests} == set(CallState)
    assert {request.submission is None for request in requests} == {True, False}
    assert {request.comes_first for request in requests} == {True, False}
    for request in requests:
        assert re.fullmatch(r"Sample Person \d+", request.contact["name"])
        assert re.fullmatch(r"212-555-01\d\d", request.contact["phone"])


def test_appointments_are_in_every_state_and_some_are_today(demo):
    appointments = Appointment.objects.all()
    assert {appointment.state for appointment in appointments} == set(TimeState)
    today = {appointment.state for appointment in appointments if appointment.day == timezone.localdate()}
    assert len(today) > 1
    frontdesk = signed_in("frontdesk")
    for appointment in appointments:
        page = frontdesk.get(f"{DESK}consultations/appointment/{appointment.pk}/change/")
        assert appointment.contact["name"] in page.text


def test_some_people_withdrew_their_submission(demo):
    assert Erasure.objects.filter(held_answers=True, erased_at__lt=timezone.now() - timedelta(hours=1)).exists()


def test_the_daily_totals_cover_eight_weeks(demo):
    today = timezone.localdate()
    for what in DailyTotal.What:
        days = sorted(DailyTotal.objects.filter(what=what).values_list("day", flat=True))
        # Nobody could end early before.
        is_new = what in (DailyTotal.What.ENDED_EARLY, DailyTotal.What.FOR_SOMEONE_ELSE)
        assert days[0] < today - timedelta(weeks=2 if is_new else 6)
        assert today - timedelta(weeks=1) < days[-1] <= today


def test_no_submission_has_reached_its_time_limit(demo):
    purge(catalogue.current().clinic.kept)
    assert Submission.objects.count() == SUBMISSIONS


def test_the_access_log_is_complete(demo):
    install(GUARD)
    verified = verify("")
    assert verified.fault == ""
    assert verified.last > SUBMISSIONS


def test_one_page_has_a_draft_and_another_is_planned(demo):
    assert ContentPage.objects.exclude(draft=None).count() == 2
    [plan] = Plan.objects.all()
    assert plan.problem == ""
    assert plan.at > timezone.now()


def test_there_is_an_account_of_each_role_and_no_superuser(demo):
    roles = {user.username: list(user.groups.values_list("name", flat=True)) for user in User.objects.all()}
    assert roles == {account.username: [account.role] for account in ACCOUNTS}
    assert {account.role for account in ACCOUNTS} == set(Role)
    assert not User.objects.filter(is_superuser=True).exists()


def test_every_account_signs_in_with_its_printed_password(demo):
    for username, password in set_new_passwords().items():
        validate_password(password, User.objects.get(username=username))
        client = Client()
        answer = client.post("/staff/account/sign-in/", {"login": username, "password": password}, follow=True)
        assert answer.redirect_chain[-1][0] == DESK
        assert BANNER in answer.text


@pytest.mark.parametrize(("username", "places"), OPENS.items())
def test_each_role_opens_its_pages_and_sees_the_banner(demo, username, places):
    client = signed_in(username)
    for place in ("", *places):
        answer = client.get(DESK + place)
        assert answer.status_code == 200, place
        assert BANNER in answer.text, place


def test_every_submission_request_and_draft_opens(demo):
    reviewer, frontdesk, editor = signed_in("reviewer"), signed_in("frontdesk"), signed_in("editor")
    for submission in Submission.objects.all():
        assert submission.reference in reviewer.get(f"{DESK}screening/submission/{submission.pk}/change/").text
    for request in ConsultationRequest.objects.all():
        page = frontdesk.get(f"{DESK}consultations/consultationrequest/{request.pk}/change/")
        assert request.contact["name"] in page.text
    for page in ContentPage.objects.exclude(draft=None):
        assert editor.get(f"{DESK}pages/contentpage/{page.pk}/change/").status_code == 200


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a demo has a SQLite database of its own")
def test_a_demo_that_is_kept_has_the_same_people_and_new_passwords(demo, monkeypatch, capsys):
    started = []
    monkeypatch.setattr(serve.server, "run", lambda *arguments: started.append(arguments))
    call_command("demo", keep=True, port=free_port())
    output = capsys.readouterr().out
    assert Submission.objects.count() == SUBMISSIONS
    assert len(started) == 1
    for account in ACCOUNTS:
        [password] = re.findall(rf"^  {account.username} +(\S+) +{account.role}", output, re.MULTILINE)
        assert User.objects.get(username=account.username).check_password(password)
    assert "make staff" not in output


def test_every_row_of_a_demo_is_as_it_was_stored(filled):
    assert [*faults()] == []
