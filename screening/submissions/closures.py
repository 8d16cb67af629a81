"""What visitors cannot use for now: the questionnaire, requests for a call, or picking a time."""

from typing import Any

from django.conf import settings
from django.db import connection, models
from django.db.models import Max
from django.utils import timezone

LONGEST_REASON = 300


class Service(models.TextChoices):
    """What can be closed alone. Crisis help and the reading pages cannot."""

    QUESTIONNAIRE = "questionnaire", "Questionnaire"
    CALLS = "calls", "Requests for a call"
    TIMES = "times", "Picking a time"


class Closure(models.Model):
    """Append-only: a later row opens the service again, or closes it for another reason.

    Visitors read `reason`, so it is not sealed.
    """

    service = models.CharField(max_length=16, choices=Service)
    closes = models.BooleanField()
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False)
    # The name on that day: accounts change, what they did does not.
    author_name = models.CharField(max_length=200, editable=False)

    class Meta:
        ordering = ("-id",)
        default_permissions = ("add",)
        indexes = (models.Index(fields=("service", "-id"), name="closure_newest"),)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(service__in=Service.values), name="screening_closure_service_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(closes=False) | ~models.Q(reason=""), name="screening_closure_has_a_reason"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_service_display()}: {'closed' if self.closes else 'opened'}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("A stored closure cannot be changed. Add another one.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A closure cannot be deleted. Add one that opens the service.")


NEWEST = f"SELECT id, closes FROM {Closure._meta.db_table} WHERE service = %s ORDER BY id DESC LIMIT 1"  # noqa: S608 (no input)


class Closed(Exception):
    """The clinic has closed the service; nothing was stored."""

    def __init__(self, closure: Closure) -> None:
        super().__init__(str(closure))
        self.closure = closure


def closed_services() -> dict[str, Closure]:
    """The services that are closed now, each with the row that closed it."""
    newest = Closure.objects.order_by().values("service").annotate(newest=Max("pk")).values("newest")
    return {closure.service: closure for closure in Closure.objects.filter(pk__in=newest, closes=True)}


def closure_of(service: Service) -> Closure | None:
    """The row that closed the service; None while it is open."""
    # Plain SQL, because every page of the questionnaire asks, and the answer is nearly always None.
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, (service.value,))
        newest = cursor.fetchone()
    return Closure.objects.get(pk=newest[0]) if newest and newest[1] else None


def refuse_if_closed(service: Service) -> None:
    """Call it in the transaction that stores something. Raises Closed."""
    if closure := closure_of(service):
        raise Closed(closure)
