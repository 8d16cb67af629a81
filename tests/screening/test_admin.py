"""Staff read submissions in the admin and cannot change them."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User

from screening.models import Submission
from tests.screening.answer_sets import CLEAR
from tests.screening.journeys import agree, walk
from tests.screening.review.staff_members import REVIEWER, staff_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(User.objects.create_superuser("ann"))
    return client


@pytest.fixture
def sent(client):
    agree(client, walk(client, CLEAR | {"pressure_told": "untreated"}))
    return Submission.objects.get()


def test_a_submission_shows_every_question_and_answer_as_worded_with_findings_and_rules(sent, staff):
    text = staff.get(f"/staff/screening/submission/{sent.pk}/change/").content.decode()
    for row in sent.record.answers:
        assert row.text.replace("'", "&#x27;") in text
        for answer in row.answers:
            assert answer.text.replace("'", "&#x27;") in text
    assert "Ketamine can push it up, so it is safer to wait" in text
    assert "not now" in text
    assert sent.ruleset_version in text
    assert sent.ruleset_fingerprint in text


def test_a_submission_cannot_be_changed(sent, staff):
    url = f"/staff/screening/submission/{sent.pk}/change/"
    before = Submission.objects.values().get()
    staff.post(url, {"state": "closed", "disposition": "suggest-consultation", "sealed_record": "x"})
    assert Submission.objects.values().get() == before


@pytest.mark.parametrize("model", ["screening/submission", "consultations/consultationrequest"])
def test_nothing_is_added_by_hand_or_deleted_in_bulk(model, sent, staff):
    assert staff.get(f"/staff/{model}/add/").status_code == 403
    staff.post(f"/staff/{model}/", {"action": "delete_selected", "_selected_action": [str(sent.pk)], "post": "yes"})
    assert Submission.objects.count() == 1


def test_a_person_who_calls_with_the_reference_has_the_answers_deleted(sent, staff):
    staff.post(f"/staff/screening/submission/{sent.pk}/delete/", {"post": "yes"})
    assert not Submission.objects.exists()
    assert "pressure_told" not in str(list(LogEntry.objects.values()))


def test_a_reviewer_without_the_permission_cannot_delete(sent, client):
    client.force_login(staff_member("rae", *REVIEWER))
    assert client.post(f"/staff/screening/submission/{sent.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Submission.objects.count() == 1


def test_a_record_sealed_with_a_lost_key_says_so_and_the_page_works(sent, staff, settings):
    settings.DATA_KEYS = {"other": b"o" * 32}
    response = staff.get(f"/staff/screening/submission/{sent.pk}/change/")
    assert response.status_code == 200
    assert "This record cannot be read" in response.content.decode()


def test_a_visitor_is_asked_to_sign_in(client, sent):
    for path in ("", "screening/submission/", f"screening/submission/{sent.pk}/change/"):
        assert "/staff/login/" in client.get(f"/staff/{path}")["Location"]
