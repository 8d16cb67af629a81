"""Every look leaves an entry in one unbroken chain, whoever looks and however many at once."""

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
    ends = [BEFORE_THE_FIRST, *(entry.hash for entry in entries)]
    return all(
        entry.id == place and entry.previous_hash == before and entry.hash == entry.expected_hash
        for place, (entry, before) in enumerate(zip(entries, ends, strict=False), 1)
    )


def test_an_entry_tells_who_did_what_to_what(ann):
    entry = record(ann, Action.SAW_ANSWERS, "AB12-CD34", "FHIR")
    kept = AccessEntry.objects.get()
    assert kept == entry
    assert (kept.actor_id, kept.actor, kept.action, kept.subject, kept.detail) == (
        *(str(ann.pk), "ann", "saw-answers", "AB12-CD34", "FHIR"),
    )


@pytest.mark.parametrize("nobody", [None, AnonymousUser()])
def test_an_entry_can_be_about_nobody_we_know(nobody):
    record(nobody, Action.SIGN_IN_REFUSED, "ghost")
    assert AccessEntry.objects.values_list("actor_id", "actor", "subject").get() == ("", "", "ghost")


def test_each_entry_carries_the_hash_of_the_one_before_and_the_head_that_of_the_last(ann):
    for number in range(3):
        record(ann, Action.SAW_ANSWERS, f"AAAA-000{number}")
    entries = chain()
    assert is_unbroken(entries)
    assert AccessLogHead.objects.values_list("count", "hash").get() == (3, entries[-1].hash)


def test_many_looks_at_once_leave_an_entry_each_in_the_same_chain(ann):
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


def test_an_entry_outlives_its_account(ann):
    record(ann, Action.SAW_ANSWERS, "AB12-CD34")
    ann.delete()
    assert AccessEntry.objects.get().actor == "ann"
    assert is_unbroken(chain())


def test_what_is_too_long_is_cut(ann):
    record(ann, Action.SIGN_IN_REFUSED, "x" * 10_000, "y" * 10_000)
    entry = AccessEntry.objects.get()
    assert (len(entry.subject), len(entry.detail)) == (150, 200)
    assert is_unbroken([entry])


def test_an_entry_is_undone_with_what_it_belongs_to(ann):
    record(ann, Action.SIGNED_IN)
    with transaction.atomic():
        record(ann, Action.DELETED, "AB12-CD34")
        transaction.set_rollback(True)
    record(ann, Action.SIGNED_OUT)
    assert [entry.action for entry in chain()] == ["signed-in", "signed-out"]
    assert is_unbroken(chain())


def test_an_entry_is_neither_saved_again_nor_deleted(ann):
    entry = record(ann, Action.SIGNED_IN)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_only_looks_at_the_answers_of_a_subject_count(ann):
    assert times_seen("AB12-CD34") == 0
    for action, subject in (
        (Action.SAW_ANSWERS, "AB12-CD34"),
        (Action.SAW_ANSWERS, "AB12-CD34"),
        (Action.SAW_ANSWERS, "ZZ99-ZZ99"),
        (Action.REVIEWED, "AB12-CD34"),
    ):
        record(ann, action, subject)
    assert times_seen("AB12-CD34") == 2


def test_what_staff_see_leaves_an_entry_and_no_word_of_it(client):
    marker, consent = "zz-marker-zz", Consent.to_text("I agree.")
    answers = {one.id: [marker] if one.select_all else marker for one in QUESTIONNAIRE.questions}
    contact = {"name": marker, "phone": marker, "may_leave_message": "no", "when": ["any"]}
    sent = Submission.send("a1", answers, assess(answers), consent)
    asked = ConsultationRequest.ask("a1", Disposition.TALK_TO_CLINICIAN_FIRST, contact, consent)
    client.force_login(User.objects.create_superuser("root"))
    for path in (
        f"screening/submission/{sent.pk}/change/",
        f"screening/submission/{sent.pk}/fhir/",
        f"consultations/consultationrequest/{asked.pk}/change/",
    ):
        assert marker in client.get(f"/staff/{path}").content.decode()
    assert [(entry.action, entry.subject) for entry in chain()] == [
        ("saw-answers", sent.reference),
        ("saw-answers", sent.reference),
        ("saw-contact", str(asked.pk)),
    ]
    assert in_rows([marker]) == []
    written = str(list(AccessEntry.objects.values()))
    assert [word for word in (*Disposition, asked.sealed_contact, sent.attempt_digest) if word in written] == []


@pytest.mark.django_db(transaction=True)
def test_sixteen_at_once_keep_one_unbroken_chain(ann):
    def look(thread):
        try:
            for number in range(20):
                record(ann, Action.SAW_ANSWERS, f"{thread}-{number}")
        finally:
            connection.close()

    threads = [threading.Thread(target=look, args=(number,)) for number in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(chain()) == 16 * 20
    assert is_unbroken(chain())
    assert AccessLogHead.objects.get().hash == chain()[-1].hash
