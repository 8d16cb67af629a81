"""A call that was asked for before the answers were sent belongs to them as soon as they are."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from consultations.models import ConsultationRequest
from screening.models import Submission


@receiver(post_save, sender=Submission, dispatch_uid="consultations.linking")
def link_to_earlier_request(sender: type[Submission], instance: Submission, created: bool, **kwargs: object) -> None:
    """In the transaction that stores the submission: whoever calls can read the answers, or there are none yet."""
    if created:
        waiting = ConsultationRequest.objects.filter(attempt_digest=instance.attempt_digest, submission=None)
        waiting.update(submission=instance)
