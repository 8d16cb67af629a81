"""What was taken back stays so, and what was not stays too."""

import pytest

from consultations.models import ConsultationRequest
from operations.backup.withdrawals import notes, take_back_again
from receipts.models import Erasure
from screening.models import Submission
from screening.submissions.sending import Consent
from screening.vocabulary.dispositions import Disposition
from tests.screening.submitting import submit

pytestmark = pytest.mark.django_db


def test_what_came_back_goes_with_its_call_and_is_noted_once():
    back, other = submit(), submit()
    contact = {"name": "Ann", "phone": "555-555-0100", "may_leave_message": "no", "when": ["any"]}
    asked = ConsultationRequest.ask("a1", Disposition.SUGGEST_CONSULTATION, contact, Consent.to_text("I agree."))
    ConsultationRequest.objects.filter(pk=asked.pk).update(submission=back)
    Erasure.objects.create(reference=back.reference, held_answers=True, held_contact=True)
    noted = notes()
    Erasure.objects.all().delete()
    assert take_back_again(noted) == (1, 0)
    assert list(Submission.objects.all()) == [other]
    assert not ConsultationRequest.objects.exists()
    assert list(Erasure.objects.values_list("reference", "erased_at")) == [(back.reference, noted[0].erased_at)]
    assert take_back_again(noted) == (0, 0)


def test_a_call_without_answers_cannot_be_found_and_is_counted():
    noted = [Erasure(reference="", held_answers=False, held_contact=True)]
    assert take_back_again(noted) == (0, 1)
    assert Erasure.objects.get().held_contact
