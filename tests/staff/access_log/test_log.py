"""Every view of answers or contact data adds an entry to one unbroken chain, also when many people view at once."""

import threading

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import connection, transaction

from consultations.models import ConsultationRequest
from screening.assessment import assess
from screening.models import Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from staff.access_log import Action, record, record_each, times_seen
from staff.models import BEFORE_THE_FIRST, AccessEntry, AccessLogHead
from tests.receipts.traces import in_rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann():
    return User.objects.create_user("ann")


def chain():
    return list(AccessEntry.objects.order_by("id"))


def is_unbroken(entries):
    previous_hashes = [BEFORE_THE_FIRST, *(entry.hash for entry in entries)]
    return all(
        entry.id == number and entry.previous_hash == previous_hash and entry.hash == entry.expected_hash
        for number, (entry, previous_hash) in enumerate(zip(entries, previous_hashes, strict=False), 1)
    )


def test_an_entry_stores_the_person_the_action_the_subject_and_a_detail(ann):
    entry = record(ann, Action.SAW_ANSWERS, "AB12-CD34", "FHIR")
    stored = AccessEntry.objects.get()
    assert stored == entry
    assert (stored.actor_id, stored.actor, stored.action, stored.subject, stored.detail) == (
        *(str(ann.pk), "ann", "saw-answers", "AB12-CD34", "FHIR"),
    )


@pytest.mark.parametrize("actor", [None, AnonymousUser()])
def test_an_entry_can_have_no_known_person(actor):
    record(actor, Action.SIGN_IN_REFUSED, "ghost")
    assert AccessEntry.objects.values_list("actor_id", "actor", "subject").get() == ("", "", "ghost")


def test_each_entry_has_the_hash_of_the_previous_one_and_the_head_has_that_of_the_last(ann):
    for number in range(3):
        record(ann, Action.SAW_ANSWERS, f"AAAA-000{number}")
    entries = chain()
    assert is_unbroken(entries)
    assert AccessLogHead.objects.values_list("count", "hash").get() == (3, entries[-1].hash)


def test_each_submission_of_an_export_gets_an_entry_in_the_same_chain(ann):
    record(ann, Action.SIGNED_IN)
    record_each(ann, Action.SAW_ANSWERS, ["AAAA-0001", "AAAA-0002"], "in an export")
    record_each(ann, Action.SAW_ANSWERS, [])
    record(ann, Action.SIGNED_OUT)
    entries = chain()
    assert [(entry.subject, entry.detail) for entry in entries] == [
        *(("", ""), ("AAAA-0001", "in an export"), ("AAAA-0002", "in an export"), ("", "")),
    ]
    assert is_unbroken(entries)
    assert AccessLogHead.objects.get().count == 4


def test_an_entry_is_kept_when_its_account_is_deleted(ann):
    record(ann, Action.SAW_ANSWERS, "AB12-CD34")
    ann.delete()
    assert AccessEntry.objects.get().actor == "ann"
    assert is_unbroken(chain())


def test_a_text_that_is_too_long_is_cut(ann):
    record(ann, Action.SIGN_IN_REFUSED, "x" * 10_000, "y" * 10_000)
    entry = AccessEntry.objects.get()
    assert (len(entry.subject), len(entry.detail)) == (150, 200)
    assert is_unbroken([entry])


def test_an_entry_is_rolled_back_with_its_transaction(ann):
    record(ann, Action.SIGNED_IN)
    with transaction.atomic():
        record(ann, Action.DELETED, "AB12-CD34")
        transaction.set_rollback(True)
    record(ann, Action.SIGNED_OUT)
    assert [entry.action for entry in chain()] == ["signed-in", "signed-out"]
    assert is_unbroken(chain())


def test_an_entry_cannot_be_saved_again_or_deleted(ann):
    entry = record(ann, Action.SIGNED_IN)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_times_seen_counts_only_views_of_the_answers_of_a_subject(ann):
    assert times_seen("AB12-CD34") == 0
    for action, subject in (
        (Action.SAW_ANSWERS, "AB12-CD34"),
        (Action.SAW_ANSWERS, "AB12-CD34"),
        (Action.SAW_ANSWERS, "ZZ99-ZZ99"),
        (Action.REVIEWED, "AB12-CD34"),
    ):
        record(ann, action, subject)
    assert times_seen("AB12-CD34") == 2


def test_a_view_of_answers_or_contact_data_adds_an_entry_without_any_of_them(client):
    marker, consent = "zz-marker-zz", Consent.to_text("I agree.")
    answers = {question.id: [marker] if question.select_all else marker for question in QUESTIONNAIRE.questions}
    contact = {"name": marker, "phone": marker, "may_leave_message": "no", "when": ["any"]}
    submission = Submission.send("a1", answers, assess(answers), consent)
    call_request = ConsultationRequest.ask("a1", Disposition.TALK_TO_CLINICIAN_FIRST, contact, consent)
    client.force_login(User.objects.create_superuser("root"))
    for path in (
        f"screening/submission/{submission.pk}/change/",
        f"screening/submission/{submission.pk}/fhir/",
        f"consultations/consultationrequest/{call_request.pk}/change/",
    ):
        assert marker in client.get(f"/staff/{path}").content.decode()
    assert [(entry.action, entry.subject) for entry in chain()] == [
        ("saw-answers", submission.reference),
        ("saw-answers", submission.reference),
        ("saw-contact", str(call_request.pk)),
    ]
    assert in_rows([marker]) == []
    log_text = str(list(AccessEntry.objects.values()))
    assert [
        word for word in (*Disposition, call_request.sealed_contact, submission.attempt_digest) if word in log_text
    ] == []


@pytest.mark.django_db(transaction=True)
def test_sixteen_threads_at_once_write_one_unbroken_chain(ann):
    def record_views(thread):
        try:
            for number in range(20):
                record(ann, Action.SAW_ANSWERS, f"{thread}-{number}")
        finally:
            connection.close()

    threads = [threading.Thread(target=record_views, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(chain()) == 16 * 20
    assert is_unbroken(chain())
    assert AccessLogHead.objects.get().hash == chain()[-1].hash
