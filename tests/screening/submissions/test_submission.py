"""A submission is stored once, unchanged, sealed, and only with a disposition that may be stored."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from screening.assessment import assess
from screening.models import DailyTotal, FindingDomain, Submission
from screening.questionnaire import QUESTIONNAIRE
from screening.submissions import submission
from screening.submissions.daily_totals import sums
from screening.submissions.receipt_code import as_reference, code_of, digest_of, new_reference
from screening.submissions.sending import AlreadySentDifferently, Consent, EndedEarly
from tests.screening.answer_sets import CLEAR
from tests.screening.submitting import NOT_NOW, submit
from vault.seal import CannotUnseal

CONSENT = Consent.to_text("I agree.")


def send(attempt="a1", **answers):
    answers = CLEAR | answers
    return Submission.send(attempt, answers, assess(answers), CONSENT)


@pytest.mark.django_db
def test_sending_the_same_attempt_again_gives_the_same_submission():
    assert send() == send()
    assert Submission.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.promise("P5")
def test_the_same_attempt_with_other_answers_is_refused_and_the_first_stays():
    first = send()
    with pytest.raises(AlreadySentDifferently):
        send(pregnancy="yes")
    assert Submission.objects.get().record == first.record


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [{"suicide_plan": "yes"}, {"age": None}])
def test_urgent_and_unfinished_screenings_are_refused_by_the_database(answers):
    with pytest.raises(IntegrityError), transaction.atomic():
        send(**answers)


@pytest.mark.django_db
@pytest.mark.parametrize("answers", [{"age": "under_18"}, {"answering_for": "other"}])
def test_a_screening_that_an_answer_ended_is_never_stored(answers):
    with pytest.raises(EndedEarly):
        send(**answers)
    assert not Submission.objects.exists()


@pytest.mark.django_db
def test_the_table_has_neither_the_attempt_nor_an_answer():
    send("attempt-marker", pregnancy="trying")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_submission")
        row = str(cursor.fetchall())
    assert "attempt-marker" not in row
    assert "trying" not in row


@pytest.mark.django_db
def test_the_table_has_a_digest_of_the_receipt_code_that_finds_the_row():
    send("a1")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM screening_submission")
        row = str(cursor.fetchall())
    assert code_of("a1") not in row
    assert code_of("a1").replace("-", "") not in row
    assert Submission.objects.get(receipt_digest=digest_of(code_of("a1"))) == Submission.of_attempt("a1")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"medicines": ["opioid"]},
        {"health_history": ["glaucoma", "other_health"], "glaucoma": "controlled"},
    ],
)
def test_answers_are_read_back_as_they_were_sent(answers):
    send(**answers)
    assert Submission.objects.get().answers == CLEAR | answers


@pytest.mark.django_db
def test_an_answer_to_a_question_that_is_no_longer_asked_is_read_back_too(monkeypatch):
    send(medicines=["opioid", "lamotrigine"])
    monkeypatch.setitem(QUESTIONNAIRE.__dict__, "by_id", {})
    answers = Submission.objects.get().answers
    assert answers["pregnancy"] == "no_or_na"
    assert set(answers["medicines"]) == {"opioid", "lamotrigine"}


@pytest.mark.django_db
def test_a_record_moved_to_another_submission_does_not_open():
    first, second = send("a1"), send("a2", pregnancy="trying")
    Submission.objects.filter(pk=first.pk).update(sealed_record=second.sealed_record)
    with pytest.raises(CannotUnseal):
        _ = Submission.objects.get(pk=first.pk).record


@pytest.mark.django_db(transaction=True)
@pytest.mark.promise("P5")
def test_one_attempt_sent_50_times_at_once_is_stored_once():
    def send_and_close(_):
        try:
            submission = send("parallel")
            return submission.reference, submission.receipt_digest
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(send_and_close, range(50)))
    assert len(receipts) == 1
    assert Submission.objects.count() == 1


def test_a_reference_can_be_read_aloud():
    for _ in range(100):
        reference = new_reference()
        assert len(reference) == 9
        assert not set("ILOU") & set(reference)


@pytest.mark.django_db
def test_a_reference_that_another_submission_has_is_replaced(monkeypatch):
    references = iter(("AAAA-0000", "AAAA-0000", "BBBB-0000"))
    monkeypatch.setattr(submission, "new_reference", lambda: next(references))
    first, second = send("first"), send("second")
    assert [first.reference, second.reference] == ["AAAA-0000", "BBBB-0000"]
    assert all(row.is_as_stored and row.record for row in Submission.objects.all())
    assert sums(DailyTotal.What.SENT) == {first.disposition: 2}


def test_a_reference_is_normalized_whatever_its_case_and_letters_that_look_like_digits():
    assert as_reference(" o1il-2345 ") == "0111-2345"


@pytest.mark.django_db
def test_the_domain_of_a_finding_is_not_stored_in_the_clear():
    submission = submit(NOT_NOW | {"nursing": "yes"})
    rows = submission.finding_domains.values_list("token", flat=True)
    assert set(rows) == {FindingDomain.token_of("heart"), FindingDomain.token_of("pregnancy")}
    assert [token for token in rows if {"heart", "pregnancy"} & {token}] == []
