"""Links a submission to what the person asked for, notes its deletion, and deletes the mails about deleted rows."""

from django.db import models
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from django.utils import timezone

from consultations import mails
from consultations.models import Appointment, ConsultationRequest
from screening.models import Submission


@receiver(post_save, sender=Submission, dispatch_uid="consultations.linking")
def link_to_earlier_request(sender: type[Submission], instance: Submission, created: bool, **kwargs: object) -> None:
    # In the transaction that stores the submission, so that the clinic never sees the one without the other.
    if created:
        earlier_request = ConsultationRequest.objects.filter(attempt_digest=instance.attempt_digest, submission=None)
        earlier_request.update(submission=instance)
        Appointment.objects.filter(attempt_digest=instance.attempt_digest, submission=None).update(submission=instance)


@receiver(pre_delete, sender=Submission, dispatch_uid="consultations.linking.deleted")
def note_deleted_answers(sender: type[Submission], instance: Submission, **kwargs: object) -> None:
    # With the answers goes every decision about them, and nobody may take the request for one without answers.
    for model in (ConsultationRequest, Appointment):
        model._default_manager.filter(submission=instance).update(answers_deleted_at=timezone.now())


@receiver(post_delete, sender=Appointment, dispatch_uid="consultations.mails.appointment")
@receiver(post_delete, sender=ConsultationRequest, dispatch_uid="consultations.mails")
def forget_mails(sender: type[models.Model], instance: Appointment | ConsultationRequest, **kwargs: object) -> None:
    mails.forget(instance.pk)
