"""After a restore, withdrawn data is deleted again and everything else is kept."""

import pytest
from django.db import DatabaseError, connection

from consultations.models import ConsultationRequest
from operations.backup.withdrawals import erasures, withdraw_again
from operations.runs import MaintenanceError
from receipts.models import Erasure
from screening.models import Submission
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from tests.screening.submitting import submit

pytestmark = pytest.mark.django_db


def test_a_restored_submission_is_deleted_again_with_its_call_request_and_recorded_once():
    withdrawn, other = submit(), submit()
    contact = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}
    request = ConsultationRequest.ask("a1", Disposition.SUGGEST_CONSULTATION, contact, Consent.to_text("I agree."))
    ConsultationRequest.objects.filter(pk=request.pk).update(submission=withdrawn)
    Erasure.objects.create(reference=withdrawn.reference, held_answers=True, held_contact=True)
    earlier = erasures()
    Erasure.objects.all().delete()
    assert withdraw_again(earlier) == (1, 0)
    assert list(Submission.objects.all()) == [other]
    assert not ConsultationRequest.objects.exists()
    assert list(Erasure.objects.values_list("reference", "erased_at")) == [(withdrawn.reference, earlier[0].erased_at)]
    assert withdraw_again(earlier) == (0, 0)


def test_withdrawals_that_cannot_be_read_stop_the_restore(monkeypatch):
    def damaged():
        raise DatabaseError("database disk image is malformed")

    monkeypatch.setattr(connection.introspection, "table_names", damaged)
    with pytest.raises(MaintenanceError, match=r"malformed.*Nothing was changed.*tell the privacy officer"):
        erasures()


def test_a_database_without_the_table_has_no_withdrawals(monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", lambda: ["django_migrations"])
    assert list(erasures()) == []


def test_a_call_request_without_answers_cannot_be_identified_and_is_counted():
    earlier = [Erasure(reference="", held_answers=False, held_contact=True)]
    assert withdraw_again(earlier) == (0, 1)
    assert Erasure.objects.get().held_contact
