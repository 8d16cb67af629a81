"""What staff are told of by mail: answers were sent, or a call was asked for. Which one, the mail does not say."""

from django.db.models.signals import post_save
from django.dispatch import receiver

from consultations.models import ConsultationRequest
from operations import notices
from screening.models import Submission


@receiver(post_save, sender=Submission, dispatch_uid="desk.telling.submission")
@receiver(post_save, sender=ConsultationRequest, dispatch_uid="desk.telling.request")
def tell_staff(sender: type, created: bool, **kwargs: object) -> None:
    if created:
        notices.note(notices.Kind.WAITING)
